/** Values in robots' settings: references to what earlier robots return, and how they are read aloud. */
import type { PlacedRobot, RobotField, RobotKind } from '../../contract/automation.ts'

const reference = /\{=([A-Za-z0-9_.-]+):([A-Za-z0-9_.-]+)\}/g

export const referenceTo = (robotId: string, returnId: string) => `{=${robotId}:${returnId}}`

export interface Offered {
  token: string
  robot: PlacedRobot
  robotName: string
  field: RobotField
}

/** What robots above this one return; the nearest first. */
export function offeredTo(robotId: string, robots: PlacedRobot[], kinds: RobotKind[]): Offered[] {
  const before = robots.slice(
    0,
    Math.max(
      0,
      robots.findIndex((robot) => robot.id === robotId),
    ),
  )
  return before.reverse().flatMap((robot) => {
    const kind = kinds.find((candidate) => candidate.kind === robot.kind)
    return (kind?.returns ?? []).map((field) => ({ token: referenceTo(robot.id, field.id), robot, robotName: kind?.name ?? robot.kind, field }))
  })
}

export type Piece = { text: string } | { token: string; field: RobotField | null; robotName: string }

/** Text cut into words and references. */
export function piecesOf(value: string, robots: PlacedRobot[], kinds: RobotKind[]): Piece[] {
  const pieces: Piece[] = []
  let from = 0
  for (const match of value.matchAll(reference)) {
    if (match.index > from) pieces.push({ text: value.slice(from, match.index) })
    const robot = robots.find((candidate) => candidate.id === match[1])
    const kind = kinds.find((candidate) => candidate.kind === robot?.kind)
    pieces.push({ token: match[0], field: kind?.returns.find((field) => field.id === match[2]) ?? null, robotName: kind?.name ?? '' })
    from = match.index + match[0].length
  }
  if (from < value.length) pieces.push({ text: value.slice(from) })
  return pieces
}
export const isReference = (value: string) => /^\{=[^{}]+\}$/.test(value.trim())
export const holdsReference = (value: string) => value.search(reference) >= 0

export const listOf = (value: string | string[] | undefined): string[] =>
  value === undefined ? [] : Array.isArray(value) ? value : value === '' ? [] : [value]
export const firstOf = (value: string | string[] | undefined): string => (Array.isArray(value) ? (value[0] ?? '') : (value ?? ''))

export function isEmpty(value: string | string[] | undefined): boolean {
  return listOf(value).every((text) => text.trim() === '')
}

const textOf = (value: unknown): string =>
  value === null || value === undefined ? '' : typeof value === 'boolean' ? (value ? 'Y' : 'N') : typeof value === 'object' ? '' : String(value)

/** What `setPropertyValue` brought, by declared property: names fit in any letter case, unknown ones are dropped. */
export function takeProperties(kind: RobotKind, values: Record<string, unknown>): Record<string, string | string[]> {
  const taken: Record<string, string | string[]> = {}
  for (const [name, value] of Object.entries(values)) {
    const field = kind.fields.find((candidate) => candidate.id.toLowerCase() === name.toLowerCase())
    if (!field) continue
    const texts = (typeof value === 'object' && value !== null ? Object.values(value) : [value]).map(textOf)
    taken[field.id] = field.multiple ? texts.filter((text) => text !== '') : (texts[0] ?? '')
  }
  return taken
}

/** A robot as it is when just placed: what the application declared as default. */
export function place(kind: RobotKind, id: string): PlacedRobot {
  const values: Record<string, string | string[]> = {}
  for (const field of kind.fields) values[field.id] = field.default ?? (field.multiple ? [] : '')
  const waits = kind.subscription === true
  return { id, kind: kind.kind, values, afterPrevious: false, timeoutSeconds: waits ? 7200 : 0, wait: waits, actAs: null }
}
