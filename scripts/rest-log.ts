/** `npm run rest-log -- [--portal HOST] [--method NAME] [--run ID] [--failed]`: searches the log of requests to portals, oldest first. */
import { createReadStream, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
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

/** Null: the line was cut when its process ended. */
function read(text: string): z.infer<typeof Line> | null {
  try {
    return Line.parse(JSON.parse(text))
  } catch {
    return null
  }
}

for (const name of readdirSync(folder).sort()) {
  for await (const text of createInterface({ input: createReadStream(join(folder, name)) })) {
    const line = read(text)
    if (line === null) continue
    const { at, host, methods, status, code, ms, runId } = line
    const wanted =
      (values.portal === undefined || host === values.portal) &&
      (values.method === undefined || methods.some((method) => method.startsWith(values.method ?? ''))) &&
      (values.run === undefined || runId === values.run) &&
      (!values.failed || code !== null || status !== 200)
    if (wanted) console.log([at, host, status ?? '-', code ?? '-', `${ms} ms`, runId ?? '-', methods.join(' ')].join('  '))
  }
}
