/** The frozen methods of leads, deals, contacts and companies: UPPER_CASE fields and numbers as text. */
import { fieldWords, multifieldWords, userFieldWords } from '../../crm/field-words.ts'
import { oldFields } from '../../crm/fields.ts'
import { oldRow, sortsBy } from '../../crm/old-row.ts'
import { addRecord, deleteRecord, updateRecord } from '../../crm/records.ts'
import { author } from '../../crm/rights.ts'
import { userFieldOf, userFieldsOf } from '../../crm/user-fields.ts'
import { multifieldTypes } from '../../crm/values.ts'
import { matches, page, sorted } from '../../door/filter.ts'
import { method, wire } from '../../door/method.ts'
import type { Call, Handler } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import { crmTypes } from '../../state/kinds.ts'
import type { CrmKind, CrmType } from '../../state/kinds.ts'
import type { CrmRecord } from '../../state/state.ts'
import { canRead, recordOf } from '../../world.ts'

const plain = (text: string) => new Refusal(400, '', text)
const badId = plain('ID is not defined or invalid.')
const denied = plain('Access denied.')

function find(call: Call, kind: CrmKind, id: number): CrmRecord {
  if (kind === 'lead' && call.world.state.crmMode === 'simple') throw denied
  if (id <= 0) throw badId
  const record = recordOf(call.world, kind, id)
  if (!record) throw plain('Not found')
  if (!canRead(call.world, call.person, record)) throw denied
  return record
}

/** Refusals of these methods have a text and no code. */
function uncoded<T>(work: () => T): T {
  try {
    return work()
  } catch (reason) {
    if (reason instanceof Refusal && reason.code !== '') throw reason.code === 'ACCESS_DENIED' ? denied : plain(`${reason.text}<br>`)
    throw reason
  }
}

const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Fields by the names of `crm.item.*`; telephones and the like become `fm`. */
function itemValues(call: Call, type: CrmType, given: Readonly<Record<string, unknown>>, adding: boolean): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  const fm: Record<string, unknown>[] = []
  for (const [raw, value] of Object.entries(given)) {
    const name = raw.toUpperCase()
    const multifield = multifieldTypes.find((one) => one === name)
    const field = oldFields[type].get(name)
    if (multifield && type !== crmTypes.deal) {
      for (const entry of isMap(value) ? Object.values(value).filter(isMap) : []) {
        const { ID: id, VALUE_TYPE: valueType, VALUE: text, DELETE: gone } = entry
        fm.push({ id: id ?? 0, typeId: multifield, valueType, value: text, DELETE: id && text === '' ? 'Y' : gone })
      }
    } else if (userFieldOf(call.world, type, name)) values[name] = value
    // Where a visitor came from on the web; no field keeps it.
    else if (name === 'TRACE' && adding) continue
    else if (!field || field.readOnly) call.unknown(`fields.${raw}`)
    // What may be written once is left as it is, without a word.
    else if (adding || !field.once) values[field.name] = value
  }
  return fm.length > 0 ? { ...values, fm } : values
}

const fieldsOrRefuse = (name: string) => (name === 'id' ? badId : plain(`Parameter '${name}' must be array.`))
const changing = { caseless: true, writes: true, invalid: fieldsOrRefuse } as const
const unknown = () => undefined

function family<K extends CrmKind>(kind: K) {
  const type = crmTypes[kind]
  const methods: Record<string, Handler> = {
    [`crm.${kind}.add`]: method({
      ...changing,
      cost: 0.3,
      params: { fields: kind === 'company' ? wire.map : wire.map.optional(), params: wire.map.optional() },
      run(call, { fields }) {
        if (!fields) throw fieldsOrRefuse('fields')
        if (call.person.extranet || (kind === 'lead' && call.world.state.crmMode === 'simple')) throw denied
        const record = uncoded(() => addRecord(call.world, type, itemValues(call, type, fields, true), author(call), unknown))
        return { result: record.id }
      },
    }),

    [`crm.${kind}.update`]: method({
      ...changing,
      cost: 0.3,
      params: { id: wire.int, fields: kind === 'lead' || kind === 'deal' ? wire.map.optional() : wire.map, params: wire.map.optional() },
      run(call, { id, fields = {} }) {
        const record = find(call, kind, id)
        uncoded(() => updateRecord(call.world, record, itemValues(call, type, fields, false), author(call), unknown))
        return { result: true }
      },
    }),

    [`crm.${kind}.delete`]: method({
      ...changing,
      cost: 0.2,
      params: { id: wire.int },
      run(call, { id }) {
        const record = find(call, kind, id)
        uncoded(() => deleteRecord(call.world, record, author(call)))
        return { result: true }
      },
    }),

    [`crm.${kind}.get`]: method({
      params: { id: wire.int },
      caseless: true,
      invalid: () => badId,
      run: (call, { id }) => ({ result: oldRow(call.world, find(call, kind, id), null) }),
    }),

    [`crm.${kind}.list`]: method({
      params: { select: wire.list.optional(), filter: wire.map.optional(), order: wire.map.optional(), start: wire.int.optional() },
      caseless: true,
      cost: 0.05,
      invalid: fieldsOrRefuse,
      run(call, { select = [], filter = {}, order = {}, start }) {
        const { world } = call
        if (call.person.extranet || (kind === 'lead' && world.state.crmMode === 'simple')) throw denied
        const { read, known } = sortsBy(world, type)
        const rows = world.state.records.filter((record) => record.type === type && canRead(world, call.person, record)).map((record) => ({ record }))
        const found = rows.filter((row) =>
          matches(
            row,
            filter,
            (one, name) => read((one as { record: CrmRecord }).record, name),
            (name) => call.unknown(`filter.${name}`),
          ),
        )
        const directions = Object.entries(order).filter(([name]) => known(name))
        const ordered = sorted(found, directions.length > 0 ? Object.fromEntries(directions) : { ID: 'ASC' }, (row, name) => read(row.record, name))
        const names = select.map((name) => String(name).toUpperCase())
        return page(ordered, start, (shown) => shown.map((row) => oldRow(world, row.record, names.length > 0 ? names : ['*'])))
      },
    }),

    [`crm.${kind}.fields`]: method({
      params: {},
      run({ world }) {
        const standing = [...oldFields[type]].map(([name, field]) => [name, fieldWords(world, field, true)] as const)
        const numbers = type === crmTypes.deal ? [] : multifieldTypes.map((name) => [name, multifieldWords(world, name)] as const)
        const own = userFieldsOf(world, type).map((field) => [field.name, userFieldWords(world, field, true)] as const)
        return { result: Object.fromEntries([...standing, ...numbers, ...own]) }
      },
    }),
  }
  return methods as Record<`crm.${K}.${'add' | 'update' | 'delete' | 'get' | 'list' | 'fields'}`, Handler>
}

export const crmOld = { ...family('lead'), ...family('deal'), ...family('contact'), ...family('company') }
