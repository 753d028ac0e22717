/** `npm run rest-log -- [--portal HOST] [--method NAME] [--run ID] [--failed]`: searches the log of requests to portals, oldest first. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { restLogFolder } from '../server/portal/rest-log.ts'

const Line = z.object({ at: z.string(), host: z.string(), methods: z.array(z.string()), status: z.number().nullable(), code: z.string().nullable(), ms: z.number(), runId: z.string().nullable() })

const { values } = parseArgs({ options: { portal: { type: 'string' }, method: { type: 'string' }, run: { type: 'string' }, failed: { type: 'boolean', default: false } } })
const folder = restLogFolder(process.env['DATA_DIR'] ?? './data')
if (!existsSync(folder)) {
  console.error(`There is no log of requests in ${folder}; DATA_DIR names the folder of the application's data.`)
  process.exit(2)
}
for (const name of readdirSync(folder).sort()) {
  for (const text of readFileSync(join(folder, name), 'utf8').split('\n')) {
    if (text === '') continue
    const { at, host, methods, status, code, ms, runId } = Line.parse(JSON.parse(text))
    const wanted =
      (values.portal === undefined || host === values.portal) &&
      (values.method === undefined || methods.some((method) => method.startsWith(values.method ?? ''))) &&
      (values.run === undefined || runId === values.run) &&
      (!values.failed || code !== null || status !== 200)
    if (wanted) console.log([at, host, status ?? '-', code ?? '-', `${ms} ms`, runId ?? '-', methods.join(' ')].join('  '))
  }
}
