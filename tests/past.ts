/** A past for stories: distributions of earlier weeks, made from one that really happened, written into the house's embedded database. */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Distribution } from '../domain/distribution.ts'
import type { UserId } from '../domain/ids.ts'
import { sqliteName } from '../server/store/open.ts'
import type { House } from './house.ts'

/**
 * Repeats the newest distribution `count` times, an hour apart, in the past.
 * @param name four letters, so that two pasts do not share their ids
 * @param pick who was picked in a direction, by the number of the distribution
 */
export function plant(house: House, count: number, pick: (eligible: readonly UserId[], number: number) => UserId, name = 'past'): void {
  const db = new Database(join(house.dataDir, sqliteName))
  try {
    const row = db.prepare('select * from distributions order by decided_at desc limit 1').get() as Record<string, unknown> & { record: string; member_id: string }
    const model = JSON.parse(row.record) as Distribution
    const columns = Object.keys(row)
    const insert = db.prepare(`insert into distributions (${columns.join(', ')}) values (${columns.map((name) => `@${name}`).join(', ')})`)
    const letters = 'abcdefghijklmnopqrstuvwxyz234567'
    for (let number = 0; number < count; number++) {
      const id = `${name}${letters[Math.floor(number / 32)]}${letters[number % 32]}`.padEnd(26, 'a')
      const directions = model.draw.directions.map((one) => ({ ...one, picked: pick(one.eligible, number) }))
      const picked = [...new Set(directions.flatMap((one) => (one.picked === null ? [] : [one.picked])))].sort((a, b) => a - b)
      const decidedAt = model.decidedAt - (count - number) * 3_600_000
      const mainManager = picked[Math.floor(number / 7) % picked.length] ?? null
      const mainBy = model.draw.mainBy && { ...model.draw.mainBy, eligible: picked }
      const past: Distribution = { ...model, id, reportId: null, decidedAt, draw: { ...model.draw, directions, picked, mainManager, mainBy } }
      insert.run({ ...row, id, report_id: null, decided_at: decidedAt, record: JSON.stringify(past) })
    }
  } finally {
    db.close()
  }
}
