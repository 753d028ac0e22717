/** Sends the reports that wait on this phone, from the page or from its service worker; repeated until each is in, or nothing helps. */
import type { Answer } from '../../domain/contract.ts'
import { post, type Trouble, troubleOf } from '../refused.ts'
import { patienceMs } from './door.ts'
import type { Keep, Waiting } from './keep.ts'

/** The tag of background sync, the channel on which page and worker tell each other, and the lock that one of them holds. */
export const sendTag = 'fairlead-send'

const seconds = [2, 5, 15, 40, 120, 300] as const
/** @param attempts made so far, at least one; @returns milliseconds */
export const patienceAfter = (attempts: number): number => (seconds[Math.min(attempts, seconds.length) - 1] ?? 300) * 1000

/** What may be over in a minute; everything else would be answered the same again. */
const passing = new Set<Trouble>(['no_answer', 'internal', 'portal_unreachable', 'portal_refused', 'unreadable'])

/**
 * @param all true: also those whose time has not come
 * @returns whether reports are left that should be tried again
 */
export async function sendWaiting(keep: Keep, all: boolean, now: () => number): Promise<boolean> {
  const work = async (): Promise<boolean> => {
    let left = false
    for (const { visitId } of await keep.all('waiting')) {
      const waiting = await keep.get('waiting', visitId)
      if (!waiting || waiting.stopped) continue
      if (!all && waiting.dueAt > now()) left = true
      else if (!(await sendOne(keep, waiting, now))) left = true
    }
    return left
  }
  // Without locks page and worker may both send: the report's id makes it one report all the same.
  return 'locks' in navigator ? navigator.locks.request(sendTag, work) : work()
}

/** @returns false: again later */
async function sendOne(keep: Keep, waiting: Waiting, now: () => number): Promise<boolean> {
  const { visitId } = waiting
  const visit = await keep.get('visits', visitId)
  const trouble = visit ? await submit(waiting, visit.session) : 'session_required'
  const at = now()
  if (trouble === null) {
    const end = { visitId, language: visit?.language ?? 'en', deliveredAt: at } as const
    await keep.change([
      { put: 'ends', value: end },
      { drop: 'waiting', visitId },
      { drop: 'drafts', visitId },
      { drop: 'visits', visitId },
    ])
    return true
  }
  const again = passing.has(trouble)
  const attempts = waiting.attempts + 1
  await keep.change([{ put: 'waiting', value: { ...waiting, attempts, triedAt: at, dueAt: at + patienceAfter(attempts), stopped: again ? null : trouble } }])
  return !again
}

async function submit({ report }: Waiting, session: string): Promise<Trouble | null> {
  try {
    const answer = (await post('visit.submit', report, session, patienceMs)) as Partial<Answer<'visit.submit'>> | null
    // An answer that is none of ours came from something in between: a hotel's login page, a gateway.
    return answer?.reportId === report.reportId ? null : 'no_answer'
  } catch (error) {
    return troubleOf(error)
  }
}
