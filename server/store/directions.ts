/** Directions of a portal; one is archived and never reused. */
import { Direction } from '../../domain/direction.ts'
import type { DirectionId, MemberId } from '../../domain/ids.ts'
import type { Db } from './open.ts'

const read = (row: { record: string }): Direction => Direction.parse(JSON.parse(row.record))
const values = (direction: Direction) => ({
  position: direction.position,
  archived: direction.archived ? 1 : 0,
  version: direction.version,
  record: JSON.stringify(direction),
})

export function directionsIn(db: Db) {
  return {
    /** All of them, archived ones last, in the administrator's order. */
    async all(memberId: MemberId): Promise<Direction[]> {
      const rows = await db.selectFrom('directions').select('record').where('member_id', '=', memberId).orderBy('archived').orderBy('position').orderBy('id').execute()
      return rows.map(read)
    },

    async get(memberId: MemberId, id: DirectionId): Promise<Direction | null> {
      const row = await db.selectFrom('directions').select('record').where('member_id', '=', memberId).where('id', '=', id).executeTakeFirst()
      return row ? read(row) : null
    },

    async add(memberId: MemberId, direction: Direction): Promise<void> {
      await db
        .insertInto('directions')
        .values({ member_id: memberId, id: direction.id, ...values(direction) })
        .execute()
    },

    /** @returns false when the stored one is no longer that of `fromVersion` */
    async replace(memberId: MemberId, direction: Direction, fromVersion: number): Promise<boolean> {
      const result = await db
        .updateTable('directions')
        .set(values(direction))
        .where('member_id', '=', memberId)
        .where('id', '=', direction.id)
        .where('version', '=', fromVersion)
        .executeTakeFirst()
      return result.numUpdatedRows === 1n
    },
  }
}
