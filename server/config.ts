/** What the process is told from outside: environment variables, each wrong one answered with a sentence that says what to write. */
import { z } from 'zod'
import type { SealKeys } from './seal.ts'

const whole = (fallback: number, least = 0) =>
  z
    .string()
    .regex(/^\d{1,12}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= least, `must be at least ${least}`)
    .optional()
    .transform((value) => value ?? fallback)

const listed = (text: string): string[] => text.split(',').map((one) => one.trim()).filter((one) => one !== '')

const keyProblem = 'must be 32 random bytes in base64, for example from: openssl rand -base64 32'
const key = z
  .string({ error: keyProblem })
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((bytes) => bytes.length === 32, keyProblem)

const address = z.url({ protocol: /^https?$/, error: 'must be an http(s) address' })
const withoutSlash = (url: string): string => url.replace(/\/+$/, '')

const Environment = z.object({
  ROLE: z.enum(['whole', 'receiver', 'worker'], { error: 'must be whole, receiver or worker' }).default('whole'),
  PORT: whole(4300),
  HOST: z.string().min(1).default('127.0.0.1'),
  APP_URL: address.transform(withoutSlash).optional(),
  DATA_DIR: z.string().min(1).default('./data'),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must be a postgres:// address; leave it out for SQLite').optional(),
  CLIENT_ID: z.string({ error: 'is the application id that the portal or the vendor cabinet shows' }).min(1),
  CLIENT_SECRET: z.string({ error: 'is the application key shown beside the application id' }).min(1),
  SEAL_KEY: key,
  SEAL_KEYS_OLD: z.string().default('').transform(listed).pipe(z.array(key)),
  OAUTH_TOKEN_URLS: z
    .string()
    .default('https://oauth.bitrix24.tech/oauth/token/,https://oauth.bitrix.info/oauth/token/')
    .transform(listed)
    .pipe(z.array(address).min(1, 'must name at least one address')),
  ALLOW_LOCAL_PORTALS: z.enum(['0', '1', 'true', 'false', ''], { error: 'must be 1 or 0' }).default('0').transform((text) => text === '1' || text === 'true'),
  REQUEST_CAP_MS: whole(60_000, 1),
  GRACE_MS: whole(75_000),
  LEASE_MS: whole(6000, 100),
  DRAW_PERIOD_MS: whole(7 * 86_400_000, 1000),
  DIRECTORY_TTL_MS: whole(3_600_000),
  SWEEP_EVERY_MS: whole(3_600_000, 100),
  REMIND_EVERY_MS: whole(60_000, 100),
  FORGET_EVERY_MS: whole(3_600_000, 100),
  STUCK_AFTER_MS: whole(600_000),
  ROLE_KEPT_MS: whole(300_000),
  CALLS_TRUSTED_AFTER_MS: whole(60_000),
  BODIES_KEPT_DAYS: whole(7, 1),
  REST_LOG_DAYS: whole(3, 3),
  METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], { error: 'must be one of fatal, error, warn, info, debug, trace, silent' }).default('info'),
})

export interface Config {
  /** `receiver` and `worker` are the two halves under the supervisor. */
  readonly role: 'whole' | 'receiver' | 'worker'
  readonly port: number
  readonly host: string
  /** Public address without a slash at the end; null: made of host and port once the port is known. */
  readonly appUrl: string | null
  readonly dataDir: string
  /** PostgreSQL; null: SQLite in `dataDir`. */
  readonly databaseUrl: string | null
  readonly clientId: string
  readonly clientSecret: string
  /** The first one seals, all of them open. */
  readonly sealKeys: SealKeys
  readonly oauthTokenUrls: readonly string[]
  /** Development: portals on this machine, over http, on any port. */
  readonly allowLocalPortals: boolean
  /** Longest time that one request to a portal may take. */
  readonly requestCapMs: number
  /** After a lost answer: how long after the sending the portal may still be working on it. */
  readonly graceMs: number
  /** How long a portal stays with a process that has died; renewed at a third of it. */
  readonly leaseMs: number
  /** How long draws have one secret; it is told when the period is over. */
  readonly drawPeriodMs: number
  readonly directoryTtlMs: number
  /** How often a portal is asked which workflows it has waiting. */
  readonly sweepEveryMs: number
  /** How often visits are looked for that are late. */
  readonly remindEveryMs: number
  /** How often what portals keep no longer is deleted. */
  readonly forgetEveryMs: number
  /** After that a workflow that we have heard nothing of, or that has not moved since our answer, counts as stuck. */
  readonly stuckAfterMs: number
  /** How long an administrator is taken for one before the portal is asked again. */
  readonly roleKeptMs: number
  /** For so long after this process has taken a portal over, every lead is read, whatever calls say of it. */
  readonly callsTrustedAfterMs: number
  /** How long what portals and people sent outlives the end of its run, milliseconds. */
  readonly bodiesKeptMs: number
  /** Days of the log of requests to portals; the marketplace asks for three. */
  readonly restLogDays: number
  /** What a Prometheus must bring; null: nobody may ask for metrics. */
  readonly metricsToken: string | null
  readonly logLevel: z.output<typeof Environment>['LOG_LEVEL']
}

/** @throws Error with one line for each variable that is missing or wrong */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const known = Object.fromEntries(Object.keys(Environment.shape).flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])))
  const read = Environment.safeParse(known)
  if (!read.success) {
    throw new Error(read.error.issues.map(({ path, message }) => `${String(path[0])} ${message}`).join('\n'))
  }
  const e = read.data
  if (e.GRACE_MS <= e.REQUEST_CAP_MS) throw new Error('GRACE_MS must be longer than REQUEST_CAP_MS: a portal may still be writing until then')
  return {
    role: e.ROLE,
    port: e.PORT,
    host: e.HOST,
    appUrl: e.APP_URL ?? null,
    dataDir: e.DATA_DIR,
    databaseUrl: e.DATABASE_URL ?? null,
    clientId: e.CLIENT_ID,
    clientSecret: e.CLIENT_SECRET,
    sealKeys: [e.SEAL_KEY, ...e.SEAL_KEYS_OLD],
    oauthTokenUrls: e.OAUTH_TOKEN_URLS,
    allowLocalPortals: e.ALLOW_LOCAL_PORTALS,
    requestCapMs: e.REQUEST_CAP_MS,
    graceMs: e.GRACE_MS,
    leaseMs: e.LEASE_MS,
    drawPeriodMs: e.DRAW_PERIOD_MS,
    directoryTtlMs: e.DIRECTORY_TTL_MS,
    sweepEveryMs: e.SWEEP_EVERY_MS,
    remindEveryMs: e.REMIND_EVERY_MS,
    forgetEveryMs: e.FORGET_EVERY_MS,
    stuckAfterMs: e.STUCK_AFTER_MS,
    roleKeptMs: e.ROLE_KEPT_MS,
    callsTrustedAfterMs: e.CALLS_TRUSTED_AFTER_MS,
    bodiesKeptMs: e.BODIES_KEPT_DAYS * 86_400_000,
    restLogDays: e.REST_LOG_DAYS,
    metricsToken: e.METRICS_TOKEN ?? null,
    logLevel: e.LOG_LEVEL,
  }
}
