/** Property and return fields of robots: how a portal shows them, how a posted value is read, how a returned one is written. */
import { z } from 'zod'
import type { Localised, OnPages } from './localised.ts'
import type { Param } from './methods.ts'
import type { Ref } from './methods.ts'
import { UserId, type DocumentRef } from '../domain/ids.ts'

type HostType = 'string' | 'text' | 'int' | 'bool' | 'user' | 'select'

/** One field of `PROPERTIES`; `read` turns the posted value (text, or a list of text) into ours. */
export interface PropertyField<T> {
  readonly type: HostType
  readonly name: OnPages
  readonly description?: OnPages
  readonly required: boolean
  /** What to say of a required field that came empty; null: that it is empty. */
  readonly whenEmpty: Localised | null
  readonly multiple: boolean
  readonly default?: string
  readonly options?: Readonly<Record<string, OnPages>>
  /** The only text that it ever holds beside none: a switch on our own page, so that nobody has to type it. */
  readonly template?: string
  /** Only in automation of this kind of record. */
  readonly only?: DocumentRef['kind']
  readonly read: z.ZodType<T>
}
export interface ReturnField<T> {
  readonly type: HostType
  readonly name: Localised
  readonly multiple: boolean
  write(value: T): Param
}
// A field of unknown value is a field of any value: `never` and `unknown` would each refuse one of the two directions.
/* eslint-disable @typescript-eslint/no-explicit-any */
export type PropertyFields = Readonly<Record<string, PropertyField<any>>>
export type ReturnFields = Readonly<Record<string, ReturnField<any>>>
export type ReadValues<P extends PropertyFields> = { readonly [K in keyof P]: P[K] extends PropertyField<infer T> ? T : never }
export type ReturnValues<R extends ReturnFields> = { readonly [K in keyof R]: R[K] extends ReturnField<infer T> ? T : never }
/* eslint-enable @typescript-eslint/no-explicit-any */

/** The host posts null as an empty string, one value of a multiple field sometimes without its list. */
const Posted = z.union([z.string(), z.array(z.string()), z.record(z.string(), z.string())]).optional()
const texts = Posted.transform((value) =>
  (value === undefined ? [] : typeof value === 'string' ? [value] : Array.isArray(value) ? value : Object.values(value))
    .map((text) => text.trim())
    .filter((text) => text !== ''),
)
const firstText = texts.transform((list) => list[0] ?? '')

interface Labels {
  readonly name: OnPages
  readonly description?: OnPages
  readonly required?: boolean
  readonly whenEmpty?: Localised
}
const base = ({ name, description, required = false, whenEmpty }: Labels) => ({
  name,
  ...(description ? { description } : {}),
  required,
  whenEmpty: whenEmpty ?? null,
})

/** Users arrive as `user_5` or `5`, and are sent as `user_5`: the process's own notation (portal-facts: users in returns). */
export const UserNotation = z
  .string()
  .regex(/^(user_)?\d+$/)
  .transform((text) => UserId.parse(Number(text.replace('user_', ''))))

export const property = {
  text: (labels: Labels): PropertyField<string> => ({ ...base(labels), type: 'string', multiple: false, read: firstText }),
  /** Filled in by the portal from the record when the robot runs. */
  template: (labels: Labels, template: string, only: DocumentRef['kind']): PropertyField<string> => ({ ...base(labels), type: 'text', multiple: false, template, only, read: firstText }),
  texts: (labels: Labels): PropertyField<string[]> => ({ ...base(labels), type: 'string', multiple: true, read: texts }),
  /** A whole number; whatever is left empty is the default. */
  whole: (labels: Labels & { readonly default: number; readonly least: number; readonly most: number }): PropertyField<number> => ({
    ...base(labels),
    type: 'int',
    multiple: false,
    default: String(labels.default),
    read: firstText
      .transform((text) => (text === '' ? labels.default : Number(text)))
      .pipe(z.number().int().min(labels.least).max(labels.most)),
  }),
  user: (labels: Labels): PropertyField<UserId | null> => ({
    ...base(labels),
    type: 'user',
    multiple: false,
    read: firstText.transform((text) => (text === '' ? null : text)).pipe(UserNotation.nullable()),
  }),
  yesNo: (labels: Labels & { readonly default: boolean }): PropertyField<boolean> => ({
    ...base(labels),
    type: 'bool',
    multiple: false,
    default: labels.default ? 'Y' : 'N',
    read: firstText.transform((text) => (text === '' ? labels.default : text === 'Y' || text === '1' || text === 'true')),
  }),
}

const writeUser = (id: UserId): string => `user_${id}`

export const returned = {
  text: (name: Localised): ReturnField<string> => ({ name, type: 'string', multiple: false, write: (value) => value }),
  texts: (name: Localised): ReturnField<readonly string[]> => ({ name, type: 'string', multiple: true, write: (value) => value }),
  /** A number known now, or the result of an effect of the same run. */
  number: (name: Localised): ReturnField<number | Ref | null> => ({ name, type: 'int', multiple: false, write: (value) => value ?? '' }),
  numbers: (name: Localised): ReturnField<readonly (number | Ref)[]> => ({
    name,
    type: 'int',
    multiple: true,
    write: (list) => list,
  }),
  /** How many of these there are in the end; a refused one is not counted. */
  count: (name: Localised): ReturnField<readonly (number | Ref)[]> => ({ name, type: 'int', multiple: false, write: (list) => ({ $count: list }) }),
  user: (name: Localised): ReturnField<UserId | null> => ({ name, type: 'user', multiple: false, write: (id) => (id === null ? '' : writeUser(id)) }),
  users: (name: Localised): ReturnField<readonly UserId[]> => ({ name, type: 'user', multiple: true, write: (ids) => ids.map(writeUser) }),
}
