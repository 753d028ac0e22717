/** Sends the reports that wait on this phone, and their photos after them, from the page or from its service worker; repeated until all is in, or nothing helps. */
import type { Answer } from '../../domain/contract/contract.ts'
import { reportLimits } from '../../domain/report-limits.ts'
import { post, read, Refused, type Trouble, troubleOf } from '../refused.ts'
import { doorOf, patienceMs } from './door.ts'
import type { Change, Keep, KeptPhoto, KeptVisit, Waiting } from './keep.ts'

/** The tag of background sync, the channel on which page and worker tell each other, and the lock that one of them holds. */
export const sendTag = 'fairlead-send'

const seconds = [2, 5, 15, 40, 120, 300] as const
/** @param attempts made so far, at least one; @returns milliseconds */
export const patienceAfter = (attempts: number): number => (seconds[Math.min(attempts, seconds.length) - 1] ?? 300) * 1000
/** One bar of signal carries some four kilobytes a second. */
const patienceFor = (bytes: number): number => patienceMs + bytes / 4

/** What may be over in a minute; everything else would be answered the same again. */
const passing = new Set<Trouble>(['no_answer', 'internal', 'busy', 'portal_unreachable', 'portal_refused', 'unreadable'])
/** One photo that is not wanted must not hold up the others. */
const unwanted = new Set<Trouble>(['invalid_input', 'too_large', 'not_found'])

/**
 * @param all true: also those whose time has not come
 * @param told called whenever something more is in
 * @returns whether reports are left that should be tried again
 */
export async function sendWaiting(keep: Keep, all: boolean, now: () => number, told: () => void = () => undefined): Promise<boolean> {
  const work = async (): Promise<boolean> => {
    let left = false
    for (const { visitId } of await keep.all('waiting')) {
      const waiting = await keep.get('waiting', visitId)
      if (!waiting || waiting.stopped) continue
      if (!all && waiting.dueAt > now()) left = true
      else if (!(await sendOne(keep, waiting, now, told))) left = true
    }
    return left
  }
  // Without locks page and worker may both send: the report's id makes it one report all the same.
  return 'locks' in navigator ? navigator.locks.request(sendTag, work) : work()
}

/** @returns false: again later */
async function sendOne(keep: Keep, begun: Waiting, now: () => number, told: () => void): Promise<boolean> {
  const { visitId } = begun
  const visit = await keep.get('visits', visitId)
  let waiting = begun
  const note = async (change: Partial<Waiting>): Promise<void> => {
    waiting = { ...waiting, ...change }
    await keep.change([{ put: 'waiting', value: waiting }])
    told()
  }
  const trouble = visit ? await deliver(keep, begun, visit, now, note) : 'session_required'
  const at = now()
  if (trouble === null) {
    const end = { visitId, language: visit?.language ?? 'en', deliveredAt: waiting.arrivedAt ?? at } as const
    const again = begun.report.failure?.again ?? null
    // A visit that is put off stays open, with its client.
    const over: Change[] = again === null ? [{ drop: 'visits', visitId }] : []
    await keep.change([{ put: 'ends', value: { ...end, again } }, { drop: 'waiting', visitId }, { drop: 'drafts', visitId }, ...over, ...(await withoutPhotos(keep, visitId))])
    return true
  }
  const again = passing.has(trouble)
  const attempts = waiting.attempts + 1
  await note({ attempts, triedAt: at, dueAt: at + patienceAfter(attempts), stopped: again ? null : trouble })
  return !again
}

export const withoutPhotos = async (keep: Keep, visitId: string): Promise<Change[]> => (await keep.photosOf(visitId)).map((id) => ({ drop: 'photos', id }))

/** Answers first, photos after; what is in is never sent again. @returns null: all of it is in */
async function deliver(keep: Keep, waiting: Waiting, visit: KeptVisit, now: () => number, note: (change: Partial<Waiting>) => Promise<void>): Promise<Trouble | null> {
  const { report, attempts } = waiting
  const { session } = visit
  try {
    if (waiting.arrivedAt === null) {
      const answer = (await post('visit.submit', report, session, patienceMs)) as Partial<Answer<'visit.submit'>> | null
      // An answer that is none of ours came from something in between: a hotel's login page, a gateway.
      if (answer?.reportId !== report.reportId) return 'no_answer'
      // Put off, the visit's link lasts longer: the list of visits must not drop it.
      if (answer.linkUntil) await keep.change([{ put: 'visits', value: { ...visit, expiresAt: answer.linkUntil } }])
      await note({ arrivedAt: answer.submittedAt ?? now() })
    }
    const { photos = [] } = report
    let sent = new Set(waiting.sent)
    if (photos.length === sent.size) return null
    // A photo whose answer was lost may be there: asking costs less than sending it again.
    if (attempts > 0) sent = new Set([...sent, ...(await doorOf(session)('visit.photos', { reportId: report.reportId })).here])
    for (const { id } of photos) {
      if (sent.has(id)) continue
      const photo = await keep.get('photos', id)
      if (photo) await uploadPicture(report.reportId, photo, session)
      sent.add(id)
      await note({ sent: [...sent] })
    }
    return null
  } catch (error) {
    return troubleOf(error)
  }
}

/** @throws Refused where it may be taken another time */
export async function uploadPicture(reportId: string, { id, bytes, thumb }: KeptPhoto, session: string): Promise<void> {
  // The small one first: it stays for the printed report, and once the photo is in nobody asks for it.
  if (thumb.byteLength <= reportLimits.smallBytes) await upload('visit.small', reportId, id, thumb, session)
  await upload('visit.photo', reportId, id, bytes, session)
}

async function upload(where: 'visit.photo' | 'visit.small', reportId: string, id: string, bytes: ArrayBuffer, session: string): Promise<void> {
  const response = await fetch(`/api/${where}/${reportId}/${id}`, {
    method: 'POST',
    headers: { 'Content-Type': 'image/jpeg', Authorization: `Bearer ${session}` },
    body: bytes,
    credentials: 'omit',
    cache: 'no-store',
    signal: AbortSignal.timeout(patienceFor(bytes.byteLength)),
  }).catch(() => null)
  const answer = (await read(response).catch((error: unknown) => {
    if (unwanted.has(troubleOf(error))) return { photoId: id }
    throw error
  })) as { photoId?: string } | null
  if (answer?.photoId !== id) throw new Refused('no_answer')
}
