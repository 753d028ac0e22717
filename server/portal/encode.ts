/** The one batch encoder: commands as `method?query` in PHP's bracket form, with everything people typed made harmless. */
import { isRef, type MethodName, type Param, type Params } from '../../manifest/methods.ts'

export interface Command {
  /** Unique in the batch; references name it. */
  readonly key: string
  readonly method: MethodName
  readonly params: Params
}

/** Longest batch that a portal takes. */
export const batchLength = 50

/**
 * A portal replaces these in any value of a batch, in any letter case: a client's comment must not pull in data or break a write.
 * An invisible word joiner behind the dollar sign keeps the text readable and the portal blind to it.
 * Half a character, as an emoji cut in two leaves it, cannot be encoded at all: what every decoder makes of it stands for it.
 */
export const neutralise = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd').replace(/\$(?=(?:result|error|total|next|time)\[)/gi, '$\u2060')

/** Methods that read their parameters by order; one too many breaks them (protocol: call forms). */
const positional: Readonly<Partial<Record<MethodName, readonly string[]>>> = {
  'task.checklistitem.add': ['TASKID', 'FIELDS'],
  'task.checklistitem.getlist': ['TASKID', 'ORDER'],
  'task.checklistitem.complete': ['TASKID', 'ITEMID'],
  'task.checklistitem.renew': ['TASKID', 'ITEMID'],
}

/** Names of commands as the portal sees them: letters, digits and `_`, beginning with a letter so that their order is kept. */
export function portalKeys(keys: readonly string[]): Map<string, string> {
  const names = new Map<string, string>()
  const taken = new Set<string>()
  for (const key of keys) {
    const plain = key.replace(/[^A-Za-z0-9]+/g, '_').replace(/^(?![A-Za-z])/, 'c')
    let name = plain
    for (let again = 2; taken.has(name); again++) name = `${plain}_${again}`
    taken.add(name)
    names.set(key, name)
  }
  return names
}

/** `cmd` of a batch. A reference to a command that is not in the batch is a mistake of ours and throws. */
export function encodeBatch(commands: readonly Command[]): { readonly cmd: Record<string, string>; readonly names: Map<string, string> } {
  if (commands.length > batchLength) throw new RangeError(`a batch of ${commands.length} commands`)
  const names = portalKeys(commands.map(({ key }) => key))
  const cmd: Record<string, string> = {}
  for (const { key, method, params } of commands) {
    cmd[names.get(key) as string] = `${method}?${encodeQuery(inOrder(method, params), names)}`
  }
  return { cmd, names }
}

function inOrder(method: MethodName, params: Params): Params {
  const order = positional[method]
  if (!order) return params
  const spare = Object.keys(params).find((name) => !order.includes(name))
  if (spare !== undefined) throw new TypeError(`${method} takes its parameters by order and knows no ${spare}`)
  return Object.fromEntries(order.flatMap((name): [string, Param][] => (params[name] === undefined ? [] : [[name, params[name]]])))
}

/** @param names keys of the batch that references may name */
export function encodeQuery(params: Params, names: ReadonlyMap<string, string> = new Map()): string {
  const pairs: string[] = []
  for (const [name, value] of Object.entries(params)) append(pairs, encodeURIComponent(name), value, names)
  return pairs.join('&')
}

function append(pairs: string[], path: string, value: Param, names: ReadonlyMap<string, string>): void {
  if (isRef(value)) pairs.push(`${path}=${encodeURIComponent(referenceText(value.$ref, names))}`)
  else if (Array.isArray(value)) {
    // PHP's bracket form has no empty list: an empty value is what it makes of one.
    if (value.length === 0) pairs.push(`${path}=`)
    value.forEach((item: Param, index) => append(pairs, `${path}[${index}]`, item, names))
  } else if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value as Params)
    if (entries.length === 0) pairs.push(`${path}=`)
    for (const [name, item] of entries) append(pairs, `${path}[${encodeURIComponent(name)}]`, item, names)
  } else pairs.push(`${path}=${encodeURIComponent(scalarText(value as string | number | boolean | null))}`)
}

function referenceText({ key, path, before }: { key: string; path: readonly (string | number)[]; before: string }, names: ReadonlyMap<string, string>): string {
  const name = names.get(key)
  if (name === undefined) throw new ReferenceError(`reference to ${key}, which is not in the batch`)
  return `${neutralise(before)}$result[${name}]${path.map((step) => `[${step}]`).join('')}`
}

function scalarText(value: string | number | boolean | null): string {
  if (value === null) return ''
  if (typeof value === 'boolean') return value ? '1' : '0'
  return typeof value === 'number' ? String(value) : neutralise(value)
}
