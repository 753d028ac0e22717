/** Questions of directions, every version of them: a report names the version that it answers. */
import type { DirectionId, MemberId } from '../../domain/ids.ts'
import { Form } from '../../domain/question.ts'
import type { Db } from './open.ts'

const read = (row: { record: string }): Form => Form.parse(JSON.parse(row.record))

export function formsIn(db: Db) {
  const ofDirection = (memberId: MemberId, id: DirectionId) =>
    db.selectFrom('forms').select('record').where('member_id', '=', memberId).where('direction_id', '=', id)
  return {
    /** The newest; version 0 where nothing was ever asked. */
    async newest(memberId: MemberId, id: DirectionId): Promise<Form> {
      const row = await ofDirection(memberId, id).orderBy('version', 'desc').limit(1).executeTakeFirst()
      return row ? read(row) : { version: 0, questions: [] }
    },

    async get(memberId: MemberId, id: DirectionId, version: number): Promise<Form | null> {
      if (version === 0) return { version, questions: [] }
      const row = await ofDirection(memberId, id).where('version', '=', version).executeTakeFirst()
      return row ? read(row) : null
    },

    /** @returns false when this version is there already: somebody else changed the questions meanwhile */
    async add(memberId: MemberId, id: DirectionId, form: Form): Promise<boolean> {
      const result = await db
        .insertInto('forms')
        .values({ member_id: memberId, direction_id: id, version: form.version, record: JSON.stringify(form) })
        .onConflict((conflict) => conflict.columns(['member_id', 'direction_id', 'version']).doNothing())
        .executeTakeFirst()
      return result.numInsertedOrUpdatedRows === 1n
    },
  }
}
