/** List questions made by chance from the rows that are there: filters with every documented prefix, order, select, pages. */
import { chanceOf, pick } from './oracle-data.ts'
import type { Chance, Entity } from './oracle-data.ts'
import { entities } from './oracle-data.ts'
import type { Json } from './documents.ts'

export interface Question {
  readonly entity: Entity
  readonly filter: Json
  readonly order: Readonly<Record<string, 'ASC' | 'DESC'>>
  readonly select: readonly string[]
  readonly start: number
}

type Kind = 'number' | 'moment' | 'flag' | 'text'
const prefixesOf: Readonly<Record<Kind, readonly string[]>> = {
  number: ['', '=', '!', '!=', '>', '>=', '<', '<=', '@', '!@'],
  moment: ['>', '>=', '<', '<='],
  flag: ['', '=', '!', '@'],
  text: ['', '=', '!', '%', '=%', '%=', '@', '!@'],
}

/** Fields of scalar values that some row has. */
function fieldsOf(rows: readonly Json[]): { name: string; kind: Kind; values: unknown[] }[] {
  return Object.keys(rows[0] ?? {}).flatMap((name) => {
    const values = rows.map((row) => row[name]).filter((value) => value !== null && value !== undefined && value !== '')
    if (values.length === 0 || values.some((value) => typeof value === 'object')) return []
    const texts = values.map(String)
    const kind: Kind = texts.every((text) => /^-?\d+(\.\d+)?$/.test(text))
      ? 'number'
      : texts.every((text) => /^\d{4}-\d{2}-\d{2}[T ]/.test(text))
        ? 'moment'
        : texts.every((text) => /^([YN]|true|false)$/.test(text))
          ? 'flag'
          : 'text'
    return [{ name, kind, values }]
  })
}

/** Tasks are filtered and ordered in capitals: `responsibleId` is RESPONSIBLE_ID. */
const asked = (entity: Entity, name: string): string =>
  entity.name === 'tasks' ? name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase() : name

function condition(chance: Chance, prefix: string, values: readonly unknown[]): unknown {
  const value = pick(chance, values)
  if (prefix.endsWith('@')) return [value, pick(chance, values), pick(chance, values)]
  const text = String(value)
  if (prefix === '%') return text.slice(0, 1 + Math.floor(chance() * 5))
  if (prefix === '=%' || prefix === '%=') return pick(chance, [`${text.slice(0, 3)}%`, `%${text.slice(-3)}`, `%${text.slice(1, 4)}%`, text])
  return value
}

/** @param filterable names that this list can be filtered and ordered by, in the form of its rows; null: any */
export function makeQuestions(
  data: Readonly<Record<string, Json[]>>,
  count: number,
  seed: number,
  filterable: Readonly<Record<string, ReadonlySet<string>>>,
): Question[] {
  const chance = chanceOf(seed)
  return Array.from({ length: count }, (_, index): Question => {
    const entity = entities[index % entities.length] as Entity
    const all = fieldsOf(data[entity.name] ?? [])
    const fields = all.filter((one) => filterable[entity.name]?.has(one.name) ?? true)
    const filter: Json = {}
    for (let left = Math.floor(chance() * 3); left > 0; left -= 1) {
      const field = pick(chance, fields)
      const prefix = pick(chance, prefixesOf[field.kind])
      filter[prefix + asked(entity, field.name)] = condition(chance, prefix, field.values)
    }
    const order: Record<string, 'ASC' | 'DESC'> = {}
    // One column to sort by is all that the list of people takes.
    for (let left = Math.floor(chance() * (entity.name === 'users' ? 2 : 3)); left > 0; left -= 1)
      order[asked(entity, pick(chance, fields).name)] = pick(chance, ['ASC', 'DESC'] as const)
    const select = chance() < 0.5 ? [] : [entity.id, ...all.filter(() => chance() < 0.3).map((one) => asked(entity, one.name))]
    return { entity, filter, order, select, start: pick(chance, [0, 0, 50, 100]) }
  })
}
