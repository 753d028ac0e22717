/** The service worker of the visit's page: opens it without a network, and sends what waits when the phone has one again. */
import { openKeep } from './keep.ts'
import { sendTag, sendWaiting } from './send.ts'

/** The fingerprint of the page that this worker belongs to; the build writes it in. */
declare const __VERSION__: string

// The compiler has the page's types here; these are the worker's, as far as they are used.
interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void
}
interface Asked extends Extendable {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}
interface Scope {
  skipWaiting(): Promise<void>
  readonly clients: { claim(): Promise<void> }
  addEventListener(name: 'install' | 'activate', work: (event: Extendable) => void): void
  addEventListener(name: 'fetch', work: (event: Asked) => void): void
  addEventListener(name: 'sync', work: (event: Extendable & { readonly tag: string }) => void): void
}
const worker = self as unknown as Scope

const shell = '/visit/shell'
const ours = 'fairlead-visit-'
const cacheName = `${ours}${__VERSION__}`

worker.addEventListener('install', (event) => event.waitUntil(keepPage().then(() => worker.skipWaiting())))

/** The page says itself what it loads, so page and files cannot be of two versions. No token is in any of these addresses. */
async function keepPage(): Promise<void> {
  const page = await fetch(shell, { cache: 'reload', credentials: 'omit' })
  if (!page.ok) throw new Error(`the page answers ${page.status}`)
  const files = [...(await page.clone().text()).matchAll(/(?:src|href)="(\/(?:link|visit)\/[^"]+)"/g)].map(([, path]) => path ?? '')
  const cache = await caches.open(cacheName)
  await cache.addAll(files.map((path) => new Request(path, { cache: 'reload', credentials: 'omit' })))
  await cache.put(shell, page)
}

// Pages that are open have loaded everything already, so the files of older versions can go. Drafts are not here but in IndexedDB.
worker.addEventListener('activate', (event) => event.waitUntil(dropOlder().then(() => worker.clients.claim())))

async function dropOlder(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith(ours) && name !== cacheName)
  await Promise.all(old.map((name) => caches.delete(name)))
}

worker.addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request
  const { origin, pathname } = new URL(url)
  if (method !== 'GET' || origin !== location.origin) return
  // First what is kept: one bar of signal is slower than none.
  if (mode === 'navigate') event.respondWith(kept(shell, event.request))
  else if (pathname.startsWith('/link/') || pathname === '/visit/app.webmanifest') event.respondWith(kept(pathname, event.request))
})

async function kept(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(cacheName)
  return (await cache.match(path)) ?? fetch(request)
}

worker.addEventListener('sync', (event) => {
  if (event.tag === sendTag) event.waitUntil(sendInBackground())
})

async function sendInBackground(): Promise<void> {
  const channel = new BroadcastChannel(sendTag)
  const left = await sendWaiting(await openKeep(), true, () => Date.now(), () => channel.postMessage(null))
  channel.postMessage(null)
  // Rejected, it is called again by the browser, later and later.
  if (left) throw new Error('not yet')
}
