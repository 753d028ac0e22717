/** `crm.activity.*`: calls, meetings and the like by the older methods, and the records that an activity is bound to. */
import { addActivity, changeActivity, deadlineOf, deleteActivity, findActivity, isBoundTo, mayChange, mayRead } from '../../crm/activities.ts'
import { activityRow, communications, plainFields } from '../../crm/activity-rows.ts'
import { described } from '../../crm/field-words.ts'
import { denied, ownerOf } from '../../crm/rights.ts'
import { method, wire } from '../../door/method.ts'
import type { Call } from '../../door/method.ts'
import { listParams, listRows } from '../../door/plain-list.ts'
import { Refusal } from '../../door/refusal.ts'
import type { Activity } from '../../state/crm.ts'
import type { CrmType } from '../../state/kinds.ts'
import { canChange, personOf } from '../../world.ts'

type Values = Readonly<Record<string, unknown>>
const plain = (text: string) => new Refusal(400, '', text)
const noRight = plain('Access denied.')

const providers: Readonly<Record<number, readonly [provider: string, type: string]>> = {
  1: ['CRM_MEETING', 'MEETING'],
  2: ['CRM_CALL', 'CALL'],
  4: ['CRM_EMAIL', 'EMAIL'],
}

function find(call: Call, id: number, may: typeof mayRead): Activity {
  const activity = call.world.state.activities.find((one) => one.id === id)
  if (!activity) throw plain('Activity is not found.')
  if (!may(call, activity)) throw noRight
  if (activity.configurable && activity.configurable.app !== call.installation?.code) throw plain('Application context required')
  return activity
}

const moment = (call: Call, value: unknown): number | null => (value === '' || value === null || value === undefined ? null : deadlineOf(call, value))

/** What was written, checked where it names somebody; the rest is kept as it came. */
function filledBy(call: Call, fields: Values): Partial<Activity> {
  const filled: Partial<Activity> = {}
  const more: Record<string, unknown> = {}
  for (const [raw, value] of Object.entries(fields)) {
    const name = raw.toUpperCase()
    if (name === 'SUBJECT') filled.subject = String(value)
    else if (name === 'DESCRIPTION') filled.description = String(value)
    else if (name === 'DEADLINE') filled.deadline = moment(call, value)
    else if (name === 'COMPLETED') filled.completed = /^(y|1|true)$/i.test(String(value))
    else if (name === 'RESPONSIBLE_ID') {
      if (!personOf(call.world, Number(value))) throw plain('The field RESPONSIBLE_ID is not defined or invalid.')
      filled.responsibleId = Number(value)
    } else if (name === 'PROVIDER_ID') filled.providerId = String(value)
    else if (name === 'PROVIDER_TYPE_ID') filled.providerTypeId = String(value)
    else if (name === 'COMMUNICATIONS') more[name] = Object.values((value ?? []) as object)
    else if (name in plainFields) more[name] = value
    else if (!['OWNER_ID', 'OWNER_TYPE_ID', 'TYPE_ID'].includes(name)) call.unknown(`fields.${raw}`)
  }
  return { ...filled, more }
}

/** A call or a letter goes to one number of somebody. */
function checkCommunications(typeId: number, given: unknown): void {
  if (typeId !== 2 && typeId !== 4) return
  const list = typeof given === 'object' && given !== null ? Object.values(given) : []
  if (list.length === 0) throw plain('The field COMMUNICATIONS is not defined or invalid.')
  if (typeId === 2 && list.length > 1) throw plain('The only one communication is allowed for activity of specified type.')
}

const writing = { caseless: true, writes: true, cost: 0.1, invalid: () => plain('Activity is not found.') } as const
const id = { id: wire.int }
const bound = { entityTypeId: wire.int, entityId: wire.int }

function findBound(call: Call, activityId: number): Activity {
  const activity = findActivity(call, activityId)
  if (!mayChange(call, activity)) throw denied(call.world)
  return activity
}
function bind(call: Call, activity: Activity, typeId: number, entityId: number): void {
  const record = ownerOf(call, typeId, entityId)
  if (!canChange(call.world, call.person, record)) throw denied(call.world)
  if (isBoundTo(activity, typeId, entityId)) throw new Refusal(400, 'ALREADY_BOUND', 'Activity is already bound to this item')
  changeActivity(call, activity, { bindings: [...activity.bindings, { typeId: record.type, id: record.id }] })
}
function unbind(call: Call, activity: Activity, typeId: number, entityId: number): void {
  if (!isBoundTo(activity, typeId, entityId)) throw new Refusal(400, 'BINDING_NOT_FOUND', 'Binding not found')
  const left = activity.bindings.filter((one) => one.typeId !== (typeId as CrmType) || one.id !== entityId)
  const [first] = left
  if (!first) throw new Refusal(400, 'LAST_BINDING_CANNOT_BE_DELETED', 'The last binding cannot be deleted')
  changeActivity(call, activity, { bindings: left, ownerTypeId: first.typeId, ownerId: first.id })
}

export const crmActivity = {
  'crm.activity.add': method({
    ...writing,
    params: { fields: wire.map },
    invalid: () => plain("Parameter 'fields' must be array."),
    run(call, { fields }) {
      const typeId = Number(fields['TYPE_ID'] ?? 0)
      if (![1, 2, 4, 6].includes(typeId)) throw plain('The field TYPE_ID is not defined or invalid.')
      if (String(fields['SUBJECT'] ?? '') === '') throw plain('The field SUBJECT is not defined or empty.')
      if (fields['RESPONSIBLE_ID'] === undefined) throw plain('The field RESPONSIBLE_ID is not defined or invalid.')
      if (typeId === 6 && !fields['PROVIDER_ID']) throw plain('The custom activity without provider is not supported in current context.')
      if (fields['PROVIDER_ID'] === 'CONFIGURABLE_REST_APP') throw plain('Use crm.activity.configurable.add for this activity provider')
      checkCommunications(typeId, fields['COMMUNICATIONS'])
      const ownerTypeId = Number(fields['OWNER_TYPE_ID'] ?? 0)
      const owner = call.world.state.records.find((one) => one.type === ownerTypeId && one.id === Number(fields['OWNER_ID'] ?? 0))
      if (!owner) throw plain('Could not build binding. Please ensure that owner info and communications are defined correctly.')
      if (!canChange(call.world, call.person, owner)) throw noRight
      const filled = filledBy(call, fields)
      const [providerId, providerTypeId] = providers[typeId] ?? [filled.providerId ?? '', filled.providerTypeId ?? '']
      const deadline = filled.deadline ?? moment(call, fields['END_TIME'])
      return { result: addActivity(call, owner, { ...filled, typeId, providerId, providerTypeId, deadline }).id }
    },
  }),

  'crm.activity.update': method({
    ...writing,
    params: { ...id, fields: wire.map },
    run(call, asked) {
      const activity = find(call, asked.id, mayChange)
      const { more, ...filled } = filledBy(call, asked.fields)
      changeActivity(call, activity, { ...filled, more: { ...activity.more, ...more } })
      return { result: true }
    },
  }),

  'crm.activity.delete': method({
    ...writing,
    params: id,
    run(call, asked) {
      deleteActivity(call, find(call, asked.id, mayChange))
      return { result: true }
    },
  }),

  'crm.activity.get': method({
    caseless: true,
    params: id,
    invalid: () => plain('Activity is not found.'),
    run: (call, asked) => ({ result: activityRow(find(call, asked.id, mayRead)) }),
  }),

  'crm.activity.list': method({
    caseless: true,
    cost: 0.05,
    params: listParams,
    run(call, asked) {
      const wantsCommunications = asked.select?.map(String).includes('COMMUNICATIONS') ?? false
      const rows = call.world.state.activities
        .filter((one) => mayRead(call, one))
        .map((one) => ({ ...activityRow(one), ...(wantsCommunications ? { COMMUNICATIONS: communications(call.world, one) } : {}) }))
      return listRows(call, rows, asked)
    },
  }),

  'crm.activity.fields': method({
    params: {},
    run() {
      const readOnly = ['ID', 'ASSOCIATED_ENTITY_ID', 'CREATED', 'AUTHOR_ID', 'LAST_UPDATED', 'EDITOR_ID', 'BINDINGS', 'IS_INCOMING_CHANNEL']
      const about = ([name, type]: (typeof fieldTypes)[number]) => ({
        ...described(type, name, { readOnly: readOnly.includes(name), multiple: type === 'diskfile' }),
        ...(name === 'WEBDAV_ELEMENTS' ? { isDeprecated: true } : {}),
      })
      return { result: Object.fromEntries(fieldTypes.map((field) => [field[0], about(field)])) }
    },
  }),

  'crm.activity.communication.fields': method({
    params: {},
    run: () => ({
      result: {
        ID: described('integer', 'ID', { readOnly: true }),
        ACTIVITY_ID: described('integer', 'ACTIVITY_ID', { readOnly: true }),
        ENTITY_ID: described('integer', 'ENTITY_ID'),
        ENTITY_TYPE_ID: described('integer', 'ENTITY_TYPE_ID'),
        TYPE: described('string', 'TYPE'),
        VALUE: described('string', 'VALUE'),
      },
    }),
  }),

  'crm.activity.binding.list': method({
    params: { activityId: wire.int },
    run(call, { activityId }) {
      const activity = findActivity(call, activityId)
      if (!mayRead(call, activity)) throw denied(call.world)
      return { result: activity.bindings.map(({ typeId, id: entityId }) => ({ entityTypeId: typeId, entityId })) }
    },
  }),

  'crm.activity.binding.add': method({
    writes: true,
    params: { activityId: wire.int, ...bound },
    run(call, { activityId, entityTypeId, entityId }) {
      bind(call, findBound(call, activityId), entityTypeId, entityId)
      return { result: true }
    },
  }),

  'crm.activity.binding.delete': method({
    writes: true,
    params: { activityId: wire.int, ...bound },
    run(call, { activityId, entityTypeId, entityId }) {
      unbind(call, findBound(call, activityId), entityTypeId, entityId)
      return { result: true }
    },
  }),

  'crm.activity.binding.move': method({
    writes: true,
    params: { activityId: wire.int, sourceEntityTypeId: wire.int, sourceEntityId: wire.int, targetEntityTypeId: wire.int, targetEntityId: wire.int },
    run(call, { activityId, sourceEntityTypeId, sourceEntityId, targetEntityTypeId, targetEntityId }) {
      const activity = findBound(call, activityId)
      if (!isBoundTo(activity, sourceEntityTypeId, sourceEntityId)) throw new Refusal(400, 'BINDING_NOT_FOUND', 'Binding not found')
      bind(call, activity, targetEntityTypeId, targetEntityId)
      unbind(call, activity, sourceEntityTypeId, sourceEntityId)
      return { result: true }
    },
  }),
}

const fieldTypes: readonly (readonly [name: string, type: string])[] = [
  ...(['ID', 'OWNER_ID', 'ASSOCIATED_ENTITY_ID', 'NOTIFY_VALUE'] as const).map((name) => [name, 'integer'] as const),
  ...(['RESULT_STATUS', 'RESULT_STREAM', 'RESULT_MARK', 'AUTOCOMPLETE_RULE'] as const).map((name) => [name, 'integer'] as const),
  ...(['PROVIDER_ID', 'PROVIDER_TYPE_ID', 'PROVIDER_GROUP_ID', 'SUBJECT', 'DESCRIPTION', 'LOCATION'] as const).map((name) => [name, 'string'] as const),
  ...(['ORIGIN_ID', 'ORIGINATOR_ID', 'RESULT_SOURCE_ID', 'PROVIDER_DATA', 'RESULT_CURRENCY_ID'] as const).map((name) => [name, 'string'] as const),
  ...(['START_TIME', 'END_TIME', 'DEADLINE', 'CREATED', 'LAST_UPDATED'] as const).map((name) => [name, 'datetime'] as const),
  ...(['RESPONSIBLE_ID', 'AUTHOR_ID', 'EDITOR_ID'] as const).map((name) => [name, 'user'] as const),
  ...(['COMPLETED', 'IS_INCOMING_CHANNEL'] as const).map((name) => [name, 'char'] as const),
  ...(['RESULT_VALUE', 'RESULT_SUM'] as const).map((name) => [name, 'double'] as const),
  ...(['SETTINGS', 'PROVIDER_PARAMS'] as const).map((name) => [name, 'object'] as const),
  ...(['FILES', 'WEBDAV_ELEMENTS'] as const).map((name) => [name, 'diskfile'] as const),
  ['OWNER_TYPE_ID', 'crm_enum_ownertype'],
  ['TYPE_ID', 'crm_enum_activitytype'],
  ['STATUS', 'crm_enum_activitystatus'],
  ['PRIORITY', 'crm_enum_activitypriority'],
  ['NOTIFY_TYPE', 'crm_enum_activitynotifytype'],
  ['DESCRIPTION_TYPE', 'crm_enum_contenttype'],
  ['DIRECTION', 'crm_enum_activitydirection'],
  ['BINDINGS', 'crm_activity_binding'],
  ['COMMUNICATIONS', 'crm_activity_communication'],
]
