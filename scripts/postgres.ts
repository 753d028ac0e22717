/** A real PostgreSQL for tests and tools: its own server on a free port in a folder of its own, a new database for whoever asks. */
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, chownSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import pg from 'pg'
import { freePort } from './free-port.ts'

export interface Postgres {
  /** A database that nobody has used. */
  newDatabase(): Promise<string>
  /** Cuts every connection, as a restart of the server does. */
  cutConnections(): Promise<void>
  close(): Promise<void>
}

const folders = ['/usr/lib/postgresql', '/opt/homebrew/opt', '/usr/local/opt']
const onPath = (process.env['PATH'] ?? '').split(delimiter)
const installed = folders
  .filter(existsSync)
  .flatMap((folder) => readdirSync(folder).sort().reverse().map((version) => join(folder, version, 'bin')))
const bin = [...onPath, ...installed].find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')))

/** Why there is no PostgreSQL to test on; null: there is. With `CI=true` its absence is a failure, not a skip. */
export const noPostgres: string | null = bin === undefined ? 'no PostgreSQL was found; on Debian or Ubuntu: sudo apt-get install postgresql' : null
if (noPostgres !== null && process.env['CI'] === 'true') throw new Error(`With CI=true the store must be tested on PostgreSQL: ${noPostgres}`)

/** PostgreSQL refuses to run as root: whoever of the system's users may run nothing else will do. */
function unprivileged(): { uid: number; gid: number } | Record<string, never> {
  if (process.getuid?.() !== 0) return {}
  const users = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'))
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody')
  if (!user) throw new Error('PostgreSQL cannot run as root and there is no user "postgres" or "nobody"')
  return { uid: Number(user[2]), gid: Number(user[3]) }
}

/** @param durable waits for the disk at every commit, for benches */
export async function startPostgres({ durable = false } = {}): Promise<Postgres> {
  if (bin === undefined) throw new Error(noPostgres ?? '')
  const as = unprivileged()
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-postgres-'))
  if (as.uid !== undefined) chownSync(folder, as.uid, as.gid)
  const data = join(folder, 'data')
  // A language's own order of letters, since ours must not depend on the plainest one.
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'fairlead', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=en-US', '--no-sync'], {
    ...as,
    cwd: folder,
    stdio: 'pipe',
  })
  const port = await freePort()
  const settings = { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '', fsync: durable ? 'on' : 'off', max_connections: '100', shared_buffers: '64MB' }
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])], {
    ...as,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  server.stderr.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-4000)))
  const gone = new Promise((done) => server.once('exit', done))
  const address = (database: string) => `postgres://fairlead@127.0.0.1:${port}/${database}`

  const administrate = async (statement: string): Promise<void> => {
    const client = new pg.Client(address('postgres'))
    await client.connect()
    await client.query(statement).finally(() => client.end())
  }
  for (let tries = 0; ; tries++) {
    if (server.exitCode !== null || tries > 400) throw new Error(`PostgreSQL did not start:\n${said}`)
    if (await administrate('select 1').then(() => true, () => false)) break
    await new Promise((done) => setTimeout(done, 25))
  }
  let databases = 0
  return {
    async newDatabase() {
      const name = `house_${++databases}`
      await administrate(`create database ${name}`)
      return address(name)
    },
    cutConnections: () => administrate('select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()'),
    async close() {
      // Fast shutdown: connections that a test left open are cut.
      server.kill('SIGINT')
      await gone
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
