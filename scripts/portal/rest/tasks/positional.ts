/** The old `task.*` methods: parameters by their order, refusals that name the place, and manifests of what they take. */
import type { z } from 'zod'
import { method } from '../../door/method.ts'
import type { Answer, Call, Handler, Params } from '../../door/method.ts'
import { core } from './row.ts'

/** How the server's own code calls the parameters, and what it wants them to be. */
const own: Readonly<Record<string, readonly [name: string, type: 'integer' | 'array']>> = {
  TASKID: ['taskId', 'integer'],
  ITEMID: ['itemId', 'integer'],
  ACTIONID: ['actionId', 'integer'],
  AFTERITEMID: ['afterItemId', 'integer'],
  FIELDS: ['arFields', 'array'],
  ARFIELDS: ['arFields', 'array'],
  ORDER: ['arOrder', 'array'],
  FILTER: ['arFilter', 'array'],
  SELECT: ['arSelect', 'array'],
  PARAMS: ['arParams', 'array'],
}

export const wrongArguments = (text: string) => core(`TASKS_ERROR_EXCEPTION_#256; ${text}; 256/TE/WRONG_ARGUMENTS<br>`)
export const failed = (text: string) => core(`TASKS_ERROR_EXCEPTION_#8; ${text}; 8/TE/ACTION_FAILED_TO_BE_PROCESSED<br>`)
export const notAllowed = () => core('TASKS_ERROR_EXCEPTION_#4; Action is not allowed; 4/TE/ACTION_NOT_ALLOWED<br>')
export const notFound = () => core('TASKS_ERROR_EXCEPTION_#512; Check listitem not found or not accessible; 512/TE/ITEM_NOT_FOUND_OR_NOT_ACCESSIBLE<br>')

interface Definition<S extends Params> {
  readonly params: S
  readonly writes?: boolean
  readonly cost?: number
  run(call: Call, params: z.output<z.ZodObject<S>>): Answer
}

/** @param owner the server's class, for example `ctaskcommentitem` */
export function positional<S extends Params>(owner: string, deed: string, definition: Definition<S>): Handler {
  const order = Object.keys(definition.params)
  return method({
    params: definition.params,
    positional: true,
    ...(definition.writes === undefined ? {} : { writes: definition.writes }),
    cost: definition.cost ?? 0.08,
    invalid(key, missing) {
      const [name, type] = own[key] ?? [key, 'array']
      const param = `Param #${order.indexOf(key)} (${name})`
      return wrongArguments(
        missing
          ? `${param} expected by method ${owner}::${deed}(), but not given.`
          : `${param} for method ${owner}::${deed}() expected to be of type "${type}", but given something else.`,
      )
    },
    run: (call, params) => definition.run(call, params),
  })
}

/** Keys of a map that the method does not take are an error here, not a shrug. */
export function onlyKeys(place: string, owner: string, deed: string, given: Readonly<Record<string, unknown>>, allowed: readonly string[]): void {
  const strange = Object.keys(given).find((key) => !allowed.includes(key))
  if (strange !== undefined) throw wrongArguments(`Param ${place} for method ${owner}::${deed}() must not contain key "${strange}".`)
}

export interface Manifest {
  readonly version: string
  readonly changed?: string
  readonly alias: string
  readonly writable: readonly string[]
  readonly readable: readonly string[]
  readonly sortable: readonly string[]
  readonly filterable?: readonly string[]
  readonly dates: readonly string[]
  /** Each method's parameters, as the server's own code calls them. */
  readonly methods: Readonly<Record<string, readonly string[]>>
}

const typeOf = (name: string): string => Object.values(own).find(([one]) => one === name)?.[1] ?? 'integer'

export function manifestOf({ version, changed, alias, writable, readable, sortable, filterable, dates, methods }: Manifest): Record<string, unknown> {
  return {
    'Manifest version': version,
    ...(changed ? { 'Manifest change date': changed } : {}),
    Warning: "don't rely on format of this manifest, it can be changed without any notification",
    'REST: shortname alias to class': alias,
    [`REST: writable ${alias} data fields`]: writable,
    [`REST: readable ${alias} data fields`]: readable,
    [`REST: sortable ${alias} data fields`]: sortable,
    ...(filterable ? { [`REST: filterable ${alias} data fields`]: filterable } : {}),
    'REST: date fields': dates,
    'REST: available methods': Object.fromEntries(
      Object.entries(methods).map(([name, params]) => [
        name,
        {
          ...(/^(get|update|delete|complete|renew|isactionallowed|moveafteritem)$/.test(name) ? {} : { staticMethod: true }),
          ...(params.length > 0 ? { mandatoryParamsCount: params.filter((one) => !/^ar(Order|Filter|Select|Params)$/.test(one)).length } : {}),
          params: params.map((description) => ({
            description,
            type: typeOf(description),
            ...(description === 'arOrder' ? { allowedKeys: sortable } : {}),
            ...(description === 'arFilter' ? { allowedKeys: filterable ?? [], allowedKeyPrefixes: ['!', '<=', '<', '>=', '>'] } : {}),
            ...(description === 'arFields' ? { allowedKeys: writable } : {}),
          })),
          ...(name.startsWith('get') && name !== 'getmanifest' ? { allowedKeysInReturnValue: readable } : {}),
          ...(name === 'getlist' ? { collectionInReturnValue: true } : {}),
        },
      ]),
    ),
  }
}
