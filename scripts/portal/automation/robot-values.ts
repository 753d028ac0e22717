/** Values of robots: references to what earlier robots returned, and the notation in which they are sent to the application. */
import type { Instance, RobotProperty } from '../state/app.ts'
import { crmTypes } from '../state/kinds.ts'
import type { CrmRecord, Language } from '../state/state.ts'
import { fullName, personOf } from '../world.ts'
import type { World } from '../world.ts'

type Value = string | string[]
const reference = /\{=([A-Za-z0-9_-]+):([A-Za-z0-9_]+)\}/g

interface DocumentField {
  readonly type: string
  readonly ru: string
  readonly en: string
  /** A deal has no such field of its own. */
  readonly leadOnly?: true
  read(record: CrmRecord): Value
}

const numbers = (record: CrmRecord, kind: string): string[] => record.fm.filter(({ typeId }) => typeId === kind).map(({ value }) => value)

/** A linked record's number; how a live portal prints it is not known for certain (portal-facts: the record's values in a robot). */
const numberOf = (id: number | undefined): string => (id ? String(id) : '')

const documentNames: Readonly<Record<string, DocumentField>> = {
  ID: { type: 'int', ru: 'ID', en: 'ID', read: ({ id }) => String(id) },
  TITLE: { type: 'string', ru: 'Название', en: 'Name', read: ({ title }) => title },
  ASSIGNED_BY_ID: { type: 'user', ru: 'Ответственный', en: 'Responsible person', read: ({ assignedById }) => `user_${assignedById}` },
  COMPANY_TITLE: { type: 'string', ru: 'Название компании', en: 'Company name', leadOnly: true, read: ({ companyTitle }) => companyTitle },
  CONTACT_ID: { type: 'UF:crm', ru: 'Контакт', en: 'Contact', read: ({ contactIds }) => numberOf(contactIds[0]) },
  COMPANY_ID: { type: 'UF:crm', ru: 'Компания', en: 'Company', read: ({ companyId }) => numberOf(companyId) },
  NAME: { type: 'string', ru: 'Имя', en: 'First name', leadOnly: true, read: ({ name }) => name },
  LAST_NAME: { type: 'string', ru: 'Фамилия', en: 'Last name', leadOnly: true, read: ({ lastName }) => lastName },
  PHONE: { type: 'phone', ru: 'Телефон', en: 'Phone', leadOnly: true, read: (record) => numbers(record, 'PHONE') },
  EMAIL: { type: 'email', ru: 'E-mail', en: 'E-mail', leadOnly: true, read: (record) => numbers(record, 'EMAIL') },
  ADDRESS: { type: 'text', ru: 'Улица, дом', en: 'Street, building', leadOnly: true, read: ({ address }) => address },
  ADDRESS_2: { type: 'text', ru: 'Квартира, офис', en: 'Suite, apartment', leadOnly: true, read: ({ address2 }) => address2 },
  ADDRESS_CITY: { type: 'text', ru: 'Город', en: 'City', leadOnly: true, read: ({ city }) => city },
}

/** Fields of the record that `{=Document:…}` knows, as a page of settings is told of them. */
export const documentFields = (kind: 'lead' | 'deal', language: Language): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(documentNames)
      .filter(([, { leadOnly }]) => kind === 'lead' || !leadOnly)
      .map(([id, { type, [language]: name }]) => [id, { Id: id, Type: type, Name: name, Multiple: false, Required: false }]),
  )

function looked(record: CrmRecord, instance: Instance, source: string, name: string): Value {
  if (source === 'Document') {
    const field = documentNames[name.toUpperCase()]
    return field && !(field.leadOnly && record.type !== crmTypes.lead) ? field.read(record) : ''
  }
  const step = instance.steps.find((one) => one.robotId === source)
  const key = Object.keys(step?.returned ?? {}).find((one) => one.toLowerCase() === name.toLowerCase())
  return key === undefined ? '' : (step?.returned[key] ?? '')
}

/** A value that is only a reference takes what was returned as it is; inside a text people are written by name. */
export function resolve(world: World, record: CrmRecord, instance: Instance, value: Value): Value {
  if (Array.isArray(value)) return value.flatMap((one) => resolve(world, record, instance, one))
  const whole = /^\{=([A-Za-z0-9_-]+):([A-Za-z0-9_]+)\}$/.exec(value.trim())
  if (whole) return looked(record, instance, whole[1] ?? '', whole[2] ?? '')
  return value.replace(reference, (_, source: string, name: string) => {
    const found = looked(record, instance, source, name)
    return (Array.isArray(found) ? found : [found]).map((one) => inWords(world, one)).join(', ')
  })
}

function inWords(world: World, value: string): string {
  const user = /^user_(\d+)$/.exec(value)
  const person = user ? personOf(world, Number(user[1])) : undefined
  return person ? fullName(person) : value
}

/** Users in any notation: `user_5`, `5`, several with `;` or `,` between. */
export function usersIn(value: Value): number[] {
  const texts = (Array.isArray(value) ? value : [value]).flatMap((text) => text.split(/[;,]/))
  return [...new Set(texts.map((text) => Number(text.trim().replace(/^user_/, ''))).filter((id) => Number.isInteger(id) && id > 0))]
}

/** People are `user_5` in a process; a variant writes the bare number. */
function userText(world: World, value: string): string {
  const number = /^(?:user_)?(\d+)$/.exec(value.trim())?.[1]
  return number === undefined ? value : world.variants.has('users-without-prefix') ? number : `user_${number}`
}

function sent(world: World, value: string, type: string): string {
  if (type === 'user') return userText(world, value)
  if (type === 'bool') return /^(y|1|true|да|yes)$/i.test(value.trim()) ? 'Y' : 'N'
  return value
}

/** Resolved values of all declared properties; what nobody filled in is the default, null becomes an empty text. */
export function propertyValues(
  world: World,
  record: CrmRecord,
  instance: Instance,
  values: Readonly<Record<string, Value>>,
  declared: Readonly<Record<string, RobotProperty>>,
): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(declared).map(([id, property]) => {
      const given = values[id] ?? (Array.isArray(property.default) ? property.default.map(String) : String(property.default ?? ''))
      const resolved = resolve(world, record, instance, given)
      if (property.multiple) {
        const list = (Array.isArray(resolved) ? resolved : [resolved]).filter((one) => one !== '')
        return [id, list.length > 0 ? list.map((one) => sent(world, one, property.type)) : '']
      }
      const single = Array.isArray(resolved) ? (resolved[0] ?? '') : resolved
      return [id, single === '' && property.type === 'bool' ? 'N' : sent(world, single, property.type)]
    }),
  )
}

/** What `RETURN_VALUES` brings: names are matched in any letter case, unknown ones are ignored. */
export function returnedValues(
  world: World,
  posted: Readonly<Record<string, unknown>>,
  declared: Readonly<Record<string, RobotProperty>>,
): Record<string, Value> {
  const given = new Map(Object.entries(posted).map(([name, value]) => [name.toLowerCase(), value]))
  return Object.fromEntries(
    Object.entries(declared)
      .filter(([name]) => given.has(name.toLowerCase()))
      .map(([name, property]) => {
        const value = given.get(name.toLowerCase())
        const texts = (typeof value === 'object' && value !== null ? Object.values(value) : [value]).map((one) =>
          one === null || one === undefined ? '' : world.variants.has('users-without-prefix') && property.type === 'user' ? userText(world, String(one)) : String(one),
        )
        return [name, property.multiple ? texts.filter((one) => one !== '') : (texts[0] ?? '')]
      }),
  )
}
