/** Seals anew, with the present key, whatever another one has sealed; while the application runs. */
import { sql } from 'kysely'
import type { Seal } from '../seal.ts'
import { aboutEffect } from './effects.ts'
import { aboutCommit } from './inbox.ts'
import type { Db } from './open.ts'
import { aboutPhoto, aboutSmall } from './photos.ts'
import { aboutTokens } from './portals.ts'
import { aboutRun } from './run.ts'
import type { Tables } from './schema.ts'
import { aboutSecret } from './secrets.ts'
import { tableKeys } from './tables.ts'

type Keys = Readonly<Record<string, string | number>>
type Sealed<T extends keyof Tables> = keyof Tables[T] & `${string}_sealed`

/** Every column of every table whose name says that it is sealed; one that is left out does not compile. */
const places: { readonly [T in keyof Tables as Sealed<T> extends never ? never : T]: { readonly columns: { readonly [C in Sealed<T>]: true }; readonly about: (row: Keys) => string } } = {
  portals: { columns: { access_sealed: true, refresh_sealed: true }, about: ({ member_id }) => aboutTokens(String(member_id)) },
  inbox: { columns: { calls_sealed: true }, about: ({ id }) => aboutCommit(String(id)) },
  runs: { columns: { body_sealed: true }, about: ({ id }) => aboutRun(String(id)) },
  effects: { columns: { params_sealed: true }, about: ({ run_id, key }) => aboutEffect(String(run_id), String(key)) },
  photos: { columns: { content_sealed: true }, about: ({ report_id, id }) => aboutPhoto(String(report_id), String(id)) },
  small_photos: { columns: { content_sealed: true }, about: ({ report_id, id }) => aboutSmall(String(report_id), String(id)) },
  secrets: { columns: { value_sealed: true }, about: ({ purpose, since }) => aboutSecret(String(purpose), Number(since)) },
}

const columns = Object.entries(places).flatMap(([table, { columns, about }]) => Object.keys(columns).map((column) => ({ table: table as keyof typeof places, column, about })))
/** Photos are large. */
const atOnce = 50

const otherwise = (column: string, seal: Seal) => sql<boolean>`${sql.ref(column)} not like ${`${seal.prefix}%`}`

/** How many texts another key than the present one has sealed. */
export async function sealedOtherwise(db: Db, seal: Seal): Promise<number> {
  let count = 0
  for (const { table, column } of columns) {
    const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)} where ${otherwise(column, seal)}`.execute(db)
    count += Number(rows[0]?.count ?? 0)
  }
  return count
}

/** @returns how many texts it has sealed. @throws Error when one was sealed with a key that is not at hand */
export async function reseal(db: Db, seal: Seal): Promise<number> {
  let count = 0
  for (const { table, column, about } of columns) {
    const keys = tableKeys[table]
    const names = sql.join(keys.map((key) => sql.ref(key)))
    let after: readonly (string | number)[] | null = null
    for (;;) {
      const beyond: ReturnType<typeof sql> = after === null ? sql`` : sql`and (${names}) > (${sql.join([...after])})`
      const { rows }: { rows: (Keys & { sealed: string })[] } = await sql<Keys & { sealed: string }>`select ${names}, ${sql.ref(column)} as sealed from ${sql.table(table)} where ${otherwise(column, seal)} ${beyond} order by ${names} limit ${sql.lit(atOnce)}`.execute(db)
      for (const row of rows) {
        const values = keys.map((key) => row[key] as string | number)
        const anew = seal.close(seal.open(row.sealed, about(row)), about(row))
        // Unless it was written anew, or has gone, since we read it.
        const { numAffectedRows } = await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${anew} where (${names}) = (${sql.join(values)}) and ${sql.ref(column)} = ${row.sealed}`.execute(db)
        count += Number(numAffectedRows ?? 0)
        after = values
      }
      if (rows.length < atOnce) break
    }
  }
  return count
}
