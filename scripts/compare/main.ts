/** `npm run compare -- <webhook>`: tells where a real portal's answers have another form than the local one's. Reads only. */
import { parseArgs } from 'node:util'
import { fairleadListing } from '../portal/app/listing.ts'
import { startPortal } from '../portal/portal.ts'
import { askerOf, WrongWebhook } from './ask.ts'
import { compare, comparedText } from './compare.ts'

const usage = [
  'npm run compare -- <webhook> [--with <webhook>]',
  '  <webhook>         base address of an incoming webhook of a real portal, https://company.bitrix24.com/rest/1/secret/',
  '  --with <webhook>  a running local portal to compare with; without it a fresh one is started for the time',
  'Only methods that write nothing are called. Values and the secret of the webhook are not printed.',
].join('\n')

function asked() {
  try {
    return parseArgs({ allowPositionals: true, options: { with: { type: 'string' }, help: { type: 'boolean', default: false } } })
  } catch (reason) {
    console.error(`${reason instanceof Error ? reason.message : String(reason)}\n${usage}`)
    process.exit(1)
  }
}

const { positionals, values } = asked()
const [webhook] = positionals
if (webhook === undefined || positionals.length > 1 || values.help) {
  console.error(usage)
  process.exit(values.help ? 0 : 1)
}
const started = values.with === undefined ? await startLocal() : null
try {
  const there = askerOf(webhook)
  const here = askerOf(values.with ?? started?.webhook ?? '')
  console.log(`There: ${there.shown}  Here: ${here.shown}`)
  console.log(comparedText(await compare(there, here)))
} catch (reason) {
  console.error(reason instanceof WrongWebhook ? reason.message : reason)
  process.exitCode = 1
} finally {
  await started?.close()
}

/** With every scope that the questions need. */
async function startLocal() {
  const listing = fairleadListing('http://127.0.0.1:9', 'app.compare.1', 'a secret that nobody needs')
  return startPortal({ port: 0, limits: false, listing: { ...listing, scopes: [...listing.scopes, 'user', 'disk'] } })
}
