/** What an answer is made of, by path: names of fields and kinds of values, without a single value. */
import { isDataKey, kindOf, kindOfText } from '../conformance/shape.ts'

/** Kinds seen at each path, for example `result[].ID` → text. */
export type Shape = ReadonlyMap<string, ReadonlySet<string>>

/** Names that somebody may have given, or that are numbers, are not shown. */
const shownKey = (key: string): string => (isDataKey(key) || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? '*' : key)

export function shapeOf(value: unknown, name = 'result'): Shape {
  const shape = new Map<string, Set<string>>()
  const walk = (one: unknown, path: string): void => {
    const kinds = shape.get(path) ?? new Set<string>()
    shape.set(path, kinds)
    const kind = kindOf(one)
    const nothing = one === '' || (typeof one === 'object' && one !== null && Object.keys(one).length === 0)
    kinds.add(nothing ? 'nothing' : kind === 'string' ? kindOfText(String(one)) : kind)
    if (Array.isArray(one)) one.forEach((row) => walk(row, `${path}[]`))
    else if (typeof one === 'object' && one !== null) for (const [key, inner] of Object.entries(one)) walk(inner, `${path}.${shownKey(key)}`)
  }
  walk(value, name)
  return shape
}

const parentOf = (path: string): string => path.replace(/(\[\]|\.[^.[\]]+)$/, '')
const said = (kinds: ReadonlySet<string>): string[] => [...kinds].filter((kind) => kind !== 'nothing').sort()

/** @returns sentences such as `result[].ID: there number, here text`; what is empty on one side says nothing */
export function shapeDifferences(there: Shape, here: Shape): string[] {
  const lines: string[] = []
  /** Whether a side shows what could be at the path: its parent has something in it. */
  const known = (shape: Shape, path: string) => said(shape.get(parentOf(path)) ?? new Set()).length > 0
  for (const path of [...new Set([...there.keys(), ...here.keys()])].sort()) {
    const theirs = there.get(path)
    const ours = here.get(path)
    if (path.endsWith('*') || path.includes('*.')) continue
    if (!theirs) {
      if (known(there, path) && !path.endsWith('[]')) lines.push(`${path}: only here`)
    } else if (!ours) {
      if (known(here, path) && !path.endsWith('[]')) lines.push(`${path}: only there`)
    } else {
      const [a, b] = [said(theirs), said(ours)]
      if (a.length > 0 && b.length > 0 && !a.some((kind) => b.includes(kind))) lines.push(`${path}: there ${a.join(' or ')}, here ${b.join(' or ')}`)
    }
  }
  return lines
}
