/** Adding, changing and deleting CRM records by the portal's rules: rights, stages, required fields, events and robots. */
import { enterStage, moveStage, stopInstances } from '../automation/automation.ts'
import { noteMove } from '../automation/stage-moves.ts'
import { Refusal } from '../door/refusal.ts'
import { addTimeline } from '../office/notices.ts'
import { blankRecord } from '../seed/crm.ts'
import { fireEvent, fireRecordEvent } from '../sending/events.ts'
import { crmTypes, kindOf } from '../state/kinds.ts'
import type { CrmType } from '../state/kinds.ts'
import type { CrmRecord, Person } from '../state/state.ts'
import { canChange, nextId, personOf, say } from '../world.ts'
import type { World } from '../world.ts'
import { itemName, momentOf, userFieldsOf } from './user-fields.ts'
import { notValid, writeFields } from './values.ts'

export interface Author {
  readonly person: Person
  readonly fromApp: boolean
  /** An import starts no robots, and an administrator's keeps who did what and when. */
  readonly imports?: boolean
}

type Values = Readonly<Record<string, unknown>>

const entityIdOf = (record: CrmRecord): string =>
  record.type === crmTypes.lead ? 'STATUS' : record.categoryId === 0 ? 'DEAL_STAGE' : `DEAL_STAGE_${record.categoryId}`

const stagesOf = (world: World, record: CrmRecord) =>
  world.state.stages.filter((stage) => stage.entityId === entityIdOf(record)).sort((one, other) => one.sort - other.sort)

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
const required = (world: World, field: string, title: string) =>
  new Refusal(
    400,
    'CRM_FIELD_ERROR_REQUIRED',
    say(world, `Обязательное поле "${title}" не заполнено`, `Required field "${title}" is not filled`),
    { field },
  )

/** Links must exist, stages must belong to the pipeline, required fields of the stage must be filled. */
function check(world: World, record: CrmRecord): void {
  const { records, pipelines } = world.state
  const exists = (type: CrmType, id: number) => records.some((one) => one.type === type && one.id === id)
  if (!personOf(world, record.assignedById)) throw notValid(world, 'assignedById')
  if (record.observers.some((id) => !personOf(world, id))) throw notValid(world, 'observers')
  if (record.companyId > 0 && !exists(crmTypes.company, record.companyId)) throw notValid(world, 'companyId')
  if (record.companyIds.some((id) => !exists(crmTypes.company, id))) throw notValid(world, 'companyIds')
  if (record.contactIds.some((id) => !exists(crmTypes.contact, id))) throw notValid(world, 'contactIds')
  if (record.leadId > 0 && !exists(crmTypes.lead, record.leadId)) throw notValid(world, 'parentId1')
  if (record.type > crmTypes.deal) return
  const pipeline = record.type === crmTypes.deal ? pipelines.find((one) => one.id === record.categoryId) : undefined
  if (record.type === crmTypes.deal && !pipeline) throw notValid(world, 'categoryId')
  const stages = stagesOf(world, record)
  const stage = stages.find((one) => one.statusId === record.stageId)
  if (!stage) throw notValid(world, 'stageId')
  for (const { field, title, stageId } of pipeline?.required ?? []) {
    const from = stages.find((one) => one.statusId === stageId)
    if (stage.semantics !== 'F' && from && stage.sort >= from.sort && isEmpty(record.more[field])) throw required(world, field, title)
  }
}

/** A mandatory user field must be filled from the first day, and stays so once it was. */
function checkMandatory(world: World, record: CrmRecord, before: CrmRecord | null): void {
  for (const { name, mandatory, labels } of userFieldsOf(world, record.type)) {
    const key = itemName(name)
    if (!mandatory || !isEmpty(record.more[key]) || (before && isEmpty(before.more[key]))) continue
    throw required(world, key, labels['EDIT_FORM_LABEL']?.[world.language] ?? name)
  }
}

function finish(world: World, record: CrmRecord): void {
  // A lead that gets a known client becomes a repeat one; nothing undoes it.
  if (record.type === crmTypes.lead && (record.contactIds.length > 0 || record.companyId > 0)) record.returning = true
  const kind = kindOf(record.type)
  const words = { lead: ['Лид', 'Lead'], deal: ['Сделка', 'Deal'], company: ['Компания', 'Company'] } as const
  if (kind !== 'contact' && record.title === '') record.title = `${say(world, words[kind][0], words[kind][1])} #${record.id}`
  if (kind === 'contact' && record.name === '' && record.lastName === '') record.name = say(world, 'Без имени', 'Untitled')
  if (kind === 'contact') record.companyId = record.companyIds[0] ?? 0
}

/** A contact and its companies know of each other; whichever was written, the other side follows. */
function followLinks(world: World, record: CrmRecord): void {
  for (const other of world.state.records) {
    if (record.type === crmTypes.contact && other.type === crmTypes.company) other.contactIds = linkedTo(other.contactIds, record.id, record.companyIds.includes(other.id))
    if (record.type !== crmTypes.company || other.type !== crmTypes.contact) continue
    other.companyIds = linkedTo(other.companyIds, record.id, record.contactIds.includes(other.id))
    other.companyId = other.companyIds[0] ?? 0
  }
}
const linkedTo = (ids: number[], id: number, wanted: boolean): number[] =>
  wanted === ids.includes(id) ? ids : wanted ? [...ids, id] : ids.filter((one) => one !== id)

export function addRecord(world: World, type: CrmType, values: Values, author: Author, unknown: (field: string) => void): CrmRecord {
  if (author.person.extranet)
    throw new Refusal(
      403,
      'allowed_only_intranet_user',
      say(world, 'Действие разрешено только интранет-пользователям', 'Only intranet users are allowed to do this'),
    )
  const kind = kindOf(type)
  const record = blankRecord(type, 0, author.person.id, world.clock.now())
  record.fromApp = author.fromApp
  writeFields(world, record, author.imports ? withoutPast(world, record, values, author.person) : values, unknown)
  if (type <= crmTypes.deal && record.stageId === '') record.stageId = stagesOf(world, record)[0]?.statusId ?? ''
  check(world, record)
  checkMandatory(world, record, null)
  record.id = nextId(world, kind)
  finish(world, record)
  world.state.records.push(record)
  followLinks(world, record)
  if (type <= crmTypes.deal) addTimeline(world, 'created', record, author.person.id, author.fromApp, record.title)
  noteMove(world, record, 'made')
  fireRecordEvent(world, 'ADD', record, author.person.id)
  if (!author.imports) enterStage(world, record)
  world.touch()
  return record
}

const past = { createdTime: 'createdAt', updatedTime: 'updatedAt', movedTime: 'movedAt', createdBy: 'createdBy', updatedBy: 'updatedBy', movedBy: 'movedBy' } as const

/** Takes the record's past from what is imported. @returns the other values */
function withoutPast(world: World, record: CrmRecord, values: Values, person: Person): Values {
  for (const [name, key] of Object.entries(past)) {
    if (!(name in values)) continue
    const value = name.endsWith('Time') ? momentOf(values[name]) : Number(values[name])
    const possible = value !== null && (name.endsWith('Time') ? value <= world.clock.now() : personOf(world, value) !== undefined)
    if (!person.administrator || !possible) throw notValid(world, name)
    record[key] = value
  }
  return Object.fromEntries(Object.entries(values).filter(([name]) => !(name in past)))
}

const denied = (world: World) => new Refusal(400, 'ACCESS_DENIED', say(world, 'Доступ запрещен', 'Access denied'))

/** @returns the record as it is afterwards; saving without any change is skipped */
export function updateRecord(world: World, record: CrmRecord, values: Values, author: Author, unknown: (field: string) => void): CrmRecord {
  if (!canChange(world, author.person, record)) throw denied(world)
  const changed: CrmRecord = structuredClone(record)
  writeFields(world, changed, values, unknown)
  const categoryMoves = changed.categoryId !== record.categoryId
  if (categoryMoves && changed.stageId === record.stageId) changed.stageId = stagesOf(world, changed)[0]?.statusId ?? ''
  if (JSON.stringify(changed) === JSON.stringify(record)) return record
  check(world, changed)
  checkMandatory(world, changed, record)
  finish(world, changed)
  const { stageId } = changed
  const moves = stageId !== record.stageId
  Object.assign(record, changed, { stageId: record.stageId, updatedAt: world.clock.now(), updatedBy: author.person.id })
  followLinks(world, record)
  if (moves) moveStage(world, record, stageId, { userId: author.person.id, fromApp: author.fromApp })
  else fireRecordEvent(world, 'UPDATE', record, author.person.id)
  if (categoryMoves) {
    const moved = { ID: String(record.id), CATEGORY_ID: String(record.categoryId), STAGE_ID: record.stageId }
    fireEvent(world, 'ONCRMDEALMOVETOCATEGORY', { FIELDS: moved }, author.person.id, `deal ${record.id}`)
  }
  world.touch()
  return record
}

/** Takes the record out together with all that hangs on it; links of others to it end. */
export function deleteRecord(world: World, record: CrmRecord, author: Author): void {
  if (!canChange(world, author.person, record)) throw denied(world)
  const { state } = world
  const kind = kindOf(record.type)
  const { id, type } = record
  const isIt = (ownerType: number, ownerId: number) => ownerType === type && ownerId === id
  stopInstances(world, record)
  state.records = state.records.filter((one) => one !== record)
  state.timeline = state.timeline.filter((row) => row.record.kind !== kind || row.record.id !== id)
  state.activities = state.activities.filter((one) => !isIt(one.ownerTypeId, one.ownerId))
  for (const one of state.activities) one.bindings = one.bindings.filter((bound) => !isIt(bound.typeId, bound.id))
  state.requisites = state.requisites.filter((one) => !isIt(one.ownerTypeId, one.ownerId))
  state.addresses = state.addresses.filter((one) => !isIt(one.anchorTypeId, one.anchorId))
  state.productRows = state.productRows.filter((row) => !isIt(row.ownerType === 'L' ? crmTypes.lead : crmTypes.deal, row.ownerId))
  for (const other of state.records) {
    if (type === crmTypes.lead && other.leadId === id) other.leadId = 0
    if (type === crmTypes.contact) other.contactIds = other.contactIds.filter((one) => one !== id)
    if (type !== crmTypes.company) continue
    other.companyIds = other.companyIds.filter((one) => one !== id)
    if (other.companyId === id) other.companyId = other.companyIds[0] ?? 0
  }
  fireRecordEvent(world, 'DELETE', record, author.person.id)
  world.touch()
}
