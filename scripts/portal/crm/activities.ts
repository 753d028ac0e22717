/** Activities of CRM records: made, changed, finished and deleted, with the events that tell of it. */
import type { Call } from '../door/method.ts'
import { Refusal } from '../door/refusal.ts'
import { fireEvent } from '../sending/events.ts'
import type { Activity } from '../state/crm.ts'
import type { CrmType } from '../state/kinds.ts'
import type { CrmRecord } from '../state/state.ts'
import { canChange, canRead, nextId, personOf, say } from '../world.ts'
import { denied, notFound, ownerOf } from './rights.ts'
import { momentOf } from './user-fields.ts'

export const ownersOf = (call: Call, activity: Activity): CrmRecord[] =>
  activity.bindings.flatMap(({ typeId, id }) => call.world.state.records.find((one) => one.type === typeId && one.id === id) ?? [])

/** An activity is read by whoever reads one of its records, or answers for it. */
export const mayRead = (call: Call, activity: Activity): boolean =>
  call.person.administrator || activity.responsibleId === call.person.id || ownersOf(call, activity).some((record) => canRead(call.world, call.person, record))
export const mayChange = (call: Call, activity: Activity): boolean =>
  call.person.administrator || activity.responsibleId === call.person.id || ownersOf(call, activity).some((record) => canChange(call.world, call.person, record))

export function findActivity(call: Call, id: number): Activity {
  const found = call.world.state.activities.find((one) => one.id === id)
  if (!found) throw notFound(call.world)
  return found
}

/** A record whose activities this person may plan. */
export function ownerToPlan(call: Call, typeId: number, id: number): CrmRecord {
  const owner = ownerOf(call, typeId, id)
  if (!canChange(call.world, call.person, owner)) throw denied(call.world)
  return owner
}

export function deadlineOf(call: Call, value: unknown): number {
  const moment = momentOf(value)
  if (moment === null) throw new Refusal(400, 'WRONG_DATETIME_FORMAT', say(call.world, 'Неверный формат даты', 'Wrong datetime format'))
  return moment
}

export function responsibleOf(call: Call, id: number | undefined): number {
  if (id === undefined) return call.person.id
  if (id <= 0) throw new Refusal(400, 'INVALID_ARG_VALUE', 'Parameter "responsibleId" must be greater than 0')
  const person = personOf(call.world, id)
  if (!person) throw notFound(call.world)
  return person.id
}

export function addActivity(call: Call, owner: CrmRecord, filled: Partial<Activity>): Activity {
  const { world, person } = call
  const now = world.clock.now()
  const activity: Activity = {
    id: nextId(world, 'crmActivity'),
    ownerTypeId: owner.type,
    ownerId: owner.id,
    bindings: [{ typeId: owner.type, id: owner.id }],
    typeId: 6,
    providerId: '',
    providerTypeId: '',
    subject: '',
    description: '',
    deadline: null,
    completed: false,
    responsibleId: person.id,
    authorId: person.id,
    editorId: person.id,
    createdAt: now,
    updatedAt: now,
    colorId: '',
    pingOffsets: [],
    more: {},
    configurable: null,
    ...filled,
  }
  world.state.activities.push(activity)
  tell(call, 'ADD', activity)
  return activity
}

export function changeActivity(call: Call, activity: Activity, changed: Partial<Activity>): void {
  Object.assign(activity, changed, { updatedAt: call.world.clock.now(), editorId: call.person.id })
  tell(call, 'UPDATE', activity)
}

export function deleteActivity(call: Call, activity: Activity): void {
  call.world.state.activities = call.world.state.activities.filter((one) => one !== activity)
  tell(call, 'DELETE', activity)
}

function tell(call: Call, change: 'ADD' | 'UPDATE' | 'DELETE', activity: Activity): void {
  fireEvent(call.world, `ONCRMACTIVITY${change}`, { FIELDS: { ID: String(activity.id) } }, call.person.id)
  call.world.touch()
}

export const isBoundTo = (activity: Activity, typeId: number, id: number): boolean =>
  activity.bindings.some((bound) => bound.typeId === (typeId as CrmType) && bound.id === id)
