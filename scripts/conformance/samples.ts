/** Requests made up from a schema, for methods whose documented request is missing. */
import type { Json, Schema, SchemaField } from './documents.ts'

/** By name first: a field of this name wants this kind of value whatever its type says. */
const named: readonly (readonly [name: RegExp, value: unknown])[] = [
  [/handler|url$/i, 'https://example.com/handler'],
  [/^placement$/i, 'PLACEMENT_CODE'],
  [/^event$/i, 'ONCRMLEADADD'],
  [/^(entity|owner)_?type_?id$/i, 2],
  [/^(entity|owner)_?type$/i, 'deal'],
  [/^entity_?id$/i, 1],
  [/^ownerid$/i, 1],
  [/^(from|to|deadline|start_?time|end_?time|time)$/i, '2026-01-15T12:00:00+00:00'],
  [/^event_?token$/i, 'token'],
  [/^document_?id$/i, ['crm', 'CCrmDocumentLead', 'LEAD_1']],
  [/^document_?type$/i, ['crm', 'CCrmDocumentLead', 'LEAD']],
  [/^user_?type_?id$/i, 'string'],
  [/^dialog_?id$/i, '1'],
  [/^users$/i, [1]],
  [/^title$|^name$|^comment$|^message$|^text$|^subject$/i, 'Conformance'],
  [/^field_?name$/i, 'CONFORMANCE'],
  [/^code$/i, 'conformance'],
  [/^id$/i, '1'],
  [/^email$/i, 'person@example.com'],
]

const byBase: Readonly<Record<string, unknown>> = {
  integer: 1,
  number: 1,
  string: 'text',
  boolean: 'Y',
  char: 'Y',
  array: [],
  object: {},
  date: '2026-01-15',
  datetime: '2026-01-15T12:00:00+00:00',
  any: 'text',
}

/** Fields without which a record says nothing, where the schema does not tell which are required. */
const telling = /^(title|name|comment|message|ownertypeid|entitytypeid|user_type_id|field_name)$/i

export function sampleValue(field: SchemaField, schema: Schema): unknown {
  // The dictionary of a status; everywhere else this is the number of a record.
  if (field.base === 'string' && /^entity_?id$/i.test(field.name)) return 'SOURCE'
  if (/^filter$/i.test(field.name) && schema.entityFields?.includes('ENTITY_ID')) return { ENTITY_TYPE: 'deal', ENTITY_ID: 1 }
  if (schema.method.startsWith('crm.currency.') && /^(id|currency)$/i.test(field.name)) return schema.method.includes('.base.') ? 'RUB' : 'CHF'
  const found = named.find(([pattern]) => pattern.test(field.name))
  if (found && field.base !== 'object') return found[1]
  if (field.base !== 'object') return byBase[field.base] ?? 'text'
  const def = schema.defs[(field.ref ?? '').replace('#/defs/', '')]
  const inner = def?.fields?.filter((one) => one.required === true || telling.test(one.name)) ?? []
  if (inner.length > 0) return Object.fromEntries(inner.map((one) => [one.name, sampleValue(one, schema)]))
  return /^(fields|data|arfields)$/i.test(field.name) ? { TITLE: 'Conformance', title: 'Conformance', NAME: 'Conformance', name: 'Conformance' } : {}
}

/** Everything that is, or may be, required; or simply everything. */
export function sampleRequest(schema: Schema | undefined, everything = false): Json {
  if (!schema) return {}
  const wanted = schema.params.filter(
    (one) => everything || one.required === true || (one.required === 'unknown' && !/^(select|filter|order|start|params)$/i.test(one.name)),
  )
  return Object.fromEntries(wanted.map((one) => [one.name, sampleValue(one, schema)]))
}
