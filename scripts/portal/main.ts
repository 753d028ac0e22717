/** The local portal alone, from its environment: PORTAL_PORT, PORTAL_DATA, PORTAL_LANGUAGE, PORTAL_CRM, APP_URL, CLIENT_ID, CLIENT_SECRET. */
import { z } from 'zod'
import { fairleadListing } from './listing.ts'
import { startPortal } from './portal.ts'

const Environment = z.object({
  PORTAL_PORT: z.coerce.number().int().min(0).max(65_535).default(4200),
  PORTAL_DATA: z.string().min(1).optional(),
  PORTAL_LANGUAGE: z.enum(['ru', 'en']).default('ru'),
  PORTAL_CRM: z.enum(['leads', 'simple']).default('leads'),
  APP_URL: z.url().default('http://127.0.0.1:4300'),
  CLIENT_ID: z.string().min(1).default('app.00000000000000.00000000'),
  CLIENT_SECRET: z.string().min(1).default('local-portal-secret'),
})

const read = Environment.safeParse(process.env)
if (!read.success) {
  const issue = read.error.issues[0]
  console.error(`${issue?.path.join('.') ?? 'environment'}: ${issue?.message ?? 'not valid'}`)
  process.exit(1)
}
const {
  PORTAL_PORT: port,
  PORTAL_DATA: data,
  PORTAL_LANGUAGE: language,
  PORTAL_CRM: crmMode,
  APP_URL: appUrl,
  CLIENT_ID: clientId,
  CLIENT_SECRET: clientSecret,
} = read.data

const listing = fairleadListing(appUrl.replace(/\/+$/, ''), clientId, clientSecret)
const portal = await startPortal({ port, data, language, crmMode, listing }).catch((reason: unknown) => {
  const text = reason instanceof Error ? reason.message : String(reason)
  console.error(/EADDRINUSE/.test(text) ? `Port ${port} is taken by another program: set PORTAL_PORT to a free one.` : text)
  process.exit(1)
})
console.log(JSON.stringify({ url: portal.url, oauth: portal.oauthTokenUrl, webhook: portal.webhook }))

let stopping = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping) return
    stopping = true
    void portal.close().then(() => process.exit(0))
  })
}
