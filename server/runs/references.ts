/** References between commands: what is known becomes a value, what is in the same batch stays a reference, what is lost is left out. */
import { isCount, isRef, isStoredFile, type Param, type Params, type StoredFile } from '../../manifest/methods.ts'

/** `here`: in the same batch, before; `lost`: never came to be. */
export type Known = 'here' | 'lost' | { readonly value: unknown }

export interface Settled {
  readonly params: Params
  /** A single value had to be left out; from a list the missing element is simply dropped. */
  readonly lost: boolean
}

export function settleReferences(params: Params, known: (key: string) => Known): Settled {
  let lost = false
  const missing = Symbol('missing')

  const settle = (value: Param): Param | typeof missing => {
    if (isRef(value)) {
      const { key, path, before } = value.$ref
      const found = known(key)
      if (found === 'here') return value
      const end = found === 'lost' ? undefined : walk(found.value, path)
      if (typeof end !== 'string' && typeof end !== 'number' && typeof end !== 'boolean') return missing
      return before === '' ? end : `${before}${String(end)}`
    }
    if (isCount(value)) return settleList(value.$count).length
    if (isStoredFile(value)) return value
    if (Array.isArray(value)) return settleList(value as readonly Param[])
    if (typeof value === 'object' && value !== null) return settleMap(value as Params)
    return value
  }
  const settleList = (list: readonly Param[]): Param[] => list.map(settle).filter((item): item is Param => item !== missing)
  const settleMap = (map: Params): Params =>
    Object.fromEntries(
      Object.entries(map).map(([name, value]): [string, Param] => {
        const settled = settle(value)
        if (settled !== missing) return [name, settled]
        lost = true
        return [name, '']
      }),
    )

  return { params: settleMap(params), lost }
}

/** A reference that is only a part of a text is left in it. */
export function hasEmbedded(value: Param): boolean {
  if (isRef(value)) return value.$ref.before !== ''
  return typeof value === 'object' && value !== null && !isCount(value) && Object.values(value as Params).some(hasEmbedded)
}

/** Such a command is sent alone: its file is put in at the last moment. */
export const hasStoredFile = (value: Param): boolean =>
  isStoredFile(value) || (typeof value === 'object' && value !== null && !isRef(value) && !isCount(value) && Object.values(value as Params).some(hasStoredFile))

/** The same with every file's content in its place; null where one of them is no longer kept. */
export async function withFiles(value: Param, contentOf: (file: StoredFile['$photo']) => Promise<string | null>): Promise<Param | null> {
  if (isStoredFile(value)) return contentOf(value.$photo)
  if (typeof value !== 'object' || value === null || isRef(value) || isCount(value)) return value
  const entries: [string, Param][] = []
  for (const [name, item] of Object.entries(value as Params)) {
    const filled = await withFiles(item, contentOf)
    if (filled === null && item !== null) return null
    entries.push([name, filled])
  }
  return Array.isArray(value) ? entries.map(([, item]) => item) : Object.fromEntries(entries)
}

function walk(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((at, step) => (typeof at === 'object' && at !== null ? (at as Record<string | number, unknown>)[step] : undefined), value)
}
