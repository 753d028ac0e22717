/** `crm.timeline.comment.*`: comments in a record's timeline; the author is whoever's token it is. */
import { iso } from '../../clock.ts'
import { described } from '../../crm/field-words.ts'
import { matches, page, sorted } from '../../door/filter.ts'
import type { Row } from '../../door/filter.ts'
import { method, wire } from '../../door/method.ts'
import type { Call } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import { addTimeline } from '../../office/notices.ts'
import { fireEvent } from '../../sending/events.ts'
import type { CrmKind } from '../../state/kinds.ts'
import type { CrmRecord, TimelineRow } from '../../state/state.ts'
import { canChange, canRead, recordOf, say } from '../../world.ts'
import type { World } from '../../world.ts'
import { fileRows, keepFiles } from './comment-files.ts'

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

const commentRow = (world: World, row: TimelineRow): Record<string, unknown> => ({
  ID: String(row.id),
  ENTITY_ID: String(row.record.id),
  ENTITY_TYPE: row.record.kind,
  CREATED: iso(row.at),
  COMMENT: row.text,
  AUTHOR_ID: String(row.authorId ?? 0),
  FILES: fileRows(world, row),
})

interface Found {
  readonly row: TimelineRow
  readonly record: CrmRecord
}

function find({ world }: Call, id: number): Found | null {
  const row = world.state.timeline.find((one) => one.kind === 'comment' && one.id === id)
  const record = row && recordOf(world, row.record.kind, row.record.id)
  return row && record ? { row, record } : null
}

const codedNotFound = new Refusal(400, 'NOT_FOUND', 'Not found.')
/** One's own comment, or one on a record that one may change; the owner may be named, and must be the right one then. */
function findToChange(call: Call, id: number, ownerTypeId: number | undefined, ownerId: number | undefined): Found {
  const found = find(call, id)
  if (!found) throw codedNotFound
  const { row, record } = found
  if ((ownerTypeId ?? record.type) !== record.type || (ownerId ?? record.id) !== record.id) throw new Refusal(400, 'OWNER_NOT_FOUND', 'Owner was not found')
  if (row.authorId !== call.person.id && !canChange(call.world, call.person, record)) throw new Refusal(400, 'ACCESS_DENIED', 'Access denied.')
  return found
}

const said = (text: unknown): string => {
  if ((typeof text !== 'string' && typeof text !== 'number') || String(text).trim() === '')
    throw new Refusal(400, 'INVALID_ARG_VALUE', 'Comment message is not specified.')
  return String(text)
}
const ofOwner = { ownerTypeId: wire.int.optional(), ownerId: wire.int.optional() }

export const crmTimeline = {
  'crm.timeline.comment.add': method({
    params: { fields: wire.map },
    writes: true,
    cost: 0.08,
    run(call, { fields }) {
      const known = ['ENTITY_ID', 'ENTITY_TYPE', 'COMMENT', 'FILES']
      Object.keys(fields).forEach((name) => known.includes(name) || call.unknown(`fields.${name}`))
      const record = owner(call, fields['ENTITY_TYPE'], fields['ENTITY_ID'])
      const text = said(fields['COMMENT'])
      const files = fields['FILES'] === undefined ? [] : keepFiles(call, fields['FILES'])
      const id = addTimeline(call.world, 'comment', record, call.person.id, call.installation !== null, text, files)
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
        .map((row) => commentRow(call.world, row))
        .filter((row) => matches(row, filter, field, (name) => call.unknown(`filter.${name}`)))
      const names = select.map(String).filter((name) => name !== '*')
      const shown = (row: Row): Row => (names.length === 0 ? row : Object.fromEntries(Object.entries(row).filter(([name]) => names.includes(name))))
      return page(sorted(rows, Object.keys(order).length > 0 ? order : { ID: 'ASC' }, field), start, (page) => page.map(shown))
    },
  }),

  'crm.timeline.comment.fields': method({
    params: {},
    run: ({ world }) => ({
      result: {
        ID: described('integer', 'ID', { readOnly: true }),
        CREATED: described('datetime', say(world, 'Дата добавления', 'Added on'), { readOnly: true }),
        ENTITY_ID: described('integer', say(world, 'ID элемента', 'Number of the item'), { required: true, immutable: true }),
        ENTITY_TYPE: described('string', say(world, 'Тип элемента', 'Type of the item'), { required: true, immutable: true }),
        AUTHOR_ID: described('integer', say(world, 'Автор', 'Author'), { immutable: true }),
        COMMENT: described('string', say(world, 'Текст комментария', 'Text')),
        FILES: described('attached_diskfile', say(world, 'Список файлов', 'Files'), { multiple: true }),
      },
    }),
  }),

  'crm.timeline.comment.get': method({
    params: { id: wire.int },
    invalid: () => new Refusal(400, '', 'ID is not defined or invalid.'),
    run(call, { id }) {
      if (id <= 0) throw new Refusal(400, '', 'ID is not defined or invalid.')
      const found = find(call, id)
      if (!found) throw new Refusal(400, '', 'Not found.')
      if (!canRead(call.world, call.person, found.record)) throw new Refusal(400, '', 'Access denied.')
      return { result: commentRow(call.world, found.row) }
    },
  }),

  'crm.timeline.comment.update': method({
    params: { id: wire.int, fields: wire.map, ...ofOwner },
    writes: true,
    cost: 0.08,
    run(call, { id, fields, ownerTypeId, ownerId }) {
      const { row } = findToChange(call, id, ownerTypeId, ownerId)
      Object.keys(fields).forEach((name) => name === 'COMMENT' || name === 'FILES' || call.unknown(`fields.${name}`))
      if (fields['COMMENT'] !== undefined) row.text = said(fields['COMMENT'])
      if (fields['FILES'] !== undefined) row.files = keepFiles(call, fields['FILES'])
      fireEvent(call.world, 'ONCRMTIMELINECOMMENTUPDATE', { ID: id }, call.person.id)
      call.world.touch()
      return { result: id }
    },
  }),

  'crm.timeline.comment.delete': method({
    params: { id: wire.int, ...ofOwner },
    writes: true,
    cost: 0.08,
    run(call, { id, ownerTypeId, ownerId }) {
      const { row } = findToChange(call, id, ownerTypeId, ownerId)
      const { state } = call.world
      state.timeline = state.timeline.filter((one) => one !== row)
      fireEvent(call.world, 'ONCRMTIMELINECOMMENTDELETE', { ID: id }, call.person.id)
      call.world.touch()
      return { result: null }
    },
  }),
}
