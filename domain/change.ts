/** A change of what administrators decide: the fields that became others, and whether they can still be put back. */
import { z } from 'zod'
import { UserId } from './ids.ts'

/** What can be changed: the portal's settings, the rules by what a record says, one direction, the order of all, a direction's questions, one person's rules. */
export const changeKinds = ['settings', 'rules', 'direction', 'order', 'questions', 'person'] as const
export type ChangeKind = (typeof changeKinds)[number]

export const Fields = z.record(z.string(), z.unknown())
export type Fields = z.infer<typeof Fields>

export const Change = z.object({
  /** Counts the portal's changes from 1. */
  number: z.number().int().min(1),
  /** Milliseconds since 1970. */
  at: z.number().int(),
  userId: UserId,
  kind: z.enum(changeKinds),
  /** A direction's or a person's id; empty where there is only one. */
  subject: z.string(),
  /** Only the fields that became others; null: there was no such thing before. */
  before: Fields.nullable(),
  after: Fields,
  /** The change that was taken back by this one. */
  undoes: z.number().int().nullable(),
})
export type Change = z.infer<typeof Change>

/** These count and place, or guide; nobody decides them. */
const aside: ReadonlySet<string> = new Set(['id', 'userId', 'version', 'position', 'setup'])

/** Equal as JSON is: whatever the order of an object's keys, undefined as if it were not there. */
export function same(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false
  if (Array.isArray(one) || Array.isArray(other)) {
    return Array.isArray(one) && Array.isArray(other) && one.length === other.length && one.every((value, index) => same(value, other[index]))
  }
  const keys = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...keys].every((key) => same((one as Fields)[key], (other as Fields)[key]))
}

/** @returns null when nothing that anybody decides became another */
export function differenceOf(before: Fields | null, after: Fields): Pick<Change, 'before' | 'after'> | null {
  const changed = Object.keys(after).filter((key) => !aside.has(key) && (before === null || !same(before[key], after[key])))
  if (changed.length === 0) return null
  const only = (fields: Fields): Fields => Object.fromEntries(changed.filter((key) => fields[key] !== undefined).map((key) => [key, fields[key]]))
  return { before: before && only(before), after: only(after) }
}

/** What came to be is never deleted, only put into the archive. */
const ends = ({ before, after }: Pick<Change, 'before' | 'after'>): { readonly from: Fields; readonly to: Fields } =>
  before === null ? { from: { archived: false }, to: { archived: true } } : { from: after, to: before }

/** `restored`: everything is as it was before; `overtaken`: a later change gave one of the same fields yet another value. */
export const standings = ['possible', 'restored', 'overtaken'] as const
export type Standing = (typeof standings)[number]

/** @param now the whole record; null: it is no longer there */
export function standingOf(change: Pick<Change, 'before' | 'after'>, now: Fields | null): Standing {
  if (now === null) return 'overtaken'
  const { from, to } = ends(change)
  const keys = Object.keys(from)
  if (keys.every((key) => same(now[key], to[key]))) return 'restored'
  return keys.every((key) => same(now[key], from[key])) ? 'possible' : 'overtaken'
}

/** The record with the change's fields as they were before; all others as they are now. */
export function restored(change: Pick<Change, 'before' | 'after'>, now: Fields): Fields {
  const { from, to } = ends(change)
  return { ...now, ...Object.fromEntries(Object.keys(from).map((key) => [key, to[key]])) }
}

/** Whether both are about the same field of the same thing. */
export const touchesSame = (one: Change, other: Change): boolean =>
  one.kind === other.kind && one.subject === other.subject && Object.keys(ends(one).from).some((key) => key in ends(other).from || key in other.after)
