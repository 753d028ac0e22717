/** An application that is nothing but the vendor's own SDK, unmodified: one page at any address, driven from outside. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { B24Frame } from '@bitrix24/b24jssdk'

/** As the vendor ships it for a script element. */
const sdk = readFileSync(join(dirname(createRequire(import.meta.url).resolve('@bitrix24/b24jssdk')), '../umd/index.min.js'))
const page = `<!doctype html><html lang="en"><title>SDK</title><script src="/sdk.js"></script><body><script>
B24Js.initializeB24Frame().then((b24) => { window.b24 = b24; document.body.innerHTML = '<p data-testid="sdk-ready">ready</p>' })
</script></body></html>`

/** What a page of this application finds on its window. */
export interface SdkWindow {
  b24: B24Frame
  /** What a test leaves there to look at later. */
  kept: Record<string, unknown>
}

export interface SdkApp {
  readonly url: string
  close(): Promise<void>
}

export async function startSdkApp(): Promise<SdkApp> {
  const server = createServer((request, response) => {
    request.resume()
    const isScript = request.url === '/sdk.js'
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html; charset=utf-8' })
    response.end(isScript ? sdk : page)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}
