/** `npm run restore -- <file>`: puts a copy of the SQLite database back; the app must be stopped. */
import { doubtWhatWasPlanned, putBack } from '../../server/store/backup.ts'
import { openDatabase } from '../../server/store/open.ts'
import { dataDir, finish } from './place.ts'

await finish('Usage: npm run restore -- <file made by npm run backup>', 1, async ([copy]) => {
  const kept = putBack(copy, dataDir())
  const { db } = await openDatabase({ dataDir: dataDir(), databaseUrl: null, leaseMs: 1000 })
  const doubtful = await doubtWhatWasPlanned(db)
  await db.destroy()
  return `Restored.${kept === null ? '' : ` What was there is kept in ${kept}.`} ${doubtful} planned effects will be looked up at the portals before anything is sent.`
})
