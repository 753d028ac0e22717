/** `npm run crash -- --kills N --store sqlite|postgres --seed N`, `npm run power-cuts -- --kills N`: says what was lost or doubled; exit code 1 where something was. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { startPostgres } from '../postgres.ts'
import { build } from '../ready.mjs'
import { crash } from './crash.ts'

const usage = 'npm run crash -- [--kills 1000] [--minutes M (fewer kills when they are over)] [--store sqlite|postgres] [--processes 1|2 (2: postgres)] [--power (sqlite)] [--portals 50] [--seed N] [--life MS] [--cap MS] [--grace MS]'
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '1000' },
    minutes: { type: 'string', default: '100000' },
    store: { type: 'string', default: 'sqlite' },
    processes: { type: 'string', default: '1' },
    power: { type: 'boolean', default: false },
    portals: { type: 'string', default: '50' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    life: { type: 'string' },
    cap: { type: 'string', default: '1500' },
    grace: { type: 'string', default: '3000' },
  },
})
// Of two processes one is killed every few seconds; one alone, as soon as it has got to work.
const life = values.life ?? (values.processes === '2' ? '4000' : '600')
const [kills, portals, seed, lifeMs, capMs, graceMs] = [values.kills, values.portals, values.seed, life, values.cap, values.grace].map(Number) as [number, number, number, number, number, number]
const two = values.processes === '2'
const isWrong = !(Number(values.minutes) > 0) || ![kills, portals, seed, lifeMs, capMs, graceMs].every((number) => Number.isSafeInteger(number) && number >= 0) || portals < 1 || graceMs <= capMs
if (isWrong || !['sqlite', 'postgres'].includes(values.store) || !['1', '2'].includes(values.processes) || (two && values.store === 'sqlite') || (values.power && (two || values.store === 'postgres'))) {
  console.error(usage)
  process.exit(2)
}

console.log(`seed ${seed}`)
build()
const began = Date.now()
const seconds = () => Math.round((Date.now() - began) / 1000)
const say = (line: string) => console.log(`${String(seconds()).padStart(5)} s  ${line}`)
const dataDir = mkdtempSync(join(tmpdir(), 'fairlead-crash-'))
const postgres = values.store === 'postgres' ? await startPostgres() : null
try {
  const databaseUrl = postgres === null ? null : await postgres.newDatabase()
  const { killed, hurried, visits, acknowledged, distributed, requests, faults, exchanges, problems, appLog } = await crash({
    kills, minutes: Number(values.minutes), portals, seed, lifeMs, capMs, graceMs, dataDir, databaseUrl, killed: values.power ? 'power' : two ? 'processes' : 'parts', say,
  })
  for (const problem of problems) console.log(problem)
  if (problems.length > 0) {
    const cache = resolve(import.meta.dirname, '../../.cache')
    mkdirSync(cache, { recursive: true })
    writeFileSync(join(cache, 'crash-app.log'), appLog)
    console.log('The end of the application’s log is in .cache/crash-app.log.')
    process.exitCode = 1
  }
  console.log(`kills: ${Object.entries(killed).map(([who, times]) => `${who} ${times}`).join(', ')}; ${hurried} of them while starting`)
  console.log(`seed ${seed}, ${values.store}, ${seconds()} s: ${visits} calls, ${acknowledged} acknowledged, ${distributed} distributed, ${requests} requests, ${faults} of them with a fault, ${exchanges} exchanges of tokens, ${problems.length} problems`)
} finally {
  await postgres?.close()
  rmSync(dataDir, { recursive: true, force: true })
}
process.exit()
