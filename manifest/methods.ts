/** Every REST method that we use: its scope, whether it asks or does, and the part of the result that we read. */
import { z } from 'zod'
import type { PhotoId, ReportId } from '../domain/ids.ts'

/** Old methods answer numbers as strings, newer ones as numbers (portal-facts: numbers). */
const Int = z.union([z.number().int(), z.string().regex(/^-?\d+$/).transform(Number)])
const MaybeInt = z.union([Int, z.null(), z.literal('').transform(() => null)]).optional().transform((value) => value ?? null)
/** A link to a record that is not there is null, an empty text or 0. */
const MaybeId = MaybeInt.transform((value) => (value === 0 ? null : value))
const Text = z.union([z.string(), z.number().transform(String), z.null(), z.undefined()]).transform((value) => value ?? '')
/** PHP writes an empty map as `[]`. */
const mapOf = <V extends z.ZodType>(value: V) => z.union([z.record(z.string(), value), z.array(z.never()).transform(() => ({}) as Record<string, z.infer<V>>)])

const Multifield = z.array(z.object({ VALUE: Text, VALUE_TYPE: Text })).optional().transform((list) => list ?? [])

/** `fm` of a record: phones and e-mails in one list. */
const Fm = z.array(z.object({ typeId: z.string(), value: Text })).optional().transform((list) => list ?? [])

const Item = z.object({
  id: Int,
  title: Text.optional(),
  name: Text.optional(),
  lastName: Text.optional(),
  assignedById: MaybeInt,
  stageId: Text.optional(),
  /** `P` open, `S` won, `F` lost. */
  stageSemanticId: Text.optional(),
  categoryId: MaybeInt,
  contactId: MaybeId,
  contactIds: z.array(Int).optional().transform((list) => list ?? []),
  companyId: MaybeId,
  originatorId: Text.optional(),
  originId: Text.optional(),
  createdBy: MaybeInt,
  updatedBy: MaybeInt,
  observers: z.array(Int).optional().transform((list) => list ?? []),
  fm: Fm,
})

const FieldWords = z.object({
  type: Text,
  title: Text,
  upperName: Text.optional(),
  isMultiple: z.boolean().optional(),
  statusType: Text.optional(),
  items: z.array(z.object({ ID: Text, VALUE: Text })).optional(),
})

const User = z.object({
  ID: Int,
  ACTIVE: z.boolean(),
  NAME: Text,
  LAST_NAME: Text,
  WORK_POSITION: Text.optional(),
  TIME_ZONE: Text.optional(),
  UF_DEPARTMENT: z.union([z.array(Int), z.literal(false).transform(() => [] as number[])]).optional().transform((list) => list ?? []),
  /** Empty for somebody who never came in; an object in the documentation's sample, so anything non-empty counts. */
  LAST_ACTIVITY_DATE: z.unknown().optional(),
})

const asks = <R extends z.ZodType>(scope: string, result: R) => ({ kind: 'asks' as const, scope, result })
const does = <R extends z.ZodType>(scope: string, result: R) => ({ kind: 'does' as const, scope, result })

export const methods = {
  'profile': asks('', z.object({ ID: Int, ADMIN: z.boolean(), NAME: Text, LAST_NAME: Text })),
  'app.info': asks('', z.object({ ID: Int, CODE: Text, INSTALLED: z.boolean(), STATUS: z.string(), VERSION: Int })),
  'scope': asks('', z.array(z.string())),
  'server.time': asks('', z.string()),

  'user.current': asks('user_brief', User),
  'user.get': asks('user_brief', z.array(User)),
  'department.get': asks('department', z.array(z.object({ ID: Int, NAME: Text, PARENT: MaybeInt, UF_HEAD: MaybeInt }))),
  'calendar.accessibility.get': asks('calendar', mapOf(z.array(z.record(z.string(), z.unknown())))),
  'timeman.status': asks('timeman', z.object({ STATUS: z.string(), TIME_START: Text.optional(), TIME_FINISH: Text.optional() })),

  /** Whatever else it says is there for rules (`domain/rule.ts`). */
  'crm.lead.get': asks(
    'crm',
    z.looseObject({
      ID: Int,
      TITLE: Text,
      NAME: Text,
      SECOND_NAME: Text.optional(),
      LAST_NAME: Text,
      COMPANY_TITLE: Text,
      STATUS_ID: Text,
      CONTACT_ID: MaybeId,
      COMPANY_ID: MaybeId,
      ASSIGNED_BY_ID: MaybeInt,
      ORIGINATOR_ID: Text.optional(),
      ADDRESS: Text.optional(),
      ADDRESS_2: Text.optional(),
      ADDRESS_CITY: Text.optional(),
      PHONE: Multifield,
      EMAIL: Multifield,
    }),
  ),
  'crm.item.get': asks('crm', z.object({ item: Item.loose() })),
  'crm.item.fields': asks('crm', z.object({ fields: mapOf(FieldWords) })),
  'crm.item.list': asks('crm', z.object({ items: z.array(Item) })),
  'crm.address.list': asks('crm', z.array(z.object({ ADDRESS_1: Text, ADDRESS_2: Text.optional(), CITY: Text.optional() }))),
  /** 1: with leads, 2: without ("simple CRM"). */
  'crm.settings.mode.get': asks('crm', Int),
  'crm.duplicate.findbycomm': asks('crm', mapOf(z.array(Int))),
  'crm.category.list': asks('crm', z.object({ categories: z.array(z.object({ id: Int, name: Text, isDefault: Text.optional() })) })),
  'crm.status.list': asks(
    'crm',
    z.array(z.object({ ENTITY_ID: z.string(), STATUS_ID: z.string(), NAME: Text, SORT: Int, COLOR: Text.optional(), SEMANTICS: Text.optional() })),
  ),
  'crm.timeline.comment.list': asks('crm', z.array(z.object({ ID: Int, COMMENT: Text, AUTHOR_ID: MaybeInt }))),
  'crm.activity.list': asks('crm', z.array(z.object({ ID: Int, SUBJECT: Text, PROVIDER_ID: Text.optional(), RESPONSIBLE_ID: MaybeInt }))),
  'tasks.task.list': asks('task', z.object({ tasks: z.array(z.object({ id: Int, title: Text.optional(), description: Text.optional(), status: MaybeInt })) })),
  'task.checklistitem.getlist': asks('task', z.array(z.object({ ID: Int, TITLE: Text, IS_COMPLETE: Text.optional() }))),
  'bizproc.workflow.instances': asks('bizproc', z.array(z.object({ ID: Text, DOCUMENT_ID: Text, TEMPLATE_ID: Text, STARTED: Text, MODIFIED: Text }))),
  'bizproc.robot.list': asks('bizproc', z.array(z.string())),
  'placement.get': asks('placement', z.array(z.object({ placement: z.string(), handler: z.string() }))),
  'crm.automation.trigger.list': asks('crm', z.array(z.object({ CODE: Text, NAME: Text }))),
  'event.get': asks('', z.array(z.object({ event: z.string(), handler: z.string() }))),

  'crm.item.add': does('crm', z.object({ item: z.object({ id: Int }) })),
  'crm.item.update': does('crm', z.object({ item: z.object({ id: Int }) })),
  'crm.item.delete': does('crm', z.unknown()),
  'crm.timeline.comment.add': does('crm', Int),
  'tasks.task.add': does('task', z.object({ task: z.object({ id: Int }) })),
  'tasks.task.update': does('task', z.object({ task: z.object({ id: Int }) })),
  'tasks.task.complete': does('task', z.object({ task: z.object({ id: Int }) })),
  'tasks.task.renew': does('task', z.object({ task: z.object({ id: Int }) })),
  'tasks.task.delete': does('task', z.unknown()),
  'task.checklistitem.complete': does('task', z.literal(true)),
  'task.checklistitem.renew': does('task', z.literal(true)),
  'task.checklistitem.add': does('task', Int),
  'crm.automation.trigger.add': does('crm', z.literal(true)),
  'crm.automation.trigger.delete': does('crm', z.literal(true)),
  'crm.automation.trigger.execute': does('crm', z.literal(true)),
  'im.notify.system.add': does('im', Int),
  'bizproc.event.send': does('bizproc', z.literal(true)),
  'bizproc.workflow.terminate': does('bizproc', z.literal(true)),
  'bizproc.robot.add': does('bizproc', z.literal(true)),
  'bizproc.robot.update': does('bizproc', z.literal(true)),
  'bizproc.robot.delete': does('bizproc', z.literal(true)),
  'placement.bind': does('placement', z.literal(true)),
  'placement.unbind': does('placement', z.object({ count: Int })),
  'event.bind': does('', z.literal(true)),
  'event.unbind': does('', z.object({ count: Int })),
} as const

export type MethodName = keyof typeof methods
export type AskMethod = { [M in MethodName]: (typeof methods)[M]['kind'] extends 'asks' ? M : never }[MethodName]
export type DoMethod = Exclude<MethodName, AskMethod>
/** What an effect may be: something done, or a look at people in the same batch that tells whether it came too late. */
export type EffectMethod = DoMethod | 'user.get'
/** The part of the method's result that we read, after parsing. */
export type ResultOf<M extends MethodName> = z.output<(typeof methods)[M]['result']>

/** A JSON value that may hold references to results of other commands. */
export type Param = string | number | boolean | null | Ref | Count | StoredFile | readonly Param[] | { readonly [key: string]: Param }
export type Params = { readonly [key: string]: Param }

/**
 * The result of another command of the same batch or run: `path` inside its result, `before` put in front as text.
 * It must be a whole value: the portal lets nothing stand behind a reference (reliability: batch references).
 */
export interface Ref {
  readonly $ref: { readonly key: string; readonly path: readonly (string | number)[]; readonly before: string }
}
export const ref = (key: string, path: readonly (string | number)[], before = ''): Ref => ({ $ref: { key, path, before } })
/** How many of the referenced results came to be: known only when the others have been sent. */
export interface Count {
  readonly $count: readonly Param[]
}
export const isCount = (value: unknown): value is Count => typeof value === 'object' && value !== null && '$count' in value
/** The content of a photo that we keep, in base64: put in when the command is sent, which it then is alone, since a batch is one line of text. */
export interface StoredFile {
  readonly $photo: { readonly reportId: ReportId; readonly id: PhotoId }
}
export const isStoredFile = (value: unknown): value is StoredFile => typeof value === 'object' && value !== null && '$photo' in value
export const isRef = (value: unknown): value is Ref => typeof value === 'object' && value !== null && '$ref' in value
