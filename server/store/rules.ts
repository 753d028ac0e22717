/** Rules by what a record says, one list a portal; a change is stored against the version that it began from. */
import type { MemberId } from '../../domain/ids.ts'
import { RuleSet } from '../../domain/rule.ts'
import type { Db } from './open.ts'

export function rulesIn(db: Db) {
  return {
    async get(memberId: MemberId): Promise<RuleSet> {
      const row = await db.selectFrom('rules').select('record').where('member_id', '=', memberId).executeTakeFirst()
      return row ? RuleSet.parse(JSON.parse(row.record)) : { version: 0, rules: [] }
    },

    /** @returns false when the stored version is not the one before this */
    async save(memberId: MemberId, set: RuleSet): Promise<boolean> {
      const [version, record] = [set.version, JSON.stringify(set)]
      if (version === 1) {
        const added = await db.insertInto('rules').values({ member_id: memberId, version, record }).onConflict((conflict) => conflict.doNothing()).executeTakeFirst()
        return added.numInsertedOrUpdatedRows === 1n
      }
      const changed = await db.updateTable('rules').set({ version, record }).where('member_id', '=', memberId).where('version', '=', version - 1).executeTakeFirst()
      return changed.numUpdatedRows === 1n
    },
  }
}
