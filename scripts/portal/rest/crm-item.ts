/** `crm.item.*`: leads, deals, contacts and companies in camelCase with JSON numbers. */
import { itemOf, readField } from '../crm-fields.ts'
import { addRecord, updateRecord } from '../crm-records.ts'
import type { Author } from '../crm-records.ts'
import { filterFields, matches, page, sorted } from '../filter.ts'
import { method, wire } from '../method.ts'
import type { Call } from '../method.ts'
import { Refusal } from '../refusal.ts'
import { blankRecord } from '../seed-crm.ts'
import type { CrmRecord, CrmType } from '../state.ts'
import { canRead, say } from '../world.ts'
import type { World } from '../world.ts'

const denied = (world: World) => new Refusal(400, 'ACCESS_DENIED', say(world, 'Доступ запрещен', 'Access denied'))
const notFound = (world: World) => new Refusal(400, 'NOT_FOUND', say(world, 'Элемент не найден', 'Item not found'))

function typeOf(world: World, entityTypeId: number): CrmType {
  if (entityTypeId === 5) throw new Refusal(400, 'ENTITY_TYPE_NOT_SUPPORTED', 'Entity type is not supported')
  if (entityTypeId < 1 || entityTypeId > 4) throw new Refusal(400, 'NOT_FOUND', say(world, 'Смарт-процесс не найден', 'SPA not found'))
  // Leads are switched off: nobody has a right to them.
  if (entityTypeId === 1 && world.state.crmMode === 'simple') throw denied(world)
  return entityTypeId as CrmType
}

/** A record that exists and that this person may read; the real portal tells the two apart, so do we. */
function find(call: Call, entityTypeId: number, id: number): CrmRecord {
  const type = typeOf(call.world, entityTypeId)
  const record = call.world.state.records.find((one) => one.type === type && one.id === id)
  if (!record) throw notFound(call.world)
  if (!canRead(call.world, call.person, record)) throw denied(call.world)
  return record
}

const author = (call: Call): Author => ({ person: call.person, fromApp: call.installation !== null })
const useOriginalUfNames = wire.bool.optional()
const notAllowed = (where: string, field: string) =>
  new Refusal(400, 'INVALID_ARG_VALUE', `Invalid ${where}: field '${field}' is not allowed in ${where}`)

export const crmItem = {
  'crm.item.get': method({
    params: { entityTypeId: wire.int, id: wire.int, useOriginalUfNames },
    cost: 0.03,
    run: (call, { entityTypeId, id }) => ({ result: { item: itemOf(find(call, entityTypeId, id), true, null) } }),
  }),

  'crm.item.list': method({
    params: {
      entityTypeId: wire.int,
      select: wire.list.optional(),
      filter: wire.map.optional(),
      order: wire.map.optional(),
      start: wire.int.optional(),
      useOriginalUfNames,
    },
    cost: 0.05,
    run(call, { entityTypeId, select, filter = {}, order = {}, start }) {
      const { world } = call
      const type = typeOf(world, entityTypeId)
      const blank = blankRecord(type, 0, 0, 0)
      const known = (name: string) => readField(blank, name) !== undefined
      for (const name of filterFields(filter)) if (!known(name)) throw notAllowed('filter', name)
      for (const [name, direction] of Object.entries(order)) {
        if (!known(name)) throw notAllowed('order', name)
        if (!/^(asc|desc)$/i.test(String(direction))) {
          throw new Refusal(
            400,
            'INVALID_ARG_VALUE',
            `Invalid order: allowed sort directions are \`ASC, DESC\`. But got '${String(direction)}' for field '${name}'`,
          )
        }
      }
      const rows = world.state.records
        .filter((record) => record.type === type && canRead(world, call.person, record))
        .map((record) => ({ record }))
        .filter((row) =>
          matches(
            row,
            filter,
            (one, name) => readField((one as { record: CrmRecord }).record, name),
            () => undefined,
          ),
        )
      const ordered = sorted(rows, Object.keys(order).length > 0 ? order : { id: 'asc' }, (row, name) => readField(row.record, name))
      const names = select?.map(String) ?? []
      const everything = names.includes('*')
      const only = names.length === 0 || everything ? null : names
      return page(ordered, start, (shown) => ({ items: shown.map((row) => itemOf(row.record, everything || names.includes('fm'), only)) }))
    },
  }),

  'crm.item.add': method({
    params: { entityTypeId: wire.int, fields: wire.map, useOriginalUfNames },
    writes: true,
    cost: 0.3,
    run(call, { entityTypeId, fields }) {
      const record = addRecord(call.world, typeOf(call.world, entityTypeId), fields, author(call), (field) => call.unknown(field))
      return { result: { item: itemOf(record, false, null) } }
    },
  }),

  'crm.item.update': method({
    params: { entityTypeId: wire.int, id: wire.int, fields: wire.map, useOriginalUfNames },
    writes: true,
    cost: 0.3,
    run(call, { entityTypeId, id, fields }) {
      const record = updateRecord(call.world, find(call, entityTypeId, id), fields, author(call), (field) => call.unknown(field))
      return { result: { item: itemOf(record, false, null) } }
    },
  }),
}
