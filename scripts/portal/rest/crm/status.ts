/** `crm.status.*`: dictionaries, those of stages among them; changed by administrators. */
import { dictionaryNames, isStages, statusRow, statusRows, stagesInfo } from '../../crm/dictionaries.ts'
import { described } from '../../crm/field-words.ts'
import { filterFields, matches, sorted } from '../../door/filter.ts'
import type { Row } from '../../door/filter.ts'
import { method, wire } from '../../door/method.ts'
import type { Call } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import type { DictionaryRow } from '../../state/crm.ts'
import type { Stage } from '../../state/state.ts'
import { nextId, say } from '../../world.ts'

const coded = (call: Call, text: string, ru: string) => new Refusal(400, text, say(call.world, ru, text))
const plain = (text: string) => new Refusal(400, '', text)
const field = (row: Row, name: string): unknown => row[name.toUpperCase()]

function administrator(call: Call): void {
  if (!call.person.administrator) throw coded(call, 'Access denied.', 'Доступ запрещён.')
}

function find(call: Call, id: number): Stage | DictionaryRow {
  if (id <= 0) throw coded(call, 'Invalid identifier.', 'Передан некорректный идентификатор.')
  const { stages, dictionaries } = call.world.state
  const found = stages.find((one) => one.id === id) ?? dictionaries.find((one) => one.id === id)
  if (!found) throw coded(call, 'Status is not found.', 'Элемент справочника не найден.')
  return found
}

/** Codes of a pipeline's stages bear its prefix. */
function codeOf(entityId: string, given: string): string {
  const category = /^DEAL_STAGE_(\d+)$/.exec(entityId)?.[1]
  const prefix = category ? `C${category}:` : ''
  const code = given.startsWith(prefix) ? given : prefix + given
  const longest = isStages(entityId) ? (entityId === 'STATUS' ? 21 : 22) : 50
  if (code.length > longest || (isStages(entityId) && !/^[\w-]+$/.test(code.slice(prefix.length)))) throw plain('Error on creating status.')
  return code
}

/** Stages stand in the order of their groups: at work, success, failure. */
function checkSort(call: Call, entityId: string, semantics: 'S' | 'F' | null, sort: number): void {
  const success = call.world.state.stages.find((one) => one.entityId === entityId && one.semantics === 'S')
  if (!success) return
  if (semantics === 'S') throw plain(say(call.world, 'Успешная стадия уже есть', 'There is a success stage already'))
  if (semantics === null && sort >= success.sort)
    throw plain(say(call.world, 'Нельзя создать промежуточную стадию после успешной', 'A stage at work cannot follow the success stage'))
}

const badId = () => new Refusal(400, 'Invalid identifier.', 'Передан некорректный идентификатор.')
const caseless = true

export const crmStatus = {
  'crm.status.fields': method({
    params: {},
    run: ({ world }) => ({
      result: {
        ID: described('integer', 'ID', { readOnly: true }),
        ENTITY_ID: described('string', say(world, 'Справочник', 'Dictionary'), { required: true, immutable: true }),
        STATUS_ID: described('string', say(world, 'Статус', 'Status'), { required: true, immutable: true }),
        SORT: described('integer', say(world, 'Сортировка', 'Sort order')),
        NAME: described('string', say(world, 'Название', 'Name'), { required: true }),
        NAME_INIT: described('string', say(world, 'Название по умолчанию', 'Default name'), { readOnly: true }),
        SYSTEM: described('char', say(world, 'Системный', 'System'), { readOnly: true }),
        CATEGORY_ID: described('integer', 'CATEGORY_ID', { immutable: true }),
        COLOR: described('string', 'COLOR'),
        SEMANTICS: described('char', 'SEMANTICS', { immutable: true }),
        EXTRA: described('crm_status_extra', say(world, 'Дополнительные поля', 'More fields')),
      },
    }),
  }),

  'crm.status.entity.types': method({
    params: {},
    run: ({ world }) => ({ result: dictionaryNames(world).map(({ id, name }) => ({ ID: id, NAME: name, ...stagesInfo(world, id) })) }),
  }),

  'crm.status.entity.items': method({
    caseless,
    params: { entityId: wire.text },
    invalid: () => new Refusal(400, 'The parameter entityId is not defined or invalid.', 'Не указан или некорректен идентификатор справочника.'),
    run(call, { entityId }) {
      if (!dictionaryNames(call.world).some((one) => one.id === entityId))
        throw coded(call, 'The parameter entityId is not defined or invalid.', 'Не указан или некорректен идентификатор справочника.')
      const rows = statusRows(call.world).filter((row) => row['ENTITY_ID'] === entityId)
      return { result: sorted(rows, { SORT: 'ASC' }, field).map((row) => ({ NAME: row['NAME'], SORT: Number(row['SORT']), STATUS_ID: row['STATUS_ID'] })) }
    },
  }),

  'crm.status.list': method({
    params: { order: wire.map.optional(), filter: wire.map.optional() },
    caseless,
    run(call, { order = {}, filter = {} }) {
      const rows = statusRows(call.world)
      for (const name of filterFields(filter))
        if (!(name.toUpperCase() in (rows[0] ?? {}))) throw coded(call, 'Invalid parameters.', 'Переданы некорректные параметры.')
      const found = rows.filter((row) => matches(row, filter, field, () => undefined))
      const result = sorted(found, Object.keys(order).length > 0 ? order : { ENTITY_ID: 'ASC', SORT: 'ASC' }, field)
      return { result, total: result.length }
    },
  }),

  'crm.status.get': method({
    caseless,
    params: { id: wire.int },
    invalid: () => badId(),
    run: (call, { id }) => ({ result: statusRow(find(call, id)) }),
  }),

  'crm.status.add': method({
    caseless,
    writes: true,
    params: { fields: wire.map },
    invalid: () => plain("Parameter 'fields' must be array."),
    run(call, { fields }) {
      const { world } = call
      if (!call.person.administrator) throw plain('Access denied.')
      const text = (name: string) => String(fields[name] ?? '').trim()
      const missing = ['ENTITY_ID', 'STATUS_ID'].filter((name) => text(name) === '')
      if (missing.length > 0) throw plain(missing.map((name) => `The field ${name} is required.`).join('\n'))
      const entityId = text('ENTITY_ID')
      if (!dictionaryNames(world).some((one) => one.id === entityId)) throw plain('Specified entity type is not supported.')
      const name = text('NAME')
      if (name === '') throw plain(say(world, 'Не заполнено обязательное поле "Заголовок"', 'The required field "Name" is empty'))
      const statusId = codeOf(entityId, text('STATUS_ID'))
      const taken = statusRows(world).some((row) => row['ENTITY_ID'] === entityId && row['STATUS_ID'] === statusId)
      if (taken) throw new Refusal(400, 'ERROR_CORE', say(world, 'Указанный идентификатор статуса, уже существует.', 'This status code exists already.'))
      const sort = Number(fields['SORT'] ?? 10)
      const id = nextId(world, 'status')
      if (isStages(entityId)) {
        const semantics = text('SEMANTICS') === 'S' ? 'S' : text('SEMANTICS') === 'F' ? 'F' : null
        checkSort(call, entityId, semantics, sort)
        world.state.stages.push({ id, entityId, statusId, name, sort, color: text('COLOR') || '#ACE9FB', semantics, system: false })
      } else world.state.dictionaries.push({ id, entityId, statusId, name, sort, system: false })
      world.touch()
      return { result: id }
    },
  }),

  'crm.status.update': method({
    caseless,
    writes: true,
    params: { id: wire.int, fields: wire.map },
    invalid: () => badId(),
    run(call, { id, fields }) {
      administrator(call)
      const row = find(call, id)
      for (const [name, value] of Object.entries(fields)) {
        if (name === 'NAME' && String(value).trim() !== '') row.name = String(value)
        else if (name === 'SORT') row.sort = Number(value)
        else if (name === 'COLOR' && 'color' in row) row.color = String(value)
        else call.unknown(`fields.${name}`)
      }
      call.world.touch()
      return { result: true }
    },
  }),

  /** `params` is documented as text and holds a map. */
  'crm.status.delete': method({
    caseless,
    writes: true,
    params: { id: wire.int, params: wire.any.optional() },
    invalid: () => badId(),
    run(call, { id, params }) {
      administrator(call)
      const { state } = call.world
      const row = find(call, id)
      const forced = (typeof params === 'object' && params !== null ? (params as Record<string, unknown>)['FORCED'] : params) === 'Y'
      if (row.system && !forced)
        throw coded(call, 'CRM System Status can be deleted only if parameter FORCED is specified and equal to "Y".', 'Системный элемент удаляется только с FORCED.')
      const inUse = state.records.some((one) => one.stageId === row.statusId && (one.type === 1) === (row.entityId === 'STATUS'))
      if (isStages(row.entityId) && inUse) throw coded(call, 'There are active items in this status.', 'В этой стадии есть элементы.')
      state.stages = state.stages.filter((one) => one !== row)
      state.dictionaries = state.dictionaries.filter((one) => one !== row)
      call.world.touch()
      return { result: true }
    },
  }),
}
