/** `npm run storm -- [--minutes M] [--seed N] [--portals P]`: says what was lost or doubled; exit code 1 where something was. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from '../ready.mjs'
import { storm } from './storm.ts'

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string' }, portals: { type: 'string', default: '20' } },
})
const seed = Number(values.seed ?? Date.now() % 1_000_000)
const [minutes, portals] = [Number(values.minutes), Number(values.portals)]
if (!(minutes > 0) || !Number.isSafeInteger(seed) || seed < 0 || !Number.isSafeInteger(portals) || portals < 1) {
  console.error('npm run storm -- [--minutes M] [--seed N] [--portals P]: positive numbers, please.')
  process.exit(2)
}
console.log(`seed ${seed}`)
build()
const began = Date.now()
const say = (line: string) => console.log(`${String(Math.round((Date.now() - began) / 1000)).padStart(4)} s  ${line}`)
const { visits, requests, faults, problems, appLog } = await storm({ seconds: minutes * 60, seed, portals, say })
for (const problem of problems) console.log(problem)
if (problems.length > 0) {
  const cache = resolve(import.meta.dirname, '../../.cache')
  mkdirSync(cache, { recursive: true })
  writeFileSync(join(cache, 'storm-app.log'), appLog)
  console.log('The application’s log is in .cache/storm-app.log.')
}
console.log(`seed ${seed}: ${visits} visits, ${requests} requests, ${faults} of them with a fault, ${problems.length} problems`)
process.exit(problems.length > 0 ? 1 : 0)
