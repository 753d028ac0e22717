/** What the portal can tell of people beside its CRM: asked, since no list says what a plan has. */
import type { Feature } from '../../domain/contract/setup.ts'
import type { UserId } from '../../domain/ids.ts'
import type { Settings } from '../../domain/settings.ts'
import { question, type Answered } from '../../manifest/ask.ts'
import { isUnclear } from '../portal/errors.ts'
import type { Portal } from '../portal/portal.ts'
import { askPortal } from '../runs/ask-portal.ts'

/** @param somebody of the portal @throws PortalError of the whole request */
export async function featuresOf(portal: Portal, somebody: UserId, { skipAbsent, skipClockedOut }: Settings, now: number): Promise<Feature[]> {
  const day = new Date(now).toISOString().slice(0, 10)
  const { absences, workTime } = await askPortal(portal, {
    absences: question('calendar.accessibility.get', { users: [somebody], from: day, to: day }),
    workTime: question('timeman.status', { USER_ID: somebody }),
  })
  return [
    { name: 'absences', state: stateOf(absences), used: skipAbsent },
    { name: 'work_time', state: stateOf(workTime), used: skipClockedOut },
  ]
}

/** A plan without the module does not know the method; other refusals of so plain a question mean the same to whoever relies on it. */
function stateOf(answer: Answered<unknown>): Feature['state'] {
  if (answer.ok) return 'there'
  const code = answer.code.toLowerCase()
  if (code === 'insufficient_scope') return 'not_granted'
  return isUnclear(code) || ['no_answer', 'unexpected_answer', 'unknown_error'].includes(code) ? 'unknown' : 'missing'
}

export const unknownFeatures = ({ skipAbsent, skipClockedOut }: Settings): Feature[] => [
  { name: 'absences', state: 'unknown', used: skipAbsent },
  { name: 'work_time', state: 'unknown', used: skipClockedOut },
]
