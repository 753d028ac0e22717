/** `crm.activity.configurable.*`: activities that an application draws itself; nobody else may change them. */
import { z } from 'zod'
import { iso } from '../../clock.ts'
import { addActivity, changeActivity, deadlineOf, findActivity, mayChange, mayRead, ownerToPlan, responsibleOf } from '../../crm/activities.ts'
import { denied } from '../../crm/rights.ts'
import { checkLayout } from '../../crm/timeline-layout.ts'
import { method, wire } from '../../door/method.ts'
import type { Call } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import type { Activity } from '../../state/crm.ts'
import { say } from '../../world.ts'

type Values = Readonly<Record<string, unknown>>

const context = {
  context: 'app',
  noContext: new Refusal(400, 'ERROR_WRONG_CONTEXT', 'Application context required'),
} as const
const yes: readonly unknown[] = [true, 'Y', 'y', '1', 1, 'true']
const no: readonly unknown[] = [false, 'N', 'n', '0', 0, 'false', '']

const wrongValue = (name: string) => new Refusal(400, 'WRONG_FIELD_VALUE', `Wrong value of the field '${name}'`)
function flagOf(name: string, value: unknown): boolean {
  if (!yes.includes(value) && !no.includes(value)) throw wrongValue(name)
  return yes.includes(value)
}

/** Anything that is there; what it must be the layout itself tells. */
const layout = z.unknown().refine((value) => value !== undefined)

/** Fields of the activity itself; what is left out stays as it was. */
function filledBy(call: Call, fields: Values, drawn: Values, before: Activity | null): Partial<Activity> {
  const kept: Record<string, unknown> = { typeId: 'CONFIGURABLE', badgeCode: '', originatorId: null, originId: null, isIncomingChannel: false }
  Object.assign(kept, before?.configurable?.fields)
  const filled: Partial<Activity> = {}
  for (const [name, value] of Object.entries(fields)) {
    if (name === 'completed') filled.completed = flagOf(name, value)
    else if (name === 'isIncomingChannel') kept[name] = flagOf(name, value)
    else if (name === 'deadline') filled.deadline = value === '' || value === null ? null : deadlineOf(call, value)
    else if (name === 'responsibleId') filled.responsibleId = responsibleOf(call, Number(value))
    else if (name === 'pingOffsets') filled.pingOffsets = Object.values((value ?? []) as object).map(Number)
    else if (['typeId', 'badgeCode', 'originatorId', 'originId'].includes(name)) kept[name] = String(value)
    else call.unknown(`fields.${name}`)
  }
  if (kept['isIncomingChannel'] === true && (filled.deadline ?? before?.deadline ?? null) !== null)
    throw new Refusal(
      400,
      'INCOMING_ACTIVITY_CAN_NOT_BE_WITH_DEADLINE',
      say(call.world, 'Входящее дело не может иметь крайний срок', 'An incoming activity cannot have a deadline'),
    )
  const title = (drawn['header'] as Values | undefined)?.['title']
  const app = call.installation?.code ?? ''
  return {
    ...filled,
    ...(title === undefined ? {} : { subject: typeof title === 'string' ? title : String((title as Values)[call.world.language] ?? '') }),
    configurable: { app, fields: kept, layout: { ...drawn } },
  }
}

/** @returns an activity of the calling application */
function findOwn(call: Call, id: number): Activity {
  const activity = findActivity(call, id)
  if (!mayRead(call, activity)) throw denied(call.world)
  if (activity.configurable?.app !== call.installation?.code)
    throw new Refusal(400, 'ERROR_WRONG_APPLICATION', say(call.world, 'Дело создано другим приложением', 'The activity was made by another application'))
  return activity
}

export const crmConfigurable = {
  'crm.activity.configurable.add': method({
    ...context,
    writes: true,
    cost: 0.1,
    params: { ownerTypeId: wire.int, ownerId: wire.int, fields: wire.map, layout },
    run(call, { ownerTypeId, ownerId, fields, layout: drawn }) {
      const owner = ownerToPlan(call, ownerTypeId, ownerId)
      const filled = filledBy(call, fields, checkLayout(drawn), null)
      const made = addActivity(call, owner, { ...filled, providerId: 'CONFIGURABLE_REST_APP', providerTypeId: String(filled.configurable?.fields['typeId']) })
      return { result: { activity: { id: made.id } } }
    },
  }),

  'crm.activity.configurable.update': method({
    ...context,
    writes: true,
    cost: 0.1,
    params: { id: wire.int, fields: wire.map, layout },
    run(call, { id, fields, layout: drawn }) {
      const activity = findOwn(call, id)
      if (!mayChange(call, activity)) throw denied(call.world)
      changeActivity(call, activity, filledBy(call, fields, checkLayout(drawn), activity))
      return { result: { activity: { id } } }
    },
  }),

  'crm.activity.configurable.get': method({
    ...context,
    params: { id: wire.int },
    run(call, { id }) {
      const activity = findOwn(call, id)
      const { ownerTypeId, ownerId, completed, deadline, pingOffsets, responsibleId, configurable } = activity
      const fields = { ...configurable?.fields, completed, deadline: deadline === null ? null : iso(deadline), pingOffsets, responsibleId }
      return { result: { activity: { id, ownerTypeId, ownerId, fields, layout: configurable?.layout ?? {} } } }
    },
  }),
}
