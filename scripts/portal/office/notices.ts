/** What people see happen: rows of a record's timeline, and notifications. */
import { kindOf } from '../state/kinds.ts'
import type { CrmRecord, Notification, TimelineRow } from '../state/state.ts'
import { nextId, personOf } from '../world.ts'
import type { World } from '../world.ts'

export function addTimeline(
  world: World,
  kind: TimelineRow['kind'],
  record: CrmRecord,
  authorId: number | null,
  fromApp: boolean,
  text: string,
  files: number[] = [],
): number {
  const id = nextId(world, 'timeline')
  world.state.timeline.push({ id, kind, record: { kind: kindOf(record.type), id: record.id }, at: world.clock.now(), authorId, fromApp, text, ...(files.length > 0 ? { files } : {}) })
  world.touch()
  return id
}

/** A notification with the same tag replaces the older one. */
export function notify(world: World, notice: Pick<Notification, 'userId' | 'text' | 'tag' | 'fromApp' | 'authorId' | 'subTag'>): number {
  if (!personOf(world, notice.userId)) return 0
  const id = nextId(world, 'notification')
  const others =
    notice.tag === null
      ? world.state.notifications
      : world.state.notifications.filter((one) => one.tag !== notice.tag || one.userId !== notice.userId)
  world.state.notifications = [...others, { id, at: world.clock.now(), read: false, ...notice }]
  world.touch()
  return id
}
