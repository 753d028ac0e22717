/** Holds our lists against the documentation's own offline simulator, which was written by others: same data, same questions, same rows? */
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Json } from './documents.ts'
import { askPortal, exported, openOracleSide, rowsOf } from './oracle-data.ts'
import { makeQuestions } from './oracle-questions.ts'
import type { Question } from './oracle-questions.ts'

const usage = [
  'node --import tsx scripts/conformance/oracle.ts --export FILE [--seed N]      writes our rows over the simulator’s data set FILE',
  'node --import tsx scripts/conformance/oracle.ts --simulator URL [--seed N] [--questions N]   asks both and compares',
].join('\n')
const { values } = parseArgs({
  options: {
    export: { type: 'string' },
    simulator: { type: 'string' },
    seed: { type: 'string', default: '1' },
    questions: { type: 'string', default: '600' },
  },
})
const seed = Number(values.seed)

/** Fields that our list of tasks can be filtered by; others are refused by a real portal, and answered by the simulator. */
const filterable = {
  tasks: new Set([
    'id',
    'title',
    'responsibleId',
    'createdBy',
    'status',
    'priority',
    'deadline',
    'createdDate',
    'changedDate',
    'closedDate',
    'groupId',
    'parentId',
  ]),
  users: new Set(['ID', 'NAME', 'LAST_NAME', 'EMAIL', 'WORK_POSITION', 'ACTIVE', 'DATE_REGISTER', 'USER_TYPE']),
}

interface Told {
  readonly rows: readonly Json[]
  readonly total: unknown
  readonly next: unknown
}

function toldBy(body: Json): Told {
  if (!('result' in body)) throw new Error(JSON.stringify(body).slice(0, 300))
  return { rows: rowsOf(body['result']), total: body['total'], next: body['next'] }
}

/** The same question in the two forms: our list of people takes FILTER, and a column and a direction apart. */
function ourForm({ entity, filter, order, select, start }: Question): Json {
  const chosen = select.length > 0 ? { select } : entity.name === 'users' ? {} : { select: ['*'] }
  if (entity.name !== 'users') return { filter, order, start, ...chosen }
  const [column] = Object.entries(order)
  return { FILTER: filter, start, ...chosen, ...(column ? { sort: column[0], order: column[1] } : {}) }
}
const theirForm = ({ filter, order, select, start }: Question): Json => ({ filter, order, start, select: select.length > 0 ? select : ['*'] })

/**
 * Why two answers may differ though ours is as a portal's would be; null: no reason known.
 * The simulator compares texts letter by letter in JavaScript, a portal's database by its collation, and they place nothing differently.
 */
function explanation(question: Question, what: string, data: Readonly<Record<string, Json[]>>): string | null {
  const rows = data[question.entity.name] ?? []
  const nameOf = (name: string) =>
    Object.keys(rows[0] ?? {}).find(
      (one) => one.toLowerCase() === name.replace(/^\W+/, '').replaceAll('_', '').toLowerCase() || one === name.replace(/^\W+/, ''),
    ) ?? name
  const valuesOf = (name: string) => rows.map((row) => row[nameOf(name)])
  const hasNothing = (name: string) => valuesOf(name).some((value) => value === null || value === undefined || value === '')
  const isText = (name: string) =>
    valuesOf(name).some((value) => typeof value === 'string' && value !== '' && !/^-?\d+(\.\d+)?$/.test(value) && !/^\d{4}-\d{2}/.test(value))
  const endsOnly = Object.entries(question.filter).some(
    ([key, pattern]) =>
      /^(=%|%=)/.test(key) &&
      /^%[^%]+$/.test(String(pattern)) &&
      valuesOf(key).some((value) => typeof value === 'string' && value.length === String(pattern).length - 2),
  )
  if (endsOnly) return 'texts one letter shorter than the ending that is asked for: the simulator takes -1 (not found) for their place'
  if (!what.startsWith('rows')) return null
  if (Object.keys(question.order).some(hasNothing))
    return 'order by a field that some rows leave empty: the simulator puts them last either way, a database first going up'
  if (Object.keys(question.order).some(isText)) return 'order of texts: by code of the letter there, by collation here'
  return null
}

async function compareWith(simulator: string, count: number): Promise<boolean> {
  const portal = await openOracleSide(seed)
  try {
    const data = await exported(portal)
    const differing: { question: Question; what: string; why: string | null }[] = []
    for (const question of makeQuestions(data, count, seed + 1, filterable)) {
      const [ours, theirs] = await Promise.all([
        askPortal(portal, question.entity.method, ourForm(question)).then(toldBy),
        fetch(`${simulator.replace(/\/+$/, '')}/ai/v1/call/${question.entity.method}`, { method: 'POST', body: JSON.stringify(theirForm(question)) })
          .then(async (answer) => (await answer.json()) as Json)
          .then(toldBy),
      ])
      const what = difference(question, ours, theirs)
      if (what !== null) differing.push({ question, what, why: explanation(question, what, data) })
    }
    printed(count, differing)
    return differing.every((one) => one.why !== null)
  } finally {
    await portal.close()
  }
}

function difference({ entity }: Question, ours: Told, theirs: Told): string | null {
  const ids = (told: Told) => told.rows.map((row) => String(row[entity.id])).join(' ')
  if (ours.total !== theirs.total) return `total ${String(ours.total)} here, ${String(theirs.total)} there`
  if ((ours.next ?? null) !== (theirs.next ?? null)) return `next ${String(ours.next)} here, ${String(theirs.next)} there`
  if (ids(ours) !== ids(theirs)) return `rows ${ids(ours).slice(0, 60)}… here, ${ids(theirs).slice(0, 60)}… there`
  for (const [index, row] of ours.rows.entries()) {
    const other = theirs.rows[index] ?? {}
    const field = [...new Set([...Object.keys(row), ...Object.keys(other)])].find((name) => JSON.stringify(row[name]) !== JSON.stringify(other[name]))
    if (field !== undefined)
      return `field ${field} of ${String(row[entity.id])}: ${JSON.stringify(row[field])} here, ${JSON.stringify(other[field])} there`
  }
  return null
}

function printed(count: number, differing: readonly { question: Question; what: string; why: string | null }[]): void {
  console.log(`${count} questions, ${count - differing.length} answered alike`)
  const reasons = [...new Set(differing.flatMap((one) => one.why ?? []))]
  for (const why of reasons) console.log(`  ${differing.filter((one) => one.why === why).length} differ: ${why}`)
  for (const { question, what } of differing.filter((one) => one.why === null)) {
    const { entity, filter, order, select, start } = question
    console.log(`  NOT EXPLAINED ${entity.method} ${JSON.stringify({ filter, order, start, select })}: ${what}`)
  }
}

if (values.export !== undefined) {
  const portal = await openOracleSide(seed)
  const dataset = JSON.parse(readFileSync(values.export, 'utf8')) as { entities: Json; version: string }
  Object.assign(dataset.entities, await exported(portal))
  dataset.version = `the local portal's seed, grown with ${seed}`
  writeFileSync(values.export, JSON.stringify(dataset))
  await portal.close()
} else if (values.simulator !== undefined) process.exitCode = (await compareWith(values.simulator, Number(values.questions))) ? 0 : 1
else console.error(usage)
