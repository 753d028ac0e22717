/** `crm.item.*`: leads, deals, contacts and companies in camelCase with JSON numbers. */
import { fieldWords, userFieldKey, userFieldWords } from '../../crm/field-words.ts'
import { itemFields } from '../../crm/fields.ts'
import { addRecord, deleteRecord, updateRecord } from '../../crm/records.ts'
import { author, checkOrder, findRecord, notAllowed, typeOf } from '../../crm/rights.ts'
import { userFieldsOf } from '../../crm/user-fields.ts'
import { itemOf, readField } from '../../crm/values.ts'
import { filterFields, matches, page, sorted } from '../../door/filter.ts'
import { method, wire } from '../../door/method.ts'
import type { Call } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import { blankRecord } from '../../seed/crm.ts'
import type { CrmRecord } from '../../state/state.ts'
import { canRead, say } from '../../world.ts'
import type { World } from '../../world.ts'

const useOriginalUfNames = wire.bool.optional()

function add(call: Call, entityTypeId: number, fields: Readonly<Record<string, unknown>>, imports = false): CrmRecord {
  return addRecord(call.world, typeOf(call, entityTypeId), fields, { ...author(call), imports }, (field) => call.unknown(field))
}

const tooMany = (world: World) =>
  new Refusal(
    400,
    'MAX_IMPORT_BATCH_SIZE_EXCEEDED',
    say(world, 'Вы не можете импортировать больше 20 элементов', 'You cannot import more than 20 items'),
  )

export const crmItem = {
  'crm.item.fields': method({
    params: { entityTypeId: wire.int, useOriginalUfNames },
    run(call, { entityTypeId, useOriginalUfNames: original = false }) {
      const { world } = call
      const type = typeOf(call, entityTypeId)
      const own = userFieldsOf(world, type).map((field) => [userFieldKey(field, original), userFieldWords(world, field, false)] as const)
      const standing = [...itemFields[type]].map(([name, field]) => [name, fieldWords(world, field, false)] as const)
      return { result: { fields: Object.fromEntries([...standing, ...own]) } }
    },
  }),

  'crm.item.get': method({
    params: { entityTypeId: wire.int, id: wire.int, useOriginalUfNames },
    cost: 0.03,
    run(call, { entityTypeId, id, useOriginalUfNames: originalNames }) {
      return { result: { item: itemOf(call.world, findRecord(call, entityTypeId, id), { multifields: true, originalNames }) } }
    },
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
    run(call, { entityTypeId, select, filter = {}, order = {}, start, useOriginalUfNames: originalNames }) {
      const { world } = call
      const type = typeOf(call, entityTypeId)
      const blank = blankRecord(type, 0, 0, 0)
      const known = (name: string) => readField(world, blank, name) !== undefined
      for (const name of filterFields(filter)) if (!known(name)) throw notAllowed('filter', name)
      checkOrder(order, known)
      const rows = world.state.records.filter((record) => record.type === type && canRead(world, call.person, record)).map((record) => ({ record }))
      const read = (row: { record: CrmRecord }, name: string) => readField(world, row.record, name)
      const found = rows.filter((row) => matches(row, filter, (one, name) => read(one as { record: CrmRecord }, name), () => undefined))
      const ordered = sorted(found, Object.keys(order).length > 0 ? order : { id: 'asc' }, read)
      const names = select?.map(String) ?? []
      const everything = names.includes('*')
      const shape = { multifields: everything || names.includes('fm'), only: names.length === 0 || everything ? null : names, originalNames }
      return page(ordered, start, (shown) => ({ items: shown.map((row) => itemOf(world, row.record, shape)) }))
    },
  }),

  'crm.item.add': method({
    params: { entityTypeId: wire.int, fields: wire.map, useOriginalUfNames },
    writes: true,
    cost: 0.3,
    run(call, { entityTypeId, fields, useOriginalUfNames: originalNames }) {
      return { result: { item: itemOf(call.world, add(call, entityTypeId, fields), { multifields: false, originalNames }) } }
    },
  }),

  'crm.item.update': method({
    params: { entityTypeId: wire.int, id: wire.int, fields: wire.map, useOriginalUfNames },
    writes: true,
    cost: 0.3,
    run(call, { entityTypeId, id, fields, useOriginalUfNames: originalNames }) {
      const record = updateRecord(call.world, findRecord(call, entityTypeId, id), fields, author(call), (field) => call.unknown(field))
      return { result: { item: itemOf(call.world, record, { multifields: false, originalNames }) } }
    },
  }),

  'crm.item.delete': method({
    params: { entityTypeId: wire.int, id: wire.int },
    writes: true,
    cost: 0.2,
    run(call, { entityTypeId, id }) {
      deleteRecord(call.world, findRecord(call, entityTypeId, id), author(call))
      return { result: [] }
    },
  }),

  'crm.item.import': method({
    params: { entityTypeId: wire.int, fields: wire.map, useOriginalUfNames },
    writes: true,
    cost: 0.3,
    run: (call, { entityTypeId, fields }) => ({ result: { item: { id: add(call, entityTypeId, fields, true).id } } }),
  }),

  /** Up to twenty at once; one that is refused says why in its place. */
  'crm.item.batchImport': method({
    params: { entityTypeId: wire.int, data: wire.list, useOriginalUfNames },
    writes: true,
    cost: 2,
    run(call, { entityTypeId, data }) {
      if (data.length > 20) throw tooMany(call.world)
      typeOf(call, entityTypeId)
      const items = data.map((fields) => {
        try {
          return { item: { id: add(call, entityTypeId, fields as Record<string, unknown>, true).id } }
        } catch (reason) {
          if (!(reason instanceof Refusal)) throw reason
          return reason.body
        }
      })
      return { result: { items } }
    },
  }),
}
