/** Fields of CRM records as `crm.item.*` names and types them: read, written, filtered by. */
import { iso } from './clock.ts'
import { Refusal } from './refusal.ts'
import type { CrmRecord, CrmType, Multifield } from './state.ts'
import { crmTypes } from './state.ts'
import { nextId } from './world.ts'
import type { World } from './world.ts'

type Kind = 'int' | 'text' | 'number' | 'flag' | 'users' | 'ids' | 'moment'

interface Field {
  readonly kind: Kind
  readonly types: readonly CrmType[]
  readonly read: (record: CrmRecord) => unknown
  /** Absent: the field is read only. */
  readonly write?: (record: CrmRecord, value: never) => void
}

const { lead, deal, contact, company } = crmTypes
const all = [lead, deal, contact, company]
const staged = [lead, deal]
const people = [lead, contact]

const orNull = (text: string): string | null => (text === '' ? null : text)

/** A text that lies in the record under the same name. */
const own = <
  K extends 'title' | 'name' | 'secondName' | 'lastName' | 'post' | 'companyTitle' | 'sourceId' | 'sourceDescription' | 'comments' | 'currencyId',
>(
  key: K,
  types: readonly CrmType[],
): Field => ({
  kind: 'text',
  types,
  read: (record) => (key === 'title' ? record[key] : orNull(record[key])),
  write: (record, value: string) => {
    record[key] = value
  },
})
const more = (key: string, types: readonly CrmType[], kind: Kind = 'text'): Field => ({
  kind,
  types,
  read: (record) => record.more[key] ?? null,
  write: (record, value: unknown) => {
    record.more[key] = value
  },
})
const onlyRead = (kind: Kind, types: readonly CrmType[], read: (record: CrmRecord) => unknown): Field => ({ kind, types, read })

/** Every pipeline has the system's own final stages. */
const semanticsOf = (stageId: string): string => (/(^|:)(WON|CONVERTED)$/.test(stageId) ? 'S' : /(^|:)(LOSE|JUNK)$/.test(stageId) ? 'F' : 'P')

const phones = (record: CrmRecord, type: Multifield['typeId']) => record.fm.filter((one) => one.typeId === type)

export const fields: Readonly<Record<string, Field>> = {
  id: onlyRead('int', all, (record) => record.id),
  createdTime: onlyRead('moment', all, (record) => iso(record.createdAt)),
  updatedTime: onlyRead('moment', all, (record) => iso(record.updatedAt)),
  createdBy: onlyRead('int', all, (record) => record.createdBy),
  updatedBy: onlyRead('int', all, (record) => record.updatedBy),
  movedTime: onlyRead('moment', staged, (record) => iso(record.movedAt)),
  movedBy: onlyRead('int', staged, (record) => record.movedBy),
  lastActivityTime: onlyRead('moment', staged, (record) => iso(record.updatedAt)),
  hasPhone: onlyRead('flag', [lead, contact, company], (record) => (phones(record, 'PHONE').length > 0 ? 'Y' : 'N')),
  hasEmail: onlyRead('flag', [lead, contact, company], (record) => (phones(record, 'EMAIL').length > 0 ? 'Y' : 'N')),
  isReturnCustomer: onlyRead('flag', staged, (record) => (record.returning ? 'Y' : 'N')),
  title: own('title', [lead, deal, company]),
  name: own('name', people),
  secondName: own('secondName', people),
  lastName: own('lastName', people),
  post: own('post', people),
  companyTitle: own('companyTitle', [lead]),
  sourceId: own('sourceId', [lead, deal, contact]),
  sourceDescription: own('sourceDescription', [lead, deal, contact]),
  comments: own('comments', all),
  currencyId: own('currencyId', [lead, deal, company]),
  assignedById: { kind: 'int', types: all, read: (record) => record.assignedById, write: (record, id: number) => (record.assignedById = id) },
  opened: { kind: 'flag', types: all, read: (record) => (record.opened ? 'Y' : 'N'), write: (record, yes: boolean) => (record.opened = yes) },
  categoryId: { kind: 'int', types: [deal], read: (record) => record.categoryId, write: (record, id: number) => (record.categoryId = id) },
  stageSemanticId: onlyRead('text', staged, (record) => semanticsOf(record.stageId)),
  stageId: { kind: 'text', types: staged, read: (record) => record.stageId, write: (record, id: string) => (record.stageId = id) },
  opportunity: { kind: 'number', types: staged, read: (record) => record.opportunity, write: (record, sum: number) => (record.opportunity = sum) },
  isManualOpportunity: {
    kind: 'flag',
    types: staged,
    read: (record) => (record.manualOpportunity ? 'Y' : 'N'),
    write: (record, yes: boolean) => (record.manualOpportunity = yes),
  },
  companyId: {
    kind: 'int',
    types: [lead, deal, contact],
    read: (record) => record.companyId,
    write: (record, id: number) => (record.companyId = id),
  },
  contactId: {
    kind: 'int',
    types: [lead, deal],
    read: (record) => record.contactIds[0] ?? 0,
    write: (record, id: number) => (record.contactIds = id > 0 ? [id, ...record.contactIds.filter((one) => one !== id)] : []),
  },
  contactIds: {
    kind: 'ids',
    types: [lead, deal, company],
    read: (record) => record.contactIds,
    write: (record, ids: number[]) => (record.contactIds = ids),
  },
  leadId: {
    kind: 'int',
    types: [deal, contact, company],
    read: (record) => record.leadId || null,
    write: (record, id: number) => (record.leadId = id),
  },
  parentId1: {
    kind: 'int',
    types: [deal, contact, company],
    read: (record) => record.leadId || null,
    write: (record, id: number) => (record.leadId = id),
  },
  observers: {
    kind: 'users',
    types: all,
    read: (record) => record.observers,
    write: (record, ids: number[]) => (record.observers = [...new Set(ids)]),
  },
  originatorId: {
    kind: 'text',
    types: all,
    read: (record) => record.originatorId,
    write: (record, id: string) => (record.originatorId = orNull(id)),
  },
  originId: { kind: 'text', types: all, read: (record) => record.originId, write: (record, id: string) => (record.originId = orNull(id)) },
  ...Object.fromEntries(['utmSource', 'utmMedium', 'utmCampaign', 'utmContent', 'utmTerm'].map((name) => [name, more(name, all)])),
  typeId: more('typeId', [deal, contact, company]),
  begindate: more('begindate', [deal]),
  closedate: more('closedate', [deal]),
  additionalInfo: more('additionalInfo', [deal]),
  birthdate: more('birthdate', people),
  honorific: more('honorific', people),
  statusDescription: more('statusDescription', [lead]),
  webformId: more('webformId', staged, 'int'),
  industry: more('industry', [company]),
}

const userField = /^ufCrm[A-Za-z0-9_]*$/

export function readField(record: CrmRecord, name: string): unknown {
  const field = fields[name]
  if (field) return field.types.includes(record.type) ? field.read(record) : undefined
  return userField.test(name) ? (record.more[name] ?? null) : undefined
}

const notValid = (name: string) => new Refusal(400, 'CRM_FIELD_ERROR_VALUE_NOT_VALID', `Неверное значение поля "${name}"`)

function coerced(name: string, kind: Kind, value: unknown): unknown {
  const integer = (one: unknown): number => {
    const number = one === '' || one === null ? 0 : Number(one)
    if (!Number.isInteger(number) || number < 0 || (typeof one === 'object' && one !== null)) throw notValid(name)
    return number
  }
  if (kind === 'int') return integer(value)
  if (kind === 'users' || kind === 'ids') {
    if (value === '' || value === null) return []
    if (typeof value !== 'object') throw new Refusal(400, '100', `Expected iterable value for multiple field, but got ${typeof value} instead`)
    return Object.values(value).map(integer)
  }
  if (kind === 'number') {
    if (Number.isNaN(Number(value)) || (typeof value === 'object' && value !== null)) throw notValid(name)
    return Number(value)
  }
  if (kind === 'flag') return value === true || value === 'Y' || value === '1' || value === 1
  // PHP would turn a list into the word "Array"; nobody wants that in a title.
  if (typeof value === 'object' && value !== null) throw notValid(name)
  return value === null || value === undefined ? '' : String(value)
}

/** Phones and e-mails: `[{typeId, valueType, value}]`, or a map by record id on update. */
function writeMultifields(world: World, record: CrmRecord, value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  for (const [key, entry] of Object.entries(value as Record<string, unknown>)) {
    if (typeof entry !== 'object' || entry === null) continue
    const { typeId, valueType, value: text, id, DELETE: gone } = entry as Record<string, unknown>
    const known = record.fm.find((one) => one.id === Number(id ?? (Array.isArray(value) ? NaN : key)))
    if (gone === 'Y' && known) record.fm = record.fm.filter((one) => one !== known)
    else if (known)
      Object.assign(known, {
        ...(valueType === undefined ? {} : { valueType: String(valueType) }),
        ...(text === undefined ? {} : { value: String(text) }),
      })
    else if (text) {
      const type = (['PHONE', 'EMAIL', 'WEB', 'IM'] as const).find((one) => one === typeId)
      if (type) record.fm.push({ id: nextId(world, 'multifield'), typeId: type, valueType: String(valueType ?? 'WORK'), value: String(text) })
    }
  }
}

/** Writes what is known; unknown and read-only fields are ignored without an error, as the real portal does, but reported. */
export function writeFields(world: World, record: CrmRecord, values: Readonly<Record<string, unknown>>, unknown: (field: string) => void): void {
  for (const [name, value] of Object.entries(values)) {
    const field = fields[name]
    if (name === 'fm' && record.type !== deal) writeMultifields(world, record, value)
    else if (userField.test(name)) record.more[name] = value
    else if (field?.write && field.types.includes(record.type)) field.write(record, coerced(name, field.kind, value) as never)
    else unknown(`fields.${name}`)
  }
}

/** All fields of the kind; phones and e-mails only where asked for. */
export function itemOf(record: CrmRecord, withMultifields: boolean, only: readonly string[] | null): Record<string, unknown> {
  const full: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(fields)) if (field.types.includes(record.type)) full[name] = field.read(record)
  for (const [name, value] of Object.entries(record.more)) if (!(name in full)) full[name] = value
  if (withMultifields && record.type !== deal) full['fm'] = record.fm.map(({ id, typeId, valueType, value }) => ({ id, valueType, value, typeId }))
  full['entityTypeId'] = record.type
  if (!only) return full
  return Object.fromEntries(Object.entries(full).filter(([name]) => name === 'id' || only.includes(name)))
}
