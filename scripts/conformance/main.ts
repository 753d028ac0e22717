/** `npm run conformance`: how much of the documented platform this portal has, and how far it behaves as documented. */
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { besideTheCheckout, openDocuments } from './documents.ts'
import { coverageTable, tablePath } from './coverage.ts'
import { runConformance } from './run.ts'
import type { Report } from './run.ts'

/** Share of documented answers below which the run fails. */
const enough = 0.95

const usage = [
  'npm run conformance -- [--docs FOLDER] [--write]',
  '  --docs FOLDER  a checkout of the official documentation repository; without it, ../shared beside this checkout',
  '  --write        writes docs/portal-coverage.md anew',
].join('\n')

function asked() {
  try {
    return parseArgs({ options: { docs: { type: 'string' }, write: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } })
      .values
  } catch (reason) {
    console.error(`${reason instanceof Error ? reason.message : String(reason)}\n${usage}`)
    process.exit(1)
  }
}

const share = (part: number, whole: number): string => `${part} of ${whole}${whole > 0 ? ` (${((100 * part) / whole).toFixed(1)} %)` : ''}`

function say(name: string, misses: readonly string[]): void {
  if (misses.length > 0) console.log(`  ${name}: ${misses.join('; ')}`)
}

const enoughMatch = (answers: Report['answers']): boolean => answers.filter((one) => one.misses.length === 0).length >= enough * answers.length

/** @returns whether the run is good enough */
function printed(report: Report): boolean {
  const inScope = report.scope.filter((name) => report.implemented.includes(name))
  console.log(`Methods implemented: ${report.implemented.length}; of those in scope ${share(inScope.length, report.scope.length)}`)
  const missing = report.scope.filter((name) => !report.implemented.includes(name))
  if (missing.length > 0) console.log(`  in scope and missing: ${missing.join(', ')}`)
  console.log(`Methods that the application calls: ${report.lacking.length === 0 ? 'all there' : `MISSING ${report.lacking.join(', ')}`}`)

  const files = report.answers.filter((one) => one.example.from === 'file')
  const good = files.filter((one) => one.misses.length === 0)
  console.log(`Documented examples matched: ${share(good.length, files.length)}`)
  const inSchemas = report.answers.filter((one) => one.example.from === 'schema')
  if (inSchemas.length > 0)
    console.log(`Answers shown in schemas matched: ${share(inSchemas.filter((one) => one.misses.length === 0).length, inSchemas.length)}`)
  for (const { example, misses } of report.answers) say(`${example.method}${example.third ? ' (REST 3.0)' : ''}`, misses)
  const excused = report.answers.flatMap(({ example, excused: list }) => list.map((one) => `${example.method}: ${one}`))
  if (excused.length > 0) console.log(`  excused by exceptions.ts: ${excused.join('; ')}`)

  const failed = report.exercised.filter((one) => one.status >= 500)
  console.log(`Methods without a documented answer, called with made-up requests: ${report.exercised.length}, of which failed ${failed.length}`)
  for (const { method, status, error } of report.exercised)
    if (status !== 200) console.log(`  ${method} ${status >= 500 ? 'FAILED' : 'refused'}: ${error}`)

  const held = report.parameters.filter((one) => one.misses.length === 0)
  console.log(`Parameters as in the schema: ${share(held.length, report.parameters.length)}`)
  for (const { method, misses } of report.parameters) say(method, misses)

  const documented = report.fields.reduce((sum, one) => sum + one.documented, 0)
  console.log(`Fields of records known: ${share(documented - report.fields.reduce((sum, one) => sum + one.missing.length, 0), documented)}`)
  for (const { method, missing } of report.fields) if (missing.length > 0) console.log(`  ${method} lacks ${missing.join(', ')}`)

  const tried = report.happenings.filter((one) => one.skipped === null)
  console.log(`Events and handler calls as documented: ${share(tried.filter((one) => one.misses.length === 0).length, tried.length)}`)
  for (const { name, misses } of tried) say(name, misses)
  for (const { name, skipped } of report.happenings) if (skipped !== null) console.log(`  ${name} not tried: ${skipped}`)
  return report.lacking.length === 0 && failed.length === 0 && enoughMatch(files.length > 0 ? files : inSchemas)
}

const { docs, write, help } = asked()
if (help) {
  console.log(usage)
  process.exit(0)
}
const folder = resolve(docs ?? besideTheCheckout)
const documents = openDocuments(folder)
if (!documents) {
  console.error(`No documented data in ${folder}: give a checkout of the official documentation repository with --docs FOLDER.`)
  process.exit(1)
}
const report = await runConformance(documents)
const good = printed(report)
if (write) writeFileSync(tablePath, coverageTable(report))
if (!good) console.log(`\nBelow ${enough * 100} % of documented examples, or a method that the application calls is missing.`)
process.exit(good ? 0 : 1)
