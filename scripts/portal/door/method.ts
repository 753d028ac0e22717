/** How a REST method is written: its parameters, who may call it, what it costs, and what it does. */
import { z } from 'zod'
import type { Installation } from '../state/app.ts'
import type { Person } from '../state/state.ts'
import type { World } from '../world.ts'
import { Refusal } from './refusal.ts'

/** Who asks. An incoming webhook has no application behind it. */
export interface Call {
  readonly world: World
  readonly person: Person
  readonly installation: Installation | null
  readonly scope: readonly string[]
  /** The method's name, for the log of fields that are not known. */
  readonly method: string
  unknown(field: string): void
}

export interface Answer {
  readonly result: unknown
  readonly total?: number
  readonly next?: number
}

/** Values as the wire brings them: JSON types, or text where the call was form-encoded. */
export const wire = {
  int: z.union([
    z.number().int(),
    z
      .string()
      .regex(/^\s*-?\d+\s*$/)
      .transform(Number),
  ]),
  text: z.union([z.string(), z.number().transform(String), z.boolean().transform((yes) => (yes ? 'Y' : 'N'))]),
  bool: z.union([
    z.boolean(),
    z.enum(['Y', 'y', '1', 'true', 'on']).transform(() => true),
    z.enum(['N', 'n', '0', 'false', '']).transform(() => false),
    z.literal(1).transform(() => true),
    z.literal(0).transform(() => false),
  ]),
  list: z.union([z.array(z.unknown()), z.record(z.string(), z.unknown()).transform((map) => Object.values(map))]),
  map: z.union([
    z.record(z.string(), z.unknown()),
    // PHP knows no difference between an empty list and an empty map.
    z.array(z.unknown()).transform((list) => Object.fromEntries(list.map((value, index) => [String(index), value]))),
  ]),
  /** YYYY-MM-DD. */
  date: z.string().regex(/^\d{4}-\d{2}-\d{2}/),
  number: z.union([
    z.number(),
    z
      .string()
      .regex(/^\s*-?\d+(\.\d+)?\s*$/)
      .transform(Number),
  ]),
  /** One number or several. */
  ints: z.union([
    z.number().int(),
    z
      .string()
      .regex(/^\s*-?\d+\s*$/)
      .transform(Number),
    z.array(z.unknown()),
  ]),
  /** Directions by the names of fields. */
  order: z.record(z.string(), z.union([z.string(), z.number().transform(String)])),
  any: z.unknown(),
}

export type Params = z.ZodRawShape

interface Definition<S extends Params> {
  readonly params: S
  /** Parameter names in any letter case. */
  readonly caseless?: boolean
  /** Parameters are taken by their order; one too many is an error. */
  readonly positional?: boolean
  /** Fields may also stand at the top level beside the parameters (`user.get`): all, or those that this knows. */
  readonly open?: boolean | ((call: Call, name: string) => boolean)
  readonly context?: 'app' | 'administrator' | 'app-and-administrator'
  /** The refusal for a caller without the application's context. */
  readonly noContext?: Refusal
  /** The refusal for a caller who is no administrator. */
  readonly notAdministrator?: Refusal
  /** Seconds of the operating budget. */
  readonly cost?: number
  readonly writes?: boolean
  readonly invalid?: (name: string, missing: boolean) => Refusal
  run(call: Call, params: z.output<z.ZodObject<S>>, rest: Readonly<Record<string, unknown>>): Answer
}

export interface Handler {
  readonly params: z.ZodObject
  readonly positional: boolean
  readonly writes: boolean
  readonly cost: number
  run(call: Call, raw: Readonly<Record<string, unknown>>): Answer
}

/** Sent along by the SDK or meant for the door itself; no method knows them. */
const ofTheDoor = /^(auth|access_token|auth_connector|format|bx24_\w+|halt|sessid)$/i

const contextRequired = new Refusal(403, 'ACCESS_DENIED', 'Access denied! Application context required')

function invalidParameter(name: string, missing: boolean): Refusal {
  return missing
    ? new Refusal(400, '100', `Could not find value for parameter {${name}}`)
    : new Refusal(400, '100', `Invalid value {${name}} to match with parameter {${name}}.`)
}

function named<S extends Params>(
  definition: Definition<S>,
  raw: Readonly<Record<string, unknown>>,
): { known: Record<string, unknown>; rest: Record<string, unknown> } {
  const names = Object.keys(definition.params)
  const known: Record<string, unknown> = {}
  const rest: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(raw)) {
    if (value === null) continue
    const name = names.find((one) => one === key) ?? names.find((one) => definition.caseless && one.toLowerCase() === key.toLowerCase())
    if (name) known[name] = value
    else if (!ofTheDoor.test(key)) rest[key] = value
  }
  return { known, rest }
}

function ordered<S extends Params>(definition: Definition<S>, raw: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const names = Object.keys(definition.params)
  const values = Object.entries(raw)
    .filter(([key]) => !/^(auth|access_token)$/i.test(key))
    .map(([, value]) => value)
  if (values.length > names.length) {
    throw new Refusal(
      400,
      'ERROR_CORE',
      `TASKS_ERROR_EXCEPTION_#256; Param #${names.length} is not expected by the method; 256/TE/WRONG_ARGUMENTS<br>`,
    )
  }
  return Object.fromEntries(names.flatMap((name, index) => (index < values.length ? [[name, values[index]]] : [])))
}

export function method<S extends Params>(definition: Definition<S>): Handler {
  const params = z.object(definition.params)
  const invalid = definition.invalid ?? invalidParameter
  return {
    params,
    positional: definition.positional ?? false,
    writes: definition.writes ?? false,
    cost: definition.cost ?? 0.02,
    run(call, raw) {
      const { context } = definition
      if ((context === 'app' || context === 'app-and-administrator') && !call.installation) throw definition.noContext ?? contextRequired
      if ((context === 'administrator' || context === 'app-and-administrator') && !call.person.administrator)
        throw definition.notAdministrator ?? new Refusal(403, 'ACCESS_DENIED', 'Access denied!')
      const { known, rest } = definition.positional ? { known: ordered(definition, raw), rest: {} } : named(definition, raw)
      const { open = false } = definition
      for (const key of Object.keys(rest)) if (!(typeof open === 'function' ? open(call, key) : open)) call.unknown(key)
      const parsed = params.safeParse(known)
      if (!parsed.success) {
        const name = String(parsed.error.issues[0]?.path[0] ?? '')
        throw invalid(name, known[name] === undefined || known[name] === '')
      }
      return definition.run(call, parsed.data as z.output<z.ZodObject<S>>, rest)
    },
  }
}
