/** What `selectAccess` and `selectCRM` offer, and what they hand back. */
import { type PersonCard } from '../../contract/cards.ts'
import { choosableKinds, type ChoosableRecord } from '../../contract/frame.ts'
import { words } from '../state/language.ts'
import { recordOf } from './message.ts'

export interface Choice {
  title: string
  several: boolean
  picked: string[]
  groups: { name: string; items: { id: string; name: string; detail: string }[] }[]
}

/** Everybody, departments with those below them, people; without what the application does not want to be offered. */
export function accessChoice(blocked: unknown, people: readonly PersonCard[], departments: readonly { id: number; name: string }[]): Choice {
  const withheld = Array.isArray(blocked) ? blocked.map(String) : []
  const t = words.value.frame
  const group = (name: string, items: { id: string; name: string; detail?: string }[]) => ({
    name,
    items: items.filter(({ id }) => !withheld.includes(id)).map((item) => ({ detail: '', ...item })),
  })
  return {
    title: t.chooseAccess,
    several: true,
    picked: [],
    groups: [
      group(t.everybody, [{ id: 'AU', name: t.allUsers }]),
      group(
        t.departments,
        departments.map(({ id, name }) => ({ id: `DR${id}`, name, detail: t.withSubdepartments })),
      ),
      group(
        t.people,
        people.filter(({ active }) => active).map(({ id, name, position }) => ({ id: `U${id}`, name, detail: position })),
      ),
    ],
  }
}

/** @returns nothing asked for: every kind, as on the portal */
export function kindsAsked(params: unknown): ChoosableRecord['kind'][] {
  const { entityType } = recordOf(params)
  const asked = Array.isArray(entityType) ? entityType.map(String) : typeof entityType === 'string' ? [entityType] : []
  return asked.length === 0 ? [...choosableKinds] : choosableKinds.filter((kind) => asked.includes(kind))
}

/** `{ lead: [1, 2] }` or `['L_1']`; a single choice begins with nothing. */
function pickedOf(value: unknown, records: readonly ChoosableRecord[]): string[] {
  const listed = Array.isArray(value) ? value.map(String) : []
  const byKind = (kind: string): string[] => {
    const given = recordOf(value)[kind]
    return Array.isArray(given) ? given.map(String) : []
  }
  return records.filter(({ id, kind }) => listed.includes(id) || byKind(kind).includes(id.split('_')[1] ?? '') || byKind(kind).includes(id)).map(({ id }) => id)
}

export function crmChoice(params: unknown, records: readonly ChoosableRecord[]): Choice {
  const { multiple, value } = recordOf(params)
  const t = words.value.frame
  return {
    title: t.chooseRecord,
    several: multiple === true,
    picked: multiple === true ? pickedOf(value, records) : [],
    groups: kindsAsked(params).map((kind) => ({
      name: t.kinds[kind],
      items: records.filter((record) => record.kind === kind).map(({ id, title, desc }) => ({ id, name: title, detail: desc })),
    })),
  }
}

/** Kind by kind, each a map by place and not a list. */
export function crmAnswer(params: unknown, ids: readonly string[], records: readonly ChoosableRecord[]): Record<string, unknown> {
  return Object.fromEntries(
    kindsAsked(params).map((kind) => {
      const chosen = records.filter((record) => record.kind === kind && ids.includes(record.id))
      const rows = chosen.map(({ id, title, desc, url }, place) => [String(place), { id, type: kind, place: kind, title, desc, url }])
      return [kind, Object.fromEntries(rows) as Record<string, unknown>]
    }),
  )
}
