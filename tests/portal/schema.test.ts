/** What the methods take and answer, held against the official parameter schemas and documented answers where they lie beside the checkout. */
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ZodType } from 'zod'
import { methods } from '../../manifest/methods.ts'
import { excusedParameter } from '../../scripts/conformance/exceptions.ts'
import { handlers } from '../../scripts/portal/rest/handlers.ts'
import { openPortal, type Json, type PortalHouse } from './house.ts'

const shared = resolve(import.meta.dirname, '../../../shared')
const read = <T>(folder: string, name: string): T | null => {
  const path = resolve(shared, folder, `${name}.json`)
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : null
}

interface Schema {
  readonly params: readonly { name: string; base: string; required: boolean | 'unknown' }[]
}

const samples: Readonly<Record<string, unknown>> = {
  integer: 5,
  string: 'text',
  boolean: 'Y',
  array: ['1'],
  object: { KEY: 'value' },
  any: 'x',
  date: '2026-01-31',
  datetime: '2026-01-31T10:00:00+03:00',
  number: 1.5,
  file: ['name', 'ZGF0YQ=='],
}

describe.skipIf(!existsSync(resolve(shared, 'bitrix24-spec')))('parameters', () => {
  for (const [name, handler] of Object.entries(handlers)) {
    const schema = read<Schema>('bitrix24-spec', name)
    if (!schema) continue
    it(`of ${name} are those of its page`, () => {
      const shape: Record<string, ZodType> = handler.params.shape
      const wanted = schema.params.filter((param) => excusedParameter(name, param.name) === undefined)
      const known = Object.keys(shape).filter((key) => excusedParameter(name, key) === undefined)
      expect(known.sort()).toEqual(wanted.map((param) => param.name).sort())
      for (const { name: key, base, required } of wanted) {
        const type = shape[key]
        if (required === true) expect(type?.safeParse(undefined).success && key !== 'NAME', `${key} is required`).toBe(false)
        if (required === false) expect(type?.safeParse(undefined).success, `${key} is optional`).toBe(true)
        expect(type?.safeParse(samples[base]).success, `${key} takes ${base}`).toBe(true)
      }
      if (handler.positional) expect(Object.keys(shape).filter((key) => known.includes(key))).toEqual(wanted.map((param) => param.name))
    })
  }
})

/** Keys and JSON types, as far as the documented value has them; empty values and nulls say nothing about a type. */
function differences(ours: unknown, documented: unknown, path: string): string[] {
  if (documented === null || documented === '' || ours === null || ours === '') return []
  if (Array.isArray(documented)) {
    if (!Array.isArray(ours)) return Object.keys(ours as object).length >= 0 && documented.length === 0 ? [] : [`${path}: not a list`]
    return documented.length > 0 && ours.length > 0 ? differences(ours[0], documented[0], `${path}[0]`) : []
  }
  if (typeof documented !== typeof ours) return [`${path}: ${typeof ours} instead of ${typeof documented}`]
  if (typeof documented !== 'object') return []
  return Object.entries(documented).flatMap(([key, value]) => {
    if (ignored.test(`${path}.${key}`)) return []
    return Object.hasOwn(ours as object, key) ? differences((ours as Json)[key], value, `${path}.${key}`) : [`${path}.${key}: missing`]
  })
}

/** Fields of modules that this portal does not have, or that belong to wider scopes than the application's. */
const ignored = new RegExp(
  [
    'EMAIL$|LAST_LOGIN$|\\.IM$|\\.ufCrm_|\\.parentId1\\d+|operating_reset_at$|lastUpdate',
    '\\.(dateCreateShort|dateModifyShort|isConvert|productId|shortName|address|dateClosed|hasImol|login|searchContent|lastActivityBy)$',
    '\\.(phoneMobile|phoneWork|phoneMailing|emailHome|emailWork|emailMailing|skype|icq|imol|email|phone)$',
    '\\.(action|checkListTree|checkListCanAdd|options)$|langAll\\.',
    // Their keys are the numbers of the items and people of the sample.
    '\\.(checklist|auditorsData|accomplicesData|group)\\.',
    // The page of renew closes its braces too late.
    '\\.result\\.time$',
  ].join('|'),
)

/** Siblings that the manifest does not name are only held against the documented answers. */
const named: Readonly<Record<string, { result: ZodType } | undefined>> = methods

/** Asked of the seed with what makes an answer of the documented kind. */
const asked: Readonly<Record<string, Json>> = {
  profile: {},
  'server.time': {},
  'user.current': {},
  'timeman.status': { USER_ID: 4 },
  'crm.lead.get': { ID: 1024 },
  'crm.item.get': { entityTypeId: 1, id: 1019 },
  'crm.duplicate.findbycomm': { entity_type: 'CONTACT', type: 'PHONE', values: ['+7 485 200-62-20'] },
  'crm.category.list': { entityTypeId: 2 },
  'crm.status.list': { order: { SORT: 'ASC' }, filter: { ENTITY_ID: 'DEAL_STAGE_2' } },
  'crm.timeline.comment.add': { fields: { ENTITY_ID: 303, ENTITY_TYPE: 'deal', COMMENT: 'a comment' } },
  'tasks.task.add': { fields: { TITLE: 'a task', RESPONSIBLE_ID: 4 } },
  'task.checklistitem.add': { TASKID: 71, FIELDS: { TITLE: 'an item', SORT_INDEX: 200, IS_COMPLETE: 'N', MEMBERS: { 4: { TYPE: 'A' } } } },
  'task.checklistitem.complete': { TASKID: 71, ITEMID: 2 },
  'task.checklistitem.renew': { TASKID: 71, ITEMID: 2 },
  'tasks.task.get': { taskId: 71 },
  'tasks.task.update': { taskId: 71, fields: { UF_CRM_TASK: ['L_1024', 'D_303'], RESPONSIBLE_ID: 4 } },
  'tasks.task.complete': { taskId: 71 },
  'tasks.task.renew': { taskId: 71 },
  'task.checklistitem.delete': { TASKID: 71, ITEMID: 2 },
  'crm.settings.mode.get': {},
  'crm.automation.trigger.add': { CODE: 'visit-report', NAME: 'Visit report submitted' },
  'crm.automation.trigger.list': {},
  'crm.automation.trigger.execute': { CODE: 'visit-report', OWNER_TYPE_ID: 1, OWNER_ID: 1024 },
  'crm.automation.trigger.delete': { CODE: 'visit-report' },
  'placement.bind': { PLACEMENT: 'CRM_DEAL_DETAIL_TAB', HANDLER: 'http://127.0.0.1:9/app/why', TITLE: 'Why', LANG_ALL: { ru: { TITLE: 'Почему' } } },
  'placement.get': {},
  'event.bind': { event: 'ONCRMLEADADD', handler: 'http://127.0.0.1:9/hook/event' },
  'event.get': {},
  'placement.unbind': { PLACEMENT: 'CRM_DEAL_DETAIL_TAB' },
  'bizproc.robot.add': { CODE: 'r', HANDLER: 'http://127.0.0.1:9/hook/robot/r', NAME: 'R', PROPERTIES: { user: { Name: 'Who', Type: 'user' } } },
  'bizproc.robot.update': { CODE: 'r', FIELDS: { NAME: 'Robot' } },
  'bizproc.robot.delete': { CODE: 'r' },
}

describe('answers', () => {
  let house: PortalHouse
  beforeAll(async () => {
    house = await openPortal({ limits: false })
    await house.install()
  })
  afterAll(() => house.close())

  it.each(Object.keys(asked))('of %s have the documented shape and pass the manifest', async (name) => {
    const { status, body } = await house.call(name, asked[name])
    expect({ status, error: body['error'] }).toEqual({ status: 200, error: undefined })
    const parsed = named[name]?.result.safeParse(body['result'])
    expect(parsed?.error).toBeUndefined()
    const example = read<{ response: Json }>('bitrix24-examples', name) ?? {
      response: { time: { start: 1, finish: 1, duration: 1, processing: 1, date_start: 'x', date_finish: 'x', operating: 0 } },
    }
    expect(differences(body, example.response, name)).toEqual([])
  })

  it('answers to every question of the manifest pass its schema', async () => {
    const questions: Record<string, Json> = {
      'app.info': {},
      scope: {},
      'user.get': { FILTER: { ACTIVE: true } },
      'department.get': {},
      'crm.item.list': { entityTypeId: 2, select: ['*'] },
      'tasks.task.list': {},
      'crm.address.list': {},
      'crm.timeline.comment.list': { filter: { ENTITY_ID: 303, ENTITY_TYPE: 'deal' } },
      'task.checklistitem.getlist': { TASKID: 71 },
      'bizproc.robot.list': {},
      'calendar.accessibility.get': { users: [4, 7, 17], from: '2020-01-01', to: '2040-01-01' },
      'crm.item.update': { entityTypeId: 2, id: 303, fields: { title: 'changed' } },
    }
    for (const [name, params] of Object.entries(questions)) {
      const { body } = await house.call(name, params)
      expect(methods[name as keyof typeof methods].result.safeParse(body['result']).error, name).toBeUndefined()
    }
    expect(house.portal.unknownFields).toEqual([])
  })
})
