/** What was decided for single people; each change is stored against the version that it began from. */
import type { MemberId, UserId } from '../../domain/ids.ts'
import { PersonRules, usualRules } from '../../domain/person-rules.ts'
import type { Db } from './open.ts'

export function personRulesIn(db: Db) {
  return {
    /** Of those for whom something was decided. */
    async all(memberId: MemberId): Promise<Map<UserId, PersonRules>> {
      const rows = await db.selectFrom('person_rules').select(['user_id', 'record']).where('member_id', '=', memberId).execute()
      return new Map(
        rows.map(({ user_id, record }) => {
          const userId = Number(user_id) as UserId
          // A rule that came with a newer version has its default until somebody decides.
          return [userId, PersonRules.parse({ ...usualRules(userId), ...(JSON.parse(record) as object) })]
        }),
      )
    },

    /** @returns false when the stored version is not the one before this */
    async save(memberId: MemberId, rules: PersonRules): Promise<boolean> {
      const { userId, version } = rules
      const record = JSON.stringify(rules)
      if (version === 1) {
        const row = { member_id: memberId, user_id: userId, version, record }
        const added = await db.insertInto('person_rules').values(row).onConflict((conflict) => conflict.doNothing()).executeTakeFirst()
        return added.numInsertedOrUpdatedRows === 1n
      }
      const changed = await db
        .updateTable('person_rules')
        .set({ version, record })
        .where('member_id', '=', memberId)
        .where('user_id', '=', userId)
        .where('version', '=', version - 1)
        .executeTakeFirst()
      return changed.numUpdatedRows === 1n
    },
  }
}
