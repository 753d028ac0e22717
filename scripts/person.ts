/** A person without a browser: presses what people press on the portal's site, and opens the application's pages as a frame does. */
import { contract, type Answer, type Input, type QuestionName } from '../domain/contract/contract.ts'
import { PageContext } from '../domain/contract/page.ts'
import type { Portal } from './portal/portal.ts'
import type { FrameOpening } from './portal/contract/frame.ts'
import type { SiteApi } from './portal/contract/site-api.ts'

export interface Person {
  readonly userId: number
  site<Q extends keyof SiteApi>(name: Q, ask: SiteApi[Q]['ask']): Promise<SiteApi[Q]['answer']>
  /** Opens one of the app's pages as the portal's frame does and gives what the page was told. */
  open(tab?: { placement: string; title: string; id: number }): Promise<{ context: PageContext; frame: FrameOpening }>
  /** Asks the app with a session opened from a frame. */
  app<Q extends QuestionName>(name: Q, input: Input<Q>): Promise<Answer<Q>>
}

export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
  ) {
    super(`${status} ${code} ${detail}`)
  }
}

export function person(userId: number, portal: Portal, appUrl: string): Person {
  let session: string | null = null

  const site: Person['site'] = async (name, ask) => {
    const answer = await fetch(`${portal.url}/site/api/${name}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Acting-User': String(userId), 'X-Language': 'ru' },
      body: JSON.stringify(ask),
    })
    const body = (await answer.json()) as { error?: string; detail?: string }
    if (!answer.ok) throw new Refused(answer.status, body.error ?? '', body.detail ?? '')
    return body as never
  }

  const open: Person['open'] = async (tab) => {
    let bindingId: number | null = null
    if (tab) {
      const shown = tab.placement.startsWith('CRM_LEAD') ? await site('lead.show', { id: tab.id }) : await site('deal.show', { id: tab.id })
      const found = shown.tabs.find((one) => one.placement === tab.placement && one.title === tab.title)
      if (!found) throw new Error(`no tab «${tab.title}» at ${tab.placement}`)
      bindingId = found.bindingId
    }
    const frame = await site('frame.open', { bindingId, options: tab ? { ID: String(tab.id) } : {} })
    const page = await fetch(frame.action, { method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(frame.form) })
    if (!page.ok) throw new Refused(page.status, 'page', frame.action)
    const written = /<script type="application\/json" id="context">([\s\S]*?)<\/script>/.exec(await page.text())
    return { context: PageContext.parse(JSON.parse(written?.[1] ?? 'null')), frame }
  }

  const app: Person['app'] = async (name, input) => {
    if (contract[name].access !== 'anyone' && session === null) {
      const { context, frame } = await open()
      session = (await ask('session.open', { memberId: context.memberId, accessToken: String(frame.initData['AUTH_ID']) })).session
    }
    return ask(name, input)
  }
  const ask: Person['app'] = async (name, input) => {
    const answer = await fetch(`${appUrl}/api/${name}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(session ? { Authorization: `Bearer ${session}` } : {}) },
      body: JSON.stringify(input),
    })
    const body = (await answer.json()) as { error?: string; detail?: string }
    if (!answer.ok) throw new Refused(answer.status, body.error ?? '', body.detail ?? '')
    return contract[name].output.parse(body) as never
  }
  return { userId, site, open, app }
}

/** Asks again until it is so; a story says what it waits for. */
export async function until(what: string, so: () => Promise<boolean> | boolean, withinMs = 20_000): Promise<void> {
  const end = Date.now() + withinMs
  while (Date.now() < end) {
    if (await so()) return
    await new Promise((done) => setTimeout(done, 25))
  }
  throw new Error(`not within ${withinMs} ms: ${what}`)
}

/** Installs the app as an administrator's browser does: market, install page, progress, finish. @param withinMs more where a storm keeps everything busy */
export async function install(administrator: Person, withinMs?: number): Promise<void> {
  await administrator.site('market.install', {})
  const { context, frame } = await administrator.open()
  const ticket = context.ticket ?? ''
  await until('the installation is registered', async () => {
    const { state, problem } = await administrator.app('install.progress', { ticket })
    if (state === 'failed') throw new Error(`installation failed: ${problem}`)
    return state === 'done'
  }, withinMs)
  await administrator.site('frame.installFinish', { appSid: frame.appSid, finished: true })
}

/** Accepts the directions that the panel suggests. */
export async function acceptSuggestions(administrator: Person): Promise<Answer<'directions.list'>['directions']> {
  const { suggestions } = await administrator.app('directions.suggest', {})
  for (const suggestion of suggestions) {
    await administrator.app('directions.save', { ...suggestion, fieldDefaults: {}, id: null, version: null })
  }
  return (await administrator.app('directions.list', {})).directions
}
