/** `DATABASE_URL=postgres://… npm run to-postgres`: copies the SQLite database into an empty PostgreSQL and compares both; the app must be stopped. */
import { mustBeIdle } from '../../server/store/backup.ts'
import { copyDatabase } from '../../server/store/move.ts'
import { openDatabase } from '../../server/store/open.ts'
import { dataDir, finish } from './place.ts'

await finish('Usage: DATABASE_URL=postgres://user:password@host/database npm run to-postgres', 0, async () => {
  const databaseUrl = process.env['DATABASE_URL']
  if (!databaseUrl) throw new Error('DATABASE_URL says where to')
  mustBeIdle(dataDir())
  const from = await openDatabase({ dataDir: dataDir(), databaseUrl: null, leaseMs: 1000 })
  // A page of rows may take its time on the way: no lease is at stake here.
  const to = await openDatabase({ dataDir: dataDir(), databaseUrl, leaseMs: 600_000 })
  try {
    const tables = await copyDatabase(from.db, to.db)
    for (const { table, rows, checksum } of tables) console.log(`${table.padEnd(14)} ${String(rows).padStart(9)} rows  ${checksum.slice(0, 16)}`)
    return 'The same rows in both. Start Fairlead with this DATABASE_URL and the same SEAL_KEY; the SQLite file is as it was.'
  } finally {
    await from.db.destroy()
    await to.db.destroy()
  }
})
