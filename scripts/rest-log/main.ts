/** `npm run rest-log -- [--portal HOST] [--method NAME] [--run ID] [--failed]`: searches the log of requests to portals, oldest first. */
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { restLogFolder } from '../../server/portal/rest-log.ts'
import { search } from './search.ts'

const { values } = parseArgs({ options: { portal: { type: 'string' }, method: { type: 'string' }, run: { type: 'string' }, failed: { type: 'boolean', default: false } } })
const folder = restLogFolder(process.env['DATA_DIR'] ?? './data')
if (!existsSync(folder)) {
  console.error(`There is no log of requests in ${folder}; DATA_DIR names the folder of the application's data.`)
  process.exit(2)
}
for await (const line of search(folder, values)) console.log(line)
