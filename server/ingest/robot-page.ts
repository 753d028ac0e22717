/** A robot's page of settings: which robot it is about and the values it has now, read from what the portal posts. */
import { z } from 'zod'
import type { PageContext, RobotSetting } from '../../domain/contract/page.ts'
import type { PropertyField } from '../../manifest/fields.ts'
import type { OnPages } from '../../manifest/localised.ts'
import { robots } from '../../manifest/manifest.ts'
import { textAt, type Form } from './form.ts'

/** More than a person could have put there. */
const mostValues = 200

/** Keys come in small letters or in capitals, depending on the portal's age (portal-facts: robot settings). */
const AnyMap = z
  .record(z.string(), z.unknown())
  .transform((map) => new Map(Object.entries(map).map(([key, value]) => [key.toLowerCase(), value])))
  .nullable()
  .catch(null)
/** PHP writes a list as a list or as a map with numbers for keys. */
const List = z.union([z.array(z.unknown()), z.record(z.string(), z.unknown()).transform((map) => Object.values(map))]).catch([])

/** @returns null where the portal names no robot of ours */
export function robotOf(form: Form, language: keyof OnPages): PageContext['robot'] {
  const options = AnyMap.parse(parsed(textAt(form, 'PLACEMENT_OPTIONS') ?? ''))
  const code = options?.get('code')
  const robot = typeof code === 'string' ? robots.get(code) : undefined
  if (!options || typeof code !== 'string' || !robot) return null
  const known = AnyMap.parse(options.get('properties') ?? null)
  const values = AnyMap.parse(options.get('current_values') ?? null) ?? new Map<string, unknown>()
  const [, , type] = List.parse(options.get('document_type'))
  const document = type === 'DEAL' ? 'deal' : 'lead'
  return {
    code,
    document,
    // What an older registration does not know yet could not be stored by the portal.
    settings: Object.entries(robot.properties)
      .filter(([id, { only = document }]) => only === document && (known === null || known.has(id.toLowerCase())))
      .map(([id, field]) => settingOf(id, field, values.get(id.toLowerCase()), language)),
  }
}

function settingOf(id: string, field: PropertyField<unknown>, posted: unknown, language: keyof OnPages): RobotSetting {
  const { type, multiple, name, description, default: usual, options = {}, template = null } = field
  const found = textsOf(posted)
  return {
    id,
    name: name[language],
    description: description?.[language] ?? '',
    type,
    multiple,
    values: found.length === 0 && usual !== undefined ? [usual] : multiple ? found : found.slice(0, 1),
    options: Object.entries(options).map(([value, label]) => ({ value, name: label[language] })),
    template,
  }
}

function textsOf(value: unknown): string[] {
  const all: unknown[] = typeof value === 'object' && value !== null ? Object.values(value).slice(0, mostValues) : [value]
  return all.flatMap((one) => {
    if (typeof one === 'boolean') return [one ? 'Y' : 'N']
    const text = typeof one === 'string' || typeof one === 'number' ? String(one).trim() : ''
    return text === '' ? [] : [text]
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
