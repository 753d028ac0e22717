/** `npm start`: makes a bare clone ready, then runs the local portal and the app together until Ctrl+C. */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { build, checkNode, install, root, stop } from './ready.mjs'

const port = portFrom('PORT', 4300)
const portalPort = portFrom('PORTAL_PORT', 4200)
const dataDir = resolve(root, process.env.DATA_DIR ?? 'data')

checkNode()
install()
build()
await mustBeFree('PORT', port)
await mustBeFree('PORTAL_PORT', portalPort)
mkdirSync(dataDir, { recursive: true, mode: 0o700 })

const keys = keysIn(dataDir)
const portalUrl = `http://localhost:${portalPort}`
// Another site than the portal's: cookies ignore ports, so both on one host would hide what a real portal blocks.
const appUrl = `http://127.0.0.1:${port}`

const children = new Set()
let stopping = false
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void shutDown(0))
// npm's shell does not hand a signal on: when it is gone, nobody could stop this one any more.
const parent = process.ppid
setInterval(() => {
  if (process.ppid !== parent) void shutDown(0)
}, 1000).unref()

const portal = run('portal', ['--import', 'tsx', 'scripts/portal/main.ts'], {
  PORTAL_PORT: String(portalPort),
  PORTAL_DATA: join(dataDir, 'portal.sqlite'),
  PORTAL_LANGUAGE: portalLanguage(),
  APP_URL: appUrl,
  CLIENT_ID: keys.clientId,
  CLIENT_SECRET: keys.clientSecret,
})
const app = run('app', ['dist/server/supervise.mjs'], {
  NODE_ENV: 'production',
  PORT: String(port),
  APP_URL: appUrl,
  DATA_DIR: dataDir,
  CLIENT_ID: keys.clientId,
  CLIENT_SECRET: keys.clientSecret,
  SEAL_KEY: keys.sealKey,
  OAUTH_TOKEN_URLS: `${portalUrl}/oauth/token/`,
  ALLOW_LOCAL_PORTALS: '1',
})
await Promise.all([answers(`${portalUrl}/`, portal), answers(`${appUrl}/readyz`, app)])

console.log(`
Ready. Open the local portal and install Fairlead from its market:
${portalUrl}/
Fairlead itself, which opens inside the portal:
${appUrl}/
Stop with Ctrl+C. Data are kept in ${dataDir}
`)

function portFrom(name, otherwise) {
  const value = process.env[name] ?? String(otherwise)
  if (!/^\d+$/.test(value) || Number(value) < 1 || Number(value) > 65_535) stop(`${name} must be a port number from 1 to 65535, not "${value}".`)
  return Number(value)
}

/** The practice company speaks the language of the machine; `PORTAL_LANGUAGE=ru` or `en` decides. It is kept with the data. */
function portalLanguage() {
  const wanted = process.env.PORTAL_LANGUAGE ?? (/^(ru|be|kk|ky|uk)\b/i.test(Intl.DateTimeFormat().resolvedOptions().locale) ? 'ru' : 'en')
  if (wanted !== 'ru' && wanted !== 'en') stop(`PORTAL_LANGUAGE must be ru or en, not "${wanted}".`)
  return wanted
}

/** Made once and kept beside the database: without them sealed tokens cannot be read again. */
function keysIn(folder) {
  const path = join(folder, 'keys.json')
  if (!existsSync(path)) {
    const made = {
      sealKey: randomBytes(32).toString('base64'),
      clientId: `app.${randomBytes(7).toString('hex')}.${String(randomBytes(4).readUInt32BE()).padStart(10, '0').slice(0, 8)}`,
      clientSecret: randomBytes(25).toString('base64url'),
    }
    writeFileSync(path, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 })
  }
  return JSON.parse(readFileSync(path, 'utf8'))
}

async function mustBeFree(name, wanted) {
  const free = await new Promise((done) => {
    const probe = createServer()
    probe.once('error', () => done(false))
    probe.listen(wanted, '127.0.0.1', () => probe.close(() => done(true)))
  })
  if (!free) stop(`Port ${wanted} is taken. Stop what uses it, or choose another: ${name}=${wanted + 10} npm start`)
}

function run(name, args, env) {
  const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] })
  children.add(child)
  child.stdout.on('data', (text) => {
    if (process.env.VERBOSE) process.stdout.write(text)
  })
  child.once('exit', (code, signal) => {
    children.delete(child)
    if (!stopping) {
      console.error(`\nThe ${name} stopped by itself (${signal ?? `exit code ${code}`}). VERBOSE=1 npm start shows its log.`)
      void shutDown(1)
    }
  })
  return child
}

async function answers(url, child) {
  for (let tries = 0; tries < 300 && child.exitCode === null; tries++) {
    try {
      if ((await fetch(url)).ok) return
    } catch {
      // Not listening yet.
    }
    await new Promise((done) => setTimeout(done, 100))
  }
  if (!stopping) stop(`${url} does not answer.`)
}

async function shutDown(code) {
  if (stopping) return
  stopping = true
  const gone = [...children].map((child) => new Promise((done) => child.once('exit', done)))
  for (const child of children) child.kill('SIGTERM')
  const slow = setTimeout(() => {
    for (const child of children) child.kill('SIGKILL')
  }, 8000)
  await Promise.all(gone)
  clearTimeout(slow)
  process.exit(code)
}
