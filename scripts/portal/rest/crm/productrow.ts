/** `crm.item.productrow.*`: what a lead or a deal sells; prices of a row belong together, and the record's sum follows unless it was set by hand. */
import { described } from '../../crm/field-words.ts'
import { upperOf } from '../../crm/fields.ts'
import { updateRecord } from '../../crm/records.ts'
import { author, checkOrder, denied, notAllowed, notFound, ownerOf } from '../../crm/rights.ts'
import { filterFields, matches, page, sorted } from '../../door/filter.ts'
import type { Row } from '../../door/filter.ts'
import { method, wire } from '../../door/method.ts'
import type { Call } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import type { ProductRow } from '../../state/crm.ts'
import { crmTypes } from '../../state/kinds.ts'
import type { CrmRecord } from '../../state/state.ts'
import { canChange, canRead, nextId, say } from '../../world.ts'

type Values = Readonly<Record<string, unknown>>

const ownerTypes = { L: crmTypes.lead, D: crmTypes.deal } as const
const measures: Readonly<Record<number, string>> = { 6: 'м', 112: 'л', 163: 'г', 166: 'кг', 796: 'шт' }
const cents = (sum: number): number => Math.round(sum * 100) / 100

/** Prices with and without tax, before and after the discount, from the one that was said. */
function rowOf(row: ProductRow): Record<string, unknown> {
  const tax = 1 + (row.taxRate ?? 0) / 100
  const exclusive = row.price / tax
  const netto = exclusive + row.discountSum
  return {
    id: row.id,
    ownerId: row.ownerId,
    ownerType: row.ownerType,
    productId: row.productId,
    productName: row.productName,
    price: row.price,
    priceAccount: row.price,
    priceExclusive: cents(exclusive),
    priceNetto: cents(netto),
    priceBrutto: cents(netto * tax),
    quantity: row.quantity,
    discountTypeId: row.discountTypeId,
    discountRate: row.discountRate,
    discountSum: row.discountSum,
    taxRate: row.taxRate,
    taxIncluded: row.taxIncluded ? 'Y' : 'N',
    customized: 'Y',
    measureCode: row.measureCode,
    measureName: measures[row.measureCode] ?? '',
    sort: row.sort,
    xmlId: '',
    type: row.productId > 0 ? 4 : 1,
    storeId: null,
  }
}

function ownerFor(call: Call, ownerType: unknown, ownerId: unknown, changes: boolean): CrmRecord {
  const typeId = ownerTypes[String(ownerType) as keyof typeof ownerTypes] as number | undefined
  if (typeId === undefined) throw new Refusal(400, 'ENTITY_TYPE_NOT_SUPPORTED', `Entity type ${String(ownerType)} is not supported`)
  const owner = ownerOf(call, typeId, Number(ownerId))
  if (changes && !canChange(call.world, call.person, owner)) throw denied(call.world)
  return owner
}

function find(call: Call, id: unknown, changes: boolean): ProductRow {
  const row = call.world.state.productRows.find((one) => one.id === Number(id))
  if (!row) throw notFound(call.world)
  ownerFor(call, row.ownerType, row.ownerId, changes)
  return row
}

/** A percentage is taken off the price before discount; whichever of rate and sum is said, the other follows. */
function write(call: Call, row: ProductRow, fields: Values): void {
  const number = (name: string, least = 0): number => {
    const value = Number(fields[name])
    if (Number.isNaN(value) || value < least)
      throw new Refusal(400, '0', say(call.world, `Неверное значение поля "${name}"`, `Invalid value of the field "${name}"`))
    return value
  }
  for (const [name, value] of Object.entries(fields)) {
    if (name === 'productId' || name === 'price' || name === 'quantity' || name === 'measureCode' || name === 'sort') row[name] = number(name)
    else if (name === 'productName') row.productName = String(value)
    else if (name === 'taxRate') row.taxRate = value === null || value === '' ? null : number(name)
    else if (name === 'taxIncluded') row.taxIncluded = /^(y|1|true)$/i.test(String(value))
    else if (name === 'discountTypeId') row.discountTypeId = number(name) === 1 ? 1 : 2
    else if (!['discountRate', 'discountSum', 'ownerId', 'ownerType', 'id'].includes(name)) call.unknown(`fields.${name}`)
  }
  if (row.productName === '') row.productName = say(call.world, `Товар ${row.productId}`, `Product ${row.productId}`)
  const exclusive = row.price / (1 + (row.taxRate ?? 0) / 100)
  if (row.discountTypeId === 2 && fields['discountRate'] !== undefined) {
    row.discountRate = number('discountRate')
    if (row.discountRate >= 100 && fields['discountSum'] === undefined)
      throw new Refusal(400, '0', 'Discount Sum (DISCOUNT_SUM) is required if Percentage Discount Type (DISCOUNT_TYPE_ID) is defined and Discount Rate (DISCOUNT_RATE) is 100%')
    row.discountSum = row.discountRate >= 100 ? number('discountSum') : cents((exclusive * row.discountRate) / (100 - row.discountRate))
  } else if (fields['discountSum'] !== undefined) {
    row.discountSum = number('discountSum')
    row.discountRate = row.discountSum > 0 ? cents((row.discountSum / (exclusive + row.discountSum)) * 100) : 0
  }
}

const blank: ProductRow = {
  id: 0,
  ownerType: 'D',
  ownerId: 0,
  productId: 0,
  productName: '',
  price: 0,
  quantity: 1,
  discountTypeId: 2,
  discountRate: 0,
  discountSum: 0,
  taxRate: null,
  taxIncluded: false,
  measureCode: 796,
  sort: 10,
}
/** What a row has, whosoever it is. */
const blankFields = rowOf(blank)

const isOf = (owner: CrmRecord) => (row: ProductRow) => row.ownerId === owner.id && ownerTypes[row.ownerType] === owner.type

function settle(call: Call, owner: CrmRecord): void {
  call.world.touch()
  if (owner.manualOpportunity) return
  const opportunity = cents(call.world.state.productRows.filter(isOf(owner)).reduce((sum, row) => sum + row.price * row.quantity, 0))
  updateRecord(call.world, owner, { opportunity }, author(call), () => undefined)
}

function addRow(call: Call, owner: CrmRecord, fields: Values): ProductRow {
  const row: ProductRow = { ...blank, id: nextId(call.world, 'productRow'), ownerType: owner.type === crmTypes.lead ? 'L' : 'D', ownerId: owner.id }
  write(call, row, fields)
  call.world.state.productRows.push(row)
  return row
}

const writing = { writes: true, cost: 0.1 } as const

export const crmProductRow = {
  'crm.item.productrow.fields': method({
    params: {},
    run() {
      const computed = ['id', 'priceAccount', 'priceExclusive', 'priceNetto', 'priceBrutto', 'customized', 'measureName', 'type', 'storeId']
      const typeOf = (name: string, value: unknown) =>
        /Id$|^id$|sort|Code$|^type$/.test(name) ? 'integer' : typeof value === 'number' || name === 'taxRate' ? 'double' : 'string'
      const fields = Object.entries(blankFields).map(([name, value]) => {
        const upperName = upperOf(name)
        return [name, { ...described(typeOf(name, value), upperName, { readOnly: computed.includes(name) }), upperName }] as const
      })
      return { result: { fields: Object.fromEntries(fields) } }
    },
  }),

  'crm.item.productrow.list': method({
    cost: 0.05,
    params: { filter: wire.map, order: wire.map.optional(), start: wire.int.optional() },
    run(call, { filter, order = {}, start }) {
      const { world } = call
      const rows = world.state.productRows
        .filter((row) => world.state.records.some((record) => isOf(record)(row) && canRead(world, call.person, record)))
        .map(rowOf)
      const known = (name: string) => name in blankFields
      const names = filterFields(filter)
      for (const name of names) if (!known(name)) throw notAllowed('filter', name)
      if (!names.includes('ownerType')) throw new Refusal(400, '0', 'Required filter field: ownerType')
      checkOrder(order, known)
      const read = (row: Row, name: string) => row[name]
      const found = rows.filter((row) => matches(row, filter, read, () => undefined))
      return page(sorted(found, Object.keys(order).length > 0 ? order : { id: 'asc' }, read), start, (productRows) => ({ productRows }))
    },
  }),

  'crm.item.productrow.get': method({ params: { id: wire.text }, run: (call, { id }) => ({ result: { productRow: rowOf(find(call, id, false)) } }) }),

  'crm.item.productrow.add': method({
    ...writing,
    params: { fields: wire.map },
    run(call, { fields }) {
      const owner = ownerFor(call, fields['ownerType'], fields['ownerId'], true)
      const row = addRow(call, owner, fields)
      settle(call, owner)
      return { result: { productRow: rowOf(row) } }
    },
  }),

  'crm.item.productrow.update': method({
    ...writing,
    params: { id: wire.text, fields: wire.map },
    run(call, { id, fields }) {
      const row = find(call, id, true)
      write(call, row, fields)
      settle(call, ownerFor(call, row.ownerType, row.ownerId, true))
      return { result: { productRow: rowOf(row) } }
    },
  }),

  'crm.item.productrow.delete': method({
    ...writing,
    params: { id: wire.text },
    run(call, { id }) {
      const { state } = call.world
      const row = find(call, id, true)
      state.productRows = state.productRows.filter((one) => one !== row)
      settle(call, ownerFor(call, row.ownerType, row.ownerId, true))
      return { result: null }
    },
  }),

  /** All rows of the record at once; those that are not named are gone. */
  'crm.item.productrow.set': method({
    ...writing,
    params: { ownerId: wire.int, ownerType: wire.text, productRows: wire.list },
    run(call, { ownerId, ownerType, productRows }) {
      const { state } = call.world
      const owner = ownerFor(call, ownerType, ownerId, true)
      const before = state.productRows
      const kept = before.filter((row) => !isOf(owner)(row))
      try {
        state.productRows = [...kept]
        for (const fields of productRows) addRow(call, owner, fields as Values)
      } catch (reason) {
        state.productRows = before
        throw reason
      }
      settle(call, owner)
      return { result: { productRows: state.productRows.filter(isOf(owner)).map(rowOf) } }
    },
  }),
}
