/** `crm.stagehistory.list`: every step that leads and deals have taken. */
import { iso } from '../../clock.ts'
import { checkOrder, intranetOnly, notAllowed } from '../../crm/rights.ts'
import { filterFields, matches, page, sorted } from '../../door/filter.ts'
import type { Row } from '../../door/filter.ts'
import { method, wire } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import type { StageMove } from '../../state/crm.ts'
import { crmTypes } from '../../state/kinds.ts'
import { canRead } from '../../world.ts'

function rowOf(move: StageMove): Record<string, unknown> {
  const common = { ID: move.id, TYPE_ID: move.typeId, OWNER_ID: move.ownerId, CREATED_TIME: iso(move.at) }
  if (move.ownerTypeId === crmTypes.lead) return { ...common, STATUS_SEMANTIC_ID: move.semantics, STATUS_ID: move.stageId }
  return { ...common, CATEGORY_ID: move.categoryId, STAGE_SEMANTIC_ID: move.semantics, STAGE_ID: move.stageId }
}

const names = ['ID', 'TYPE_ID', 'OWNER_ID', 'CREATED_TIME']
const namesOf = (typeId: number): string[] =>
  typeId === crmTypes.lead ? [...names, 'STATUS_SEMANTIC_ID', 'STATUS_ID'] : [...names, 'CATEGORY_ID', 'STAGE_SEMANTIC_ID', 'STAGE_ID']

export const crmHistory = {
  'crm.stagehistory.list': method({
    cost: 0.05,
    params: {
      entityTypeId: wire.int,
      order: wire.map.optional(),
      filter: wire.map.optional(),
      select: wire.list.optional(),
      start: wire.int.optional(),
    },
    run(call, { entityTypeId, order = {}, filter = {}, select = [], start }) {
      intranetOnly(call)
      const { state } = call.world
      if (entityTypeId !== crmTypes.lead && entityTypeId !== crmTypes.deal)
        throw new Refusal(400, 'ENTITY_TYPE_NOT_SUPPORTED', `Entity type ${entityTypeId} is not supported`)
      const known = (name: string) => namesOf(entityTypeId).includes(name)
      for (const name of filterFields(filter)) if (!known(name)) throw notAllowed('filter', name)
      checkOrder(order, known)
      const read = (row: Row, name: string) => row[name]
      const rows = state.stageMoves
        .filter((move) => {
          const owner = state.records.find((one) => one.type === move.ownerTypeId && one.id === move.ownerId)
          return move.ownerTypeId === entityTypeId && owner !== undefined && canRead(call.world, call.person, owner)
        })
        .map(rowOf)
        .filter((row) => matches(row, filter, read, () => undefined))
      const wanted = select.map(String)
      const shown = (row: Row): Row =>
        wanted.length === 0 || wanted.includes('*') ? row : Object.fromEntries(Object.entries(row).filter(([name]) => wanted.includes(name)))
      const ordered = sorted(rows, Object.keys(order).length > 0 ? order : { ID: 'ASC' }, read)
      return page(ordered, start, (items) => ({ items: items.map(shown) }))
    },
  }),
}
