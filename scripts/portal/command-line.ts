/** What the portal's command line and environment say; an option wins over its variable. */
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { isVariant, variants } from './variants.ts'
import type { VariantName } from './variants.ts'

const Environment = z.object({
  PORTAL_PORT: z.coerce.number().int().min(0).max(65_535).default(4200),
  PORTAL_DATA: z.string().min(1).optional(),
  PORTAL_LANGUAGE: z.enum(['ru', 'en']).default('ru'),
  PORTAL_CRM: z.enum(['leads', 'simple']).default('leads'),
  APP_URL: z.url().default('http://127.0.0.1:4300'),
  CLIENT_ID: z.string().min(1).default('app.00000000000000.00000000'),
  CLIENT_SECRET: z.string().min(1).default('local-portal-secret'),
})

export const usage = [
  'npm run portal -- [--port N] [--limits on|off] [--variant NAME]... [--app FILE] [--data FILE]',
  '  --port N        0 takes any free port; 4200 without it',
  '  --limits off    no limit of requests and no operating time, for tests',
  '  --variant NAME  what documents contradict is done the other way; may be repeated',
  '  --app FILE      another application instead of Fairlead: its listing as JSON (docs/local-portal.md)',
  '  --data FILE     SQLite file that keeps the portal; without it everything is gone at the end',
  'Environment: PORTAL_PORT, PORTAL_DATA, PORTAL_LANGUAGE (ru, en), PORTAL_CRM (leads, simple), APP_URL, CLIENT_ID, CLIENT_SECRET.',
].join('\n')

/** A sentence for whoever started the portal wrongly. */
export class WrongCommand extends Error {}

export interface Command {
  readonly port: number
  readonly data: string | undefined
  readonly language: 'ru' | 'en'
  readonly crmMode: 'leads' | 'simple'
  readonly limits: boolean
  readonly variants: readonly VariantName[]
  /** File with the listing of another application; without it Fairlead's. */
  readonly app: string | undefined
  /** Without a slash at the end. */
  readonly appUrl: string
  readonly clientId: string
  readonly clientSecret: string
}

const options = {
  port: { type: 'string' },
  limits: { type: 'string' },
  variant: { type: 'string', multiple: true },
  data: { type: 'string' },
  app: { type: 'string' },
  help: { type: 'boolean' },
} as const

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options }).values
  } catch (reason) {
    throw new WrongCommand(`${reason instanceof Error ? reason.message : String(reason)}\n${usage}`)
  }
}

/** @returns null when only the usage is asked for */
export function readCommand(args: readonly string[], environment: Readonly<Record<string, string | undefined>>): Command | null {
  const given = parsed(args)
  if (given.help) return null
  const read = Environment.safeParse(environment)
  if (!read.success) {
    const issue = read.error.issues[0]
    throw new WrongCommand(`${issue?.path.join('.') ?? 'environment'}: ${issue?.message ?? 'not valid'}`)
  }
  if (given.port !== undefined && (!/^\d{1,5}$/.test(given.port) || Number(given.port) > 65_535))
    throw new WrongCommand(`--port must be a number from 0 to 65535, not "${given.port}".`)
  const { limits = 'on', variant = [] } = given
  if (limits !== 'on' && limits !== 'off') throw new WrongCommand(`--limits must be on or off, not "${limits}".`)
  if (given.data === '') throw new WrongCommand('--data wants the name of a file.')
  if (given.app === '') throw new WrongCommand('--app wants the name of a file.')
  const stranger = variant.find((name) => !isVariant(name))
  if (stranger !== undefined) {
    const known = Object.entries(variants).map(([name, { description }]) => `  ${name}: ${description}`)
    throw new WrongCommand([`There is no variant "${stranger}".`, ...(known.length > 0 ? ['There are:', ...known] : [])].join('\n'))
  }
  return {
    port: given.port === undefined ? read.data.PORTAL_PORT : Number(given.port),
    data: given.data ?? read.data.PORTAL_DATA,
    language: read.data.PORTAL_LANGUAGE,
    crmMode: read.data.PORTAL_CRM,
    limits: limits === 'on',
    variants: variant.filter(isVariant),
    app: given.app,
    appUrl: read.data.APP_URL.replace(/\/+$/, ''),
    clientId: read.data.CLIENT_ID,
    clientSecret: read.data.CLIENT_SECRET,
  }
}
