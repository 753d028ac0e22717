/** What somebody who was away has missed and may not catch up, as clients that are added to their load. */
import type { UserId } from './ids.ts'
import type { Exclusion, ExclusionReason } from './manager.ts'

/** Whoever is out for one of these comes back one day; for all others a draw without them is nothing unusual. */
const away: ReadonlySet<ExclusionReason> = new Set(['dismissed', 'never_joined', 'no_department', 'paused', 'absent'])

/**
 * Nobody who comes back catches up more than `catchUp` clients on the middle of those who were here. It is set when they come back and stays;
 * it shrinks as the others' loads of the time before are forgotten, and lifts nobody more than one client above all others.
 * @param loads without anything added
 * @param before what the direction's last draw has given back; undefined: this is the first one
 * @returns clients by person, also of those who are out for now without being away
 */
export function missedBy(
  loads: ReadonlyMap<UserId, number>,
  before: ReadonlyMap<UserId, number> | undefined,
  { eligible, excluded }: { readonly eligible: readonly UserId[]; readonly excluded: readonly Exclusion[] },
  catchUp: number,
): ReadonlyMap<UserId, number> {
  const own = (id: UserId) => loads.get(id) ?? 0
  const counted = (id: UserId) => own(id) + (before?.get(id) ?? 0)
  const stayed = eligible.filter((id) => before?.has(id))
  const sorted = (stayed.length > 0 ? stayed : eligible).map(counted).sort((a, b) => a - b)
  const middle = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0
  const [most = 0, second = most] = eligible.map(counted).sort((a, b) => b - a)
  const here = eligible.map((id) => {
    const added = before?.get(id)
    if (added === undefined) return [id, Math.max(0, middle - catchUp - own(id))] as const
    const others = counted(id) === most ? second : most
    return [id, Math.min(added, Math.max(0, others + 1 - own(id)))] as const
  })
  const outForNow = excluded.flatMap(({ userId, reason }) => (away.has(reason) || !before?.has(userId) ? [] : [[userId, before.get(userId) ?? 0] as const]))
  return new Map([...here, ...outForNow])
}
