/** A recorded pool as another draft meets it: what the draft decides is judged anew, any other reason stands, since it was none of the rule's. */
import type { UserId } from './ids.ts'
import { type Candidate, type Demand, exclusionOf } from './manager.ts'
import type { RecordedPool } from './shadow.ts'

const skipsNobody = { skipAbsent: false, skipClockedOut: false, headsTakePart: true }

/** How people stand in the draft's own sequence. */
export interface Seen {
  known(id: UserId): Candidate | undefined
  /** As the record says that they were away. */
  away(candidate: Candidate): Candidate
  /** @param recorded whether the live draw had left them out for it */
  servesClient(id: UserId, recorded: boolean): boolean
  readonly demand: Demand
  readonly at: number
}

/** Limits go by what the draft has given itself. Whoever was left out before hours and skills were looked at is judged by those now. */
export function recordedCandidates({ eligible, excluded }: RecordedPool, { known, away, servesClient, demand, at }: Seen): Candidate[] {
  const from = (id: UserId, recorded = false): Candidate => {
    const candidate = known(id) ?? { person: { id, name: '', position: '', timeZone: null, departments: [], active: false, everActive: true }, isHead: false, presence: { absence: null, workday: 'unknown' } }
    return { ...candidate, isHead: false, servesClient: servesClient(id, recorded) }
  }
  /** Hours have been judged by the live draw, whatever they were when the draft began. */
  const inHours = (candidate: Candidate): Candidate => {
    const { standing } = candidate
    return standing?.rules.hours ? { ...candidate, standing: { ...standing, rules: { ...standing.rules, hours: null } } } : candidate
  }
  const gone = (candidate: Candidate): Candidate => ({ ...candidate, person: { ...candidate.person, active: false } })
  const others = excluded.map(({ userId, reason }): Candidate => {
    const candidate = from(userId, reason === 'serves_client')
    switch (reason) {
      case 'day_limit':
      case 'week_limit':
      case 'serves_client':
        return inHours(candidate)
      case 'head':
      case 'absent':
      case 'workday_closed': {
        const could = exclusionOf(candidate, skipsNobody, at, demand)
        // Limits and clients are the draw's to judge; here they would hide who is away.
        return could === null || could.reason.endsWith('_limit') || could.reason === 'serves_client' ? { ...away(candidate), isHead: reason === 'head' } : gone(candidate)
      }
      default:
        return gone(candidate)
    }
  })
  return [...eligible.map((id) => inHours(from(id))), ...others]
}
