/** All benches one after another, as one table. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpus } from 'node:os'
import { resolve } from 'node:path'
import { head } from './report.ts'

const benches = ['ingest', 'requests', 'limits', 'runs', 'neighbour', 'memory', 'draws', 'replay']

process.stdout.write(`${cpus().length} cores, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}\n\n`)
head()
for (const name of benches) {
  const bench = spawn(process.execPath, ['--import', 'tsx', resolve(import.meta.dirname, `${name}.ts`)], { stdio: 'inherit', env: { ...process.env, BENCH_ROWS: '1' } })
  const [code] = (await once(bench, 'exit')) as [number | null]
  if (code !== 0) process.exitCode = 1
}
