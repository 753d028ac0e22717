/** Adding and changing CRM records by the portal's rules: rights, stages, required fields, events and robots. */
import { enterStage, moveStage } from './automation.ts'
import { writeFields } from './crm-fields.ts'
import { fireRecordEvent } from './events.ts'
import { addTimeline } from './notices.ts'
import { Refusal } from './refusal.ts'
import { blankRecord } from './seed-crm.ts'
import type { CrmRecord, CrmType, Person } from './state.ts'
import { crmTypes, kindOf } from './state.ts'
import { canChange, nextId, personOf, say } from './world.ts'
import type { World } from './world.ts'

export interface Author {
  readonly person: Person
  readonly fromApp: boolean
}

const entityIdOf = (record: CrmRecord): string =>
  record.type === crmTypes.lead ? 'STATUS' : record.categoryId === 0 ? 'DEAL_STAGE' : `DEAL_STAGE_${record.categoryId}`

const stagesOf = (world: World, record: CrmRecord) => world.state.stages.filter((stage) => stage.entityId === entityIdOf(record))

const notValid = (world: World, field: string) =>
  new Refusal(400, 'CRM_FIELD_ERROR_VALUE_NOT_VALID', say(world, `Неверное значение поля "${field}"`, `Invalid value of the field "${field}"`))

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)

/** Links must exist, stages must belong to the pipeline, required fields of the stage must be filled. */
function check(world: World, record: CrmRecord): void {
  const { records, pipelines } = world.state
  const exists = (type: CrmType, id: number) => records.some((one) => one.type === type && one.id === id)
  if (!personOf(world, record.assignedById)) throw notValid(world, 'assignedById')
  if (record.observers.some((id) => !personOf(world, id))) throw notValid(world, 'observers')
  if (record.companyId > 0 && !exists(crmTypes.company, record.companyId)) throw notValid(world, 'companyId')
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
    if (stage.semantics !== 'F' && from && stage.sort >= from.sort && isEmpty(record.more[field])) {
      throw new Refusal(
        400,
        'CRM_FIELD_ERROR_REQUIRED',
        say(world, `Обязательное поле "${title}" не заполнено`, `Required field "${title}" is not filled`),
        { field },
      )
    }
  }
}

function finish(world: World, record: CrmRecord): void {
  // A lead that gets a known client becomes a repeat one; nothing undoes it.
  if (record.type === crmTypes.lead && (record.contactIds.length > 0 || record.companyId > 0)) record.returning = true
  const kind = kindOf(record.type)
  const words = { lead: ['Лид', 'Lead'], deal: ['Сделка', 'Deal'], company: ['Компания', 'Company'] } as const
  if (kind !== 'contact' && record.title === '') record.title = `${say(world, words[kind][0], words[kind][1])} #${record.id}`
  if (kind === 'contact' && record.name === '' && record.lastName === '') record.name = say(world, 'Без имени', 'Untitled')
}

export function addRecord(
  world: World,
  type: CrmType,
  values: Readonly<Record<string, unknown>>,
  author: Author,
  unknown: (field: string) => void,
): CrmRecord {
  if (author.person.extranet)
    throw new Refusal(
      403,
      'allowed_only_intranet_user',
      say(world, 'Действие разрешено только интранет-пользователям', 'Only intranet users are allowed to do this'),
    )
  const kind = kindOf(type)
  const record = blankRecord(type, 0, author.person.id, world.clock.now())
  record.fromApp = author.fromApp
  writeFields(world, record, values, unknown)
  if (type <= crmTypes.deal && record.stageId === '') record.stageId = stagesOf(world, record)[0]?.statusId ?? ''
  check(world, record)
  record.id = nextId(world, kind)
  finish(world, record)
  world.state.records.push(record)
  if (type <= crmTypes.deal) addTimeline(world, 'created', record, author.person.id, author.fromApp, record.title)
  fireRecordEvent(world, 'ADD', record, author.person.id)
  enterStage(world, record)
  world.touch()
  return record
}

/** @returns the record as it is afterwards; saving without any change is skipped */
export function updateRecord(
  world: World,
  record: CrmRecord,
  values: Readonly<Record<string, unknown>>,
  author: Author,
  unknown: (field: string) => void,
): CrmRecord {
  if (!canChange(world, author.person, record)) throw new Refusal(400, 'ACCESS_DENIED', say(world, 'Доступ запрещен', 'Access denied'))
  const changed: CrmRecord = structuredClone(record)
  writeFields(world, changed, values, unknown)
  if (changed.categoryId !== record.categoryId && changed.stageId === record.stageId) changed.stageId = stagesOf(world, changed)[0]?.statusId ?? ''
  if (JSON.stringify(changed) === JSON.stringify(record)) return record
  check(world, changed)
  finish(world, changed)
  const { stageId } = changed
  const moves = stageId !== record.stageId
  Object.assign(record, changed, { stageId: record.stageId, updatedAt: world.clock.now(), updatedBy: author.person.id })
  if (moves) moveStage(world, record, stageId, { userId: author.person.id, fromApp: author.fromApp })
  else fireRecordEvent(world, 'UPDATE', record, author.person.id)
  world.touch()
  return record
}
