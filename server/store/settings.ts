/** What an administrator decided for the whole portal. */
import { defaultSettings, Settings } from '../../domain/settings.ts'
import type { MemberId } from '../../domain/ids.ts'
import type { Db } from './open.ts'

export function settingsIn(db: Db) {
  return {
    async get(memberId: MemberId): Promise<Settings> {
      const row = await db.selectFrom('settings').select('record').where('member_id', '=', memberId).executeTakeFirst()
      // A setting that came with a newer version has its default until somebody decides.
      return row ? Settings.parse({ ...defaultSettings, ...(JSON.parse(row.record) as object) }) : defaultSettings
    },

    async save(memberId: MemberId, settings: Settings): Promise<void> {
      const record = JSON.stringify(settings)
      await db
        .insertInto('settings')
        .values({ member_id: memberId, record })
        .onConflict((conflict) => conflict.column('member_id').doUpdateSet({ record }))
        .execute()
    },
  }
}
