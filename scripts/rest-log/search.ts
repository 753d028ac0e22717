/** Searches the log of requests to portals: one line of text for each that is wanted, oldest first. */
import { createReadStream, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'

export interface Wanted {
  /** Host of the portal. */
  readonly portal?: string | undefined
  /** The beginning of a method's name. */
  readonly method?: string | undefined
  readonly run?: string | undefined
  /** Only what was refused, or not answered. */
  readonly failed?: boolean | undefined
}

const Line = z.object({ at: z.string(), host: z.string(), methods: z.array(z.string()), status: z.number().nullable(), code: z.string().nullable(), ms: z.number(), runId: z.string().nullable() })

/** Null: the line was cut when its process ended. */
function read(text: string): z.infer<typeof Line> | null {
  try {
    return Line.parse(JSON.parse(text))
  } catch {
    return null
  }
}

/** @param folder of the log, one file a day */
export async function* search(folder: string, { portal, method, run, failed = false }: Wanted): AsyncGenerator<string> {
  for (const name of readdirSync(folder).sort()) {
    for await (const text of createInterface({ input: createReadStream(join(folder, name)) })) {
      const line = read(text)
      if (line === null) continue
      const { at, host, methods, status, code, ms, runId } = line
      const wanted =
        (portal === undefined || host === portal) &&
        (method === undefined || methods.some((one) => one.startsWith(method))) &&
        (run === undefined || runId === run) &&
        (!failed || code !== null || status !== 200)
      if (wanted) yield [at, host, status ?? '-', code ?? '-', `${ms} ms`, runId ?? '-', methods.join(' ')].join('  ')
    }
  }
}
