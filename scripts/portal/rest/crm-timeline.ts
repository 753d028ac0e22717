/** `crm.timeline.comment.*`: comments in a record's timeline; the author is whoever's token it is. */
import { iso } from '../clock.ts'
import { fireEvent } from '../events.ts'
import { matches, page, sorted } from '../filter.ts'
import type { Row } from '../filter.ts'
import { method, wire } from '../method.ts'
import type { Call } from '../method.ts'
import { addTimeline } from '../notices.ts'
import { Refusal } from '../refusal.ts'
import type { CrmKind, CrmRecord } from '../state.ts'
import { canRead, recordOf } from '../world.ts'

const kinds: readonly CrmKind[] = ['lead', 'deal', 'contact', 'company']

function owner(call: Call, type: unknown, id: unknown): CrmRecord {
  const kind = kinds.find((one) => one === String(type ?? '').toLowerCase())
  if (!kind) throw new Refusal(400, 'INVALID_ARG_VALUE', 'Wrong entity type')
  const record = recordOf(call.world, kind, Number(id))
  if (!record) throw new Refusal(400, 'OWNER_NOT_FOUND', 'Owner was not found')
  if (!canRead(call.world, call.person, record)) throw new Refusal(400, 'ACCESS_DENIED', 'Access denied.')
  return record
}

const field = (row: Row, name: string): unknown => row[name.toUpperCase()]

export const crmTimeline = {
  'crm.timeline.comment.add': method({
    params: { fields: wire.map },
    writes: true,
    cost: 0.08,
    run(call, { fields }) {
      const known = ['ENTITY_ID', 'ENTITY_TYPE', 'COMMENT', 'FILES']
      Object.keys(fields).forEach((name) => known.includes(name) || call.unknown(`fields.${name}`))
      if (fields['FILES'] !== undefined) call.unknown('fields.FILES')
      const record = owner(call, fields['ENTITY_TYPE'], fields['ENTITY_ID'])
      const text = fields['COMMENT']
      if (typeof text !== 'string' && typeof text !== 'number') throw new Refusal(400, 'INVALID_ARG_VALUE', 'Comment message is not specified.')
      if (String(text).trim() === '') throw new Refusal(400, 'INVALID_ARG_VALUE', 'Comment message is not specified.')
      const id = addTimeline(call.world, 'comment', record, call.person.id, call.installation !== null, String(text))
      fireEvent(call.world, 'ONCRMTIMELINECOMMENTADD', { ID: id }, call.person.id)
      return { result: id }
    },
  }),

  'crm.timeline.comment.list': method({
    params: { select: wire.list.optional(), filter: wire.map, order: wire.map.optional(), start: wire.int.optional() },
    invalid: () => new Refusal(400, '', 'Access denied.'),
    run(call, { select = [], filter, order = {}, start }) {
      const key = (name: string) => Object.entries(filter).find(([one]) => one.replace(/^=/, '') === name)?.[1]
      if (key('ENTITY_ID') === undefined || key('ENTITY_TYPE') === undefined) throw new Refusal(400, '', 'Access denied.')
      const record = owner(call, key('ENTITY_TYPE'), key('ENTITY_ID'))
      const rows = call.world.state.timeline
        .filter((row) => row.kind === 'comment' && row.record.id === record.id && recordOf(call.world, row.record.kind, row.record.id) === record)
        .map((row) => ({
          ID: String(row.id),
          ENTITY_ID: String(row.record.id),
          ENTITY_TYPE: row.record.kind,
          CREATED: iso(row.at),
          COMMENT: row.text,
          AUTHOR_ID: String(row.authorId ?? 0),
          FILES: [],
        }))
        .filter((row) => matches(row, filter, field, (name) => call.unknown(`filter.${name}`)))
      const names = select.map(String).filter((name) => name !== '*')
      const shown = (row: Row): Row => (names.length === 0 ? row : Object.fromEntries(Object.entries(row).filter(([name]) => names.includes(name))))
      return page(sorted(rows, Object.keys(order).length > 0 ? order : { ID: 'ASC' }, field), start, (page) => page.map(shown))
    },
  }),
}
