/** Makes a bare clone ready: checks the machine, installs packages, builds clients and server; each only when something changed. */
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'

/** Says a sentence and ends: what a machine lacks is not a stack trace. */
export function stop(sentence) {
  console.error(`\n${sentence}\n`)
  process.exit(1)
}

export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) stop(`Fairlead needs Node 20.19 or later; this is ${process.versions.node}.`)
}

const digest = (text) => createHash('sha256').update(text).digest('hex')
const stampOf = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : '')

/** Node's major version belongs to the stamp: the database driver is compiled for it. */
export function install() {
  const stampPath = join(root, 'node_modules', '.fairlead-installed')
  const wanted = digest(readFileSync(join(root, 'package-lock.json'), 'utf8') + process.versions.modules)
  if (stampOf(stampPath) === wanted) return
  console.log('Installing packages (a few minutes the first time, the database driver is compiled)…')
  const done = spawnSync(npm, ['ci', '--include=dev', '--no-audit', '--no-fund'], { cwd: root, stdio: 'inherit' })
  if (done.status !== 0) stop(`Packages could not be installed. ${missingTools()}`)
  writeFileSync(stampPath, wanted)
}

function missingTools() {
  const found = (tool) => spawnSync(tool, ['--version'], { stdio: 'ignore' }).status === 0
  const missing = ['python3', 'make', 'g++'].filter((tool) => !found(tool))
  return missing.length === 0
    ? 'The lines above say why; check the network and try again.'
    : `This machine lacks ${missing.join(', ')}; on Debian or Ubuntu: sudo apt-get install python3 make g++`
}

function filesIn(path) {
  if (!existsSync(path)) return []
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path).sort().flatMap((name) => (name === 'node_modules' ? [] : filesIn(join(path, name))))
}

const parts = [
  { name: 'the server', config: 'vite.server.config.ts', out: 'dist/server', first: 'main.mjs', from: ['server', 'manifest', 'domain', 'vite.server.config.ts', 'package-lock.json'] },
  { name: "the app's pages", config: 'vite.config.ts', out: 'dist/client', first: 'index.html', from: ['client', 'domain', 'vite.config.ts', 'package-lock.json'] },
  { name: "the visit's page", config: 'vite.link.config.ts', out: 'dist/link', first: 'index.html', from: ['client', 'domain', 'vite.link.config.ts', 'package-lock.json'] },
  {
    name: "the local portal's site",
    config: 'scripts/portal/site/vite.config.ts',
    out: 'dist/portal-site',
    first: 'index.html',
    from: ['scripts/portal/site', 'scripts/portal/contract', 'package-lock.json'],
  },
]

/** Contents decide, not dates: a fresh clone and a switched branch are both seen. */
export function build() {
  for (const { name, config, out, first, from } of parts) {
    const stampPath = join(root, 'dist', `.${out.replaceAll('/', '-')}`)
    const wanted = digest(from.flatMap((path) => filesIn(join(root, path))).map((path) => path + digest(readFileSync(path))).join('\n'))
    if (stampOf(stampPath) === wanted && existsSync(join(root, out, first))) continue
    console.log(`Building ${name}…`)
    try {
      execFileSync(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--config', config, '--logLevel', 'warn'], {
        cwd: root,
        stdio: 'inherit',
        // A runner of tests says `test`, and the pages would be built for finding mistakes instead of for phones.
        env: { ...process.env, NODE_ENV: 'production' },
      })
    } catch {
      stop(`Building ${name} failed; the lines above say why.`)
    }
    mkdirSync(dirname(stampPath), { recursive: true })
    writeFileSync(stampPath, wanted)
  }
}
