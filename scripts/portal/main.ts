/** The local portal alone: prints one line of JSON when it is ready (`url`, `oauth`, `webhook`), and runs until it is stopped. */
import { readFileSync } from 'node:fs'
import { fairleadListing, parseListing } from './app/listing.ts'
import type { Listing } from './app/listing.ts'
import { readCommand, usage, WrongCommand } from './command-line.ts'
import { startPortal } from './portal.ts'

function fail(text: string): never {
  console.error(text)
  process.exit(1)
}

function commanded() {
  try {
    return readCommand(process.argv.slice(2), process.env)
  } catch (reason) {
    if (reason instanceof WrongCommand) fail(reason.message)
    throw reason
  }
}

function listingOf(file: string): Listing {
  try {
    return parseListing(readFileSync(file, 'utf8'))
  } catch (reason) {
    return fail(`${file} cannot be read as an application's listing: ${reason instanceof Error ? reason.message : String(reason)}`)
  }
}

const command = commanded()
if (!command) {
  console.error(usage)
  process.exit(0)
}
const { port, data, language, crmMode, limits, variants, app, appUrl, clientId, clientSecret } = command
const listing = app !== undefined ? listingOf(app) : fairleadListing(appUrl, clientId, clientSecret)
const portal = await startPortal({ port, data, language, crmMode, limits, variants, listing }).catch((reason: unknown) => {
  const text = reason instanceof Error ? reason.message : String(reason)
  if (/EADDRINUSE/.test(text)) fail(`Port ${port} is taken by another program: choose a free one with --port or PORTAL_PORT.`)
  if (/SQLITE|directory/i.test(text)) fail(`${data ?? ''} cannot be opened as the portal's file: ${text}`)
  fail(text)
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
