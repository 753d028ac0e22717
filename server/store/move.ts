/** Copies a whole database into an empty one of either engine, and compares what is there by counts and checksums. */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from './open.ts'
import type { Tables } from './schema.ts'
import { tableKeys, tableNames } from './tables.ts'

export interface TableSum {
  readonly table: string
  readonly rows: number
  /** Of all rows in whatever order, hexadecimal. */
  readonly checksum: string
}

type Row = Record<string, string | number | null>
const atOnce = 500

/** Rows by their key, a page at a time: neither engine's cursor is needed, and neither's order of letters matters. */
async function* pages(db: Db, table: keyof Tables): AsyncGenerator<Row[]> {
  const keys = tableKeys[table]
  const columns = sql.join(keys.map((key) => sql.ref(key)))
  let after: Row | undefined
  for (;;) {
    const beyond: ReturnType<typeof sql> = after ? sql`where (${columns}) > (${sql.join(keys.map((key) => (after as Row)[key]))})` : sql``
    const { rows } = await sql<Row>`select * from ${sql.table(table)} ${beyond} order by ${columns} limit ${sql.lit(atOnce)}`.execute(db)
    if (rows.length > 0) yield rows
    if (rows.length < atOnce) return
    after = rows.at(-1)
  }
}

/** PostgreSQL's texts hold no NUL, so one in SQLite is no difference. */
const sumOf = (row: Row): bigint => {
  const plain = (value: string | number | null) => (typeof value === 'string' ? value.replaceAll('\0', '') : value)
  const text = JSON.stringify(Object.keys(row).sort().map((column) => [column, plain(row[column] ?? null)]))
  return BigInt(`0x${createHash('sha256').update(text).digest('hex')}`)
}

export async function sumTables(db: Db): Promise<TableSum[]> {
  const sums: TableSum[] = []
  for (const table of tableNames) {
    let rows = 0
    let sum = 0n
    for await (const page of pages(db, table)) {
      rows += page.length
      // Added rather than chained: the two engines need not sort alike.
      for (const row of page) sum = (sum + sumOf(row)) % (1n << 256n)
    }
    sums.push({ table, rows, checksum: sum.toString(16).padStart(64, '0') })
  }
  return sums
}

/** In one transaction: all of it or nothing. @throws Error when the target holds anything, or when something is other than in the source */
export async function copyDatabase(from: Db, to: Db): Promise<TableSum[]> {
  return to.transaction().execute(async (target) => {
    for (const { table, rows } of await sumTables(target)) if (rows > 0) throw new Error(`the target is not empty: ${rows} rows in ${table}`)
    for (const table of tableNames) {
      // Rows have the same shape on both sides; the table's own type is not known where it is a variable.
      for await (const page of pages(from, table)) await target.insertInto(table).values(page as never).execute()
    }
    const [before, after] = [await sumTables(from), await sumTables(target)]
    const other = before.filter(({ table, rows, checksum }) => !after.some((one) => one.table === table && one.rows === rows && one.checksum === checksum))
    if (other.length > 0) throw new Error(`not the same after copying: ${other.map(({ table }) => table).join(', ')}`)
    return after
  })
}
