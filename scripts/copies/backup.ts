/** `npm run backup -- <file>`: a copy of the SQLite database as of this moment, while the app runs. */
import { backUp } from '../../server/store/backup.ts'
import { dataDir, finish } from './place.ts'

await finish('Usage: npm run backup -- <file that does not exist yet>', 1, ([target]) => {
  backUp(dataDir(), target)
  return `Backed up to ${target}. It holds people's data; keep it as safe as SEAL_KEY, without which its tokens cannot be read.`
})
