/** The queue of offline events: what changed since the application last asked, one entry an object and event. */
import type { OfflineEvent } from '../state/office.ts'
import { nextId, randomLetters } from '../world.ts'
import type { World } from '../world.ts'

/** A batch that nobody finished is forgotten after thirty days. */
const reservedFor = 30 * 86_400_000

/** @returns whether it was put there: a source's own changes are not */
export function enqueue(world: World, event: string, data: unknown, connector: string): boolean {
  if (connector !== '' && connector === world.connector) return false
  const { office } = world.state
  const now = world.clock.now()
  const same = (one: OfflineEvent) =>
    one.event === event && one.connector === connector && one.processId === '' && JSON.stringify(one.data) === JSON.stringify(data)
  const known = office.offline.find(same)
  if (known) known.at = now
  else {
    const id = nextId(world, 'offline')
    const messageId = String(nextId(world, 'message'))
    office.offline.push({ id, at: now, event, data, messageId, processId: '', reservedAt: 0, failed: false, connector })
  }
  world.touch()
  return true
}

/** Entries of one source that are nobody's yet, or the process's own. */
export function waiting(world: World, connector: string, processId: string, failed: boolean): OfflineEvent[] {
  const now = world.clock.now()
  const { office } = world.state
  office.offline = office.offline.filter((one) => one.processId === '' || now - one.reservedAt < reservedFor)
  return office.offline.filter((one) => one.connector === connector && one.processId === processId && one.failed === failed)
}

/** @returns the number of the process that now has them */
export function reserve(world: World, entries: readonly OfflineEvent[], processId: string): string {
  const process = processId === '' ? randomLetters(32).toLowerCase() : processId
  const now = world.clock.now()
  for (const entry of entries) Object.assign(entry, { processId: process, reservedAt: now })
  world.touch()
  return process
}

export function drop(world: World, gone: (entry: OfflineEvent) => boolean): void {
  world.state.office.offline = world.state.office.offline.filter((entry) => !gone(entry))
  world.touch()
}
