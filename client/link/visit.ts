/** One visit on this phone: what is kept of it is shown at once, what the server says replaces it, the report waits until it is in. */
import { onScopeDispose, ref, shallowRef } from 'vue'
import type { Answer, Input } from '../../domain/contract/contract.ts'
import type { VisitLinkContext } from '../../domain/contract/visit.ts'
import { type Trouble, troubleOf } from '../refused.ts'
import type { Draft } from '../state/draft.ts'
import { type Closed, isClosed } from './closed.ts'
import type { Change, Keep, KeptDraft, Waiting } from './keep.ts'
import type { Language } from './moments.ts'
import { deviceHere } from './device.ts'
import { doorOf } from './door.ts'
import { forgetEarly, keepEarly, keptEarly, newerOf } from './early.ts'
import { sendTag, sendWaiting, withoutPhotos } from './send.ts'

export type Shown = Answer<'visit.show'>

/** The visit that a token names, unchecked: only good for finding what this phone kept of it. */
export function visitIdOf(token: string): string | null {
  try {
    const payload: unknown = JSON.parse(atob(token.split('.')[0]?.replaceAll('-', '+').replaceAll('_', '/') ?? ''))
    const id: unknown = Array.isArray(payload) ? payload[6] : null
    return typeof id === 'string' ? id : null
  } catch {
    return null
  }
}

/** @param told and `given`: what the server wrote into the page; null where the page came from this phone */
export function useVisit(keep: Keep, token: string, told: VisitLinkContext | null, given: Shown | null, language: Language) {
  const visitId = visitIdOf(token)
  const shown = shallowRef<Shown | null>(null)
  const closed = ref<Closed | null>(null)
  /** The link asks this device for a code. */
  const coded = ref(false)
  const trouble = ref<Trouble | null>(null)
  const draft = shallowRef<KeptDraft | null>(null)
  const waiting = shallowRef<Waiting | null>(null)
  const deliveredAt = ref<number | null>(null)
  const again = ref<number | null>(null)
  const session = ref('')
  const sending = ref(false)
  const ready = ref(false)

  async function look(): Promise<void> {
    if (visitId === null) return
    const stored = await keep.get('drafts', visitId)
    if (storing === 0) draft.value = newerOf(keptEarly(visitId).draft, stored)
    waiting.value = await keep.get('waiting', visitId)
    const end = await keep.get('ends', visitId)
    deliveredAt.value = end?.deliveredAt ?? null
    again.value = end?.again ?? null
    const visit = await keep.get('visits', visitId)
    if (visit && shown.value === null) {
      shown.value = visit.shown
      session.value = visit.session
    }
  }

  /** What the server says of this link now. */
  async function ask(): Promise<void> {
    try {
      // What the server wrote into the page knows of no device.
      const known = told?.link === 'code' ? null : told
      told = null
      await enter(known ?? (await doorOf(null)('visit.open', { token, language: language === 'ru' ? 'ru' : 'en', device: deviceHere() })))
    } catch (error) {
      trouble.value = troubleOf(error)
    }
  }

  async function enter(opened: VisitLinkContext): Promise<void> {
    coded.value = opened.link === 'code'
    if (opened.link === 'code') return forget()
    try {
      if (opened.visit === null) return await close(opened.link === 'open' ? 'closed' : opened.link)
      session.value = opened.visit.session
      const answer = given ?? (await doorOf(session.value)('visit.show', { document: opened.visit.document }))
      given = null
      await remember(opened, answer)
      shown.value = answer
      trouble.value = null
    } catch (error) {
      const code = troubleOf(error)
      if (isClosed(code)) await close(code === 'session_expired' ? 'expired' : 'closed')
      else trouble.value = code
    }
  }

  async function remember({ visit, language: spoken }: VisitLinkContext, answer: Shown): Promise<void> {
    if (visit === null) return
    const { visitId: id, expiresAt } = visit
    const kept: Change = { put: 'visits', value: { visitId: id, token, language: spoken, expiresAt, session: visit.session, shown: answer } }
    const before = await keep.get('visits', id)
    const { report, stopped } = waiting.value ?? {}
    // A link that was replaced takes up what its forerunner could not send: the report, or the photos that follow it.
    const over = stopped && isClosed(stopped) && (stopped === 'session_expired' || before?.session !== visit.session)
    if (report && over && (answer.report?.id ?? report.reportId) === report.reportId) {
      await keep.change([kept])
      return send(report)
    }
    if (answer.report === null) return keep.change([kept])
    const { id: reportId, submittedAt } = answer.report
    // Its photos are still on their way.
    if (waiting.value?.report.reportId === reportId && !waiting.value.stopped) return
    const mine = draft.value?.draft.reportId === reportId || waiting.value?.report.reportId === reportId
    await keep.change([
      { put: 'ends', value: { visitId: id, language: spoken, deliveredAt: submittedAt } },
      { drop: 'visits', visitId: id },
      { drop: 'waiting', visitId: id },
      ...(mine ? [{ drop: 'drafts', visitId: id } as const, ...(await withoutPhotos(keep, id))] : []),
    ])
    if (mine) forgetEarly(id)
    await look()
  }

  async function close(why: Closed): Promise<void> {
    await forget()
    closed.value = why
  }

  /** Nothing of the client stays; what was typed does. */
  async function forget(): Promise<void> {
    // Under the visit's id a newer link may be kept here, which this one is not to take along.
    if (visitId !== null && (await keep.get('visits', visitId))?.token === token) await keep.change([{ drop: 'visits', visitId }])
    shown.value = null
    session.value = ''
  }

  /** Changes on their way to the disk: until it has them, it knows less than this page. */
  let storing = 0
  /** @returns whether it outlives the page */
  async function keepDraft(value: Draft, text: string, changes: number): Promise<boolean> {
    if (visitId === null) return false
    // Plain data: what a page watches cannot be stored.
    const kept: KeptDraft = { visitId, draft: JSON.parse(JSON.stringify(value)) as Draft, changes, text }
    // Where the form begins anew, as with other directions, it goes on with this.
    draft.value = kept
    const early = keep.lasting && keepEarly(visitId, { given: null, draft: kept })
    storing++
    try {
      await keep.change([{ put: 'drafts', value: kept }])
    } catch {
      // A disk that is full, or a page that is being closed.
      return early
    } finally {
      storing--
    }
    if (keep.lasting && storing === 0) forgetEarly(visitId)
    return keep.lasting
  }

  async function dropDraft(): Promise<void> {
    if (visitId !== null) {
      await keep.change([{ drop: 'drafts', visitId }, { drop: 'waiting', visitId }, ...(await withoutPhotos(keep, visitId))])
      forgetEarly(visitId)
    }
    await look()
  }

  /** A visit that was put off is reported anew. */
  async function begin(): Promise<void> {
    if (visitId !== null) await keep.change([{ drop: 'ends', visitId }])
    await look()
    if (shown.value === null) await ask()
  }

  async function send(report: Input<'visit.submit'>): Promise<void> {
    if (visitId === null) return
    const value: Waiting = { visitId, report: JSON.parse(JSON.stringify(report)) as typeof report, arrivedAt: null, sent: [], attempts: 0, triedAt: null, dueAt: Date.now(), stopped: null }
    await keep.change([{ put: 'waiting', value }])
    waiting.value = value
    void registerSync()
    void attempt(true)
  }

  let timer: ReturnType<typeof setTimeout> | undefined
  /** @param all false: only if its time has come */
  async function attempt(all: boolean): Promise<void> {
    clearTimeout(timer)
    sending.value = true
    const report = waiting.value?.report
    await sendWaiting(keep, all, () => Date.now(), () => void look()).catch(() => true)
    sending.value = false
    await look()
    if (report && waiting.value === null && deliveredAt.value !== null) await ask()
    else if (waiting.value?.stopped) await settle(waiting.value.stopped)
    plan()
  }

  /** Why it will not be sent again, seen on the page: another report is in, or the link is over. */
  async function settle(stopped: Trouble): Promise<void> {
    if (stopped !== 'conflict' && !isClosed(stopped)) return
    await ask()
    // The server is not there to say why.
    if (isClosed(stopped) && trouble.value !== null) await close(stopped === 'session_expired' ? 'expired' : 'closed')
  }

  function plan(): void {
    clearTimeout(timer)
    if (!waiting.value || waiting.value.stopped) return
    timer = setTimeout(() => void attempt(false), Math.max(0, waiting.value.dueAt - Date.now()) + 50)
  }

  async function start(): Promise<void> {
    await look()
    ready.value = true
    await ask()
    if (waiting.value && !waiting.value.stopped) await attempt(true)
  }

  const retry = (): void => void (waiting.value && !waiting.value.stopped ? attempt(true) : ask())
  const onVisible = (): void => void (document.visibilityState === 'visible' && waiting.value && retry())
  const channel = new BroadcastChannel(sendTag)
  channel.onmessage = () => void look().then(() => (deliveredAt.value !== null && shown.value?.report === null ? ask() : undefined))
  window.addEventListener('online', retry)
  document.addEventListener('visibilitychange', onVisible)
  onScopeDispose(() => {
    clearTimeout(timer)
    channel.close()
    window.removeEventListener('online', retry)
    document.removeEventListener('visibilitychange', onVisible)
  })
  void start()
  return { keep, visitId, coded, enter, shown, closed, trouble, draft, waiting, deliveredAt, session, sending, ready, ask, retry, send, begin, again, keepDraft, dropDraft }
}
export type VisitHere = ReturnType<typeof useVisit>

/** Asks the browser to wake the worker when there is a network, where it can. */
async function registerSync(): Promise<void> {
  try {
    const registration = (await navigator.serviceWorker.ready) as ServiceWorkerRegistration & { readonly sync?: { register(tag: string): Promise<void> } }
    await registration.sync?.register(sendTag)
  } catch {
    // The page itself repeats as long as it is open, and when it is opened again.
  }
}
