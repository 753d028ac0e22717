/** The effects of a distribution, in the order of the decisions: client, deals, task with checklist; then the stage; then ornaments. */
import { dealOrigin, originatorId, type Distribution } from '../../domain/distribution.ts'
import { entityTypeId, type DirectionId, type UserId } from '../../domain/ids.ts'
import type { Direction } from '../../domain/direction.ts'
import type { Given } from '../define.ts'
import { effect, type Effect } from '../effect.ts'
import { ref, type Param, type Params, type Ref } from '../methods.ts'
import type { Lead, Read } from './read.ts'
import { texts, type TextFacts } from './texts.ts'

export const dealKey = (id: DirectionId): string => `deal:${id}`
export const dealRef = (id: DirectionId, before = ''): Ref => ref(dealKey(id), ['item', 'id'], before)
export const taskRef = ref('task', ['task', 'id'])

interface Served {
  readonly direction: Direction
  readonly manager: UserId
}

export interface Written {
  readonly distribution: Distribution
  readonly read: Read
  /** Directions with a manager, in the order asked for. */
  readonly served: readonly Served[]
  readonly mainManager: UserId
  readonly facts: TextFacts
  readonly given: Given
  /** Lead stage to move to; empty: none. */
  readonly moveTo: string
}

export function distributionEffects(written: Written): Effect[] {
  const client = clientEffects(written)
  const clientLinks = { ...client.links }
  return [
    ...client.effects,
    ...written.served.map((one) => dealEffect(written, one, clientLinks)),
    ...taskEffects(written),
    ...stageEffect(written),
    ...notices(written),
    ...comments(written),
  ]
}

/** Company and contact are linked when known, made when the lead describes them, and left out otherwise (decisions: client data). */
function clientEffects({ distribution, read }: Written): { effects: Effect[]; links: Params } {
  const { lead } = read
  const effects: Effect[] = []
  const origin = (kind: string) => ({ originatorId, originId: `${distribution.id}:${kind}` })
  const add = (key: 'company' | 'contact', type: number, fields: Params): Ref => {
    const { originId } = origin(key)
    effects.push(
      effect('essential', key, 'crm.item.add', { entityTypeId: type, fields: { ...fields, ...origin(key) } }, { by: 'origin', entityTypeId: type, originId }),
    )
    return ref(key, ['item', 'id'])
  }
  const hasName = lead.NAME !== '' || lead.LAST_NAME !== ''
  const namesCompany = lead.COMPANY_TITLE !== ''
  // A phone without a person's name belongs to the company where there is one, and to an unnamed contact where there is not.
  const contactOwnsPhone = hasName || !namesCompany
  const company: Param = read.companyId ?? (namesCompany ? add('company', entityTypeId.company, { title: lead.COMPANY_TITLE, ...(contactOwnsPhone ? {} : fm(lead)) }) : null)
  const contact: Param =
    read.contactId ??
    (hasName || (!namesCompany && lead.PHONE.length > 0)
      ? add('contact', entityTypeId.contact, {
          name: lead.NAME || (lead.LAST_NAME ? '' : (lead.PHONE[0]?.VALUE ?? '')),
          lastName: lead.LAST_NAME,
          ...(company === null ? {} : { companyId: company }),
          ...fm(lead),
        })
      : null)
  return { effects, links: { ...(contact === null ? {} : { contactIds: [contact] }), ...(company === null ? {} : { companyId: company }) } }
}

function fm(lead: Lead): Params {
  const entries = [
    ...lead.PHONE.map(({ VALUE, VALUE_TYPE }) => ({ typeId: 'PHONE', valueType: VALUE_TYPE || 'WORK', value: VALUE })),
    ...lead.EMAIL.map(({ VALUE, VALUE_TYPE }) => ({ typeId: 'EMAIL', valueType: VALUE_TYPE || 'WORK', value: VALUE })),
  ]
  return entries.length === 0 ? {} : { fm: entries }
}

function dealEffect({ distribution, read, served, facts, given }: Written, { direction, manager }: Served, clientLinks: Params): Effect {
  const words = texts[given.portal.language]
  const originId = dealOrigin(distribution.id, direction.id)
  const colleagues = [...new Set(served.map((one) => one.manager))].filter((id) => id !== manager)
  return effect(
    'essential',
    dealKey(direction.id),
    'crm.item.add',
    {
      entityTypeId: entityTypeId.deal,
      fields: {
        ...direction.fieldDefaults,
        title: words.dealTitle(direction.name, facts.client.title),
        categoryId: direction.categoryId,
        stageId: direction.stageId,
        assignedById: manager,
        // An empty list has no form in a batch; the portal would refuse the empty text.
        ...(colleagues.length === 0 ? {} : { observers: colleagues }),
        leadId: read.lead.ID,
        ...clientLinks,
        comments: [words.team(facts), words.client(facts.client), words.visit(facts)].filter((block) => block !== '').join('\n\n'),
        originatorId,
        originId,
      },
    },
    { by: 'origin', entityTypeId: entityTypeId.deal, originId },
  )
}

/** A link that a person can use and that marks the text as ours: `?fairlead=` is what a look-up finds. */
const markedLink = (given: Given, path: string, marker: string, label: string): string => `[URL=${given.portal.origin}${path}?${marker}]${label}[/URL]`

function taskEffects({ distribution, served, mainManager, facts, given }: Written): Effect[] {
  const words = texts[given.portal.language]
  const leadId = distribution.document.id
  const marker = `fairlead=${distribution.id}.task`
  const description = [
    words.team(facts),
    words.client(facts.client),
    words.visit(facts),
    markedLink(given, `/crm/lead/details/${leadId}/`, marker, words.leadLink),
  ]
  const task = effect(
    'essential',
    'task',
    'tasks.task.add',
    {
      fields: {
        TITLE: words.taskTitle(facts.client.title),
        DESCRIPTION: description.filter((block) => block !== '').join('\n\n'),
        RESPONSIBLE_ID: mainManager,
        UF_CRM_TASK: [`L_${leadId}`, ...served.map(({ direction }) => dealRef(direction.id, 'D_'))],
      },
    },
    { by: 'task', crm: `L_${leadId}`, marker },
  )
  const items = served.map(({ direction, manager }) => {
    const title = words.checklistItem(direction.name, distribution.names[manager] ?? '')
    return effect(
      'essential',
      `item:${direction.id}`,
      'task.checklistitem.add',
      { TASKID: taskRef, FIELDS: { TITLE: dealRef(direction.id, `${title} `) } },
      { by: 'checklist', taskId: taskRef, title },
    )
  })
  return [task, ...items]
}

function stageEffect({ distribution, read, moveTo }: Written): Effect[] {
  if (moveTo === '' || moveTo === read.lead.STATUS_ID) return []
  const leadId = distribution.document.id
  return [
    effect(
      'stage',
      'stage',
      'crm.item.update',
      { entityTypeId: entityTypeId.lead, id: leadId, fields: { stageId: moveTo } },
      { by: 'stage', leadId, from: read.lead.STATUS_ID, to: moveTo },
    ),
  ]
}

/** One notification a person, with the first of their deals; a notification with the same tag replaces the older one. */
function notices({ distribution, served, mainManager, facts, given }: Written): Effect[] {
  const words = texts[given.portal.language]
  const firstOf = new Map<UserId, Direction>()
  for (const { direction, manager } of served) if (!firstOf.has(manager)) firstOf.set(manager, direction)
  return [...firstOf].map(([manager, direction]) =>
    effect(
      'ornament',
      `notice:${manager}`,
      'im.notify.system.add',
      {
        USER_ID: manager,
        MESSAGE: dealRef(direction.id, `${words.notice(direction.name, facts.client.title, manager === mainManager)} ${given.portal.origin}/crm/deal/details/`),
        TAG: `FAIRLEAD|${distribution.id}|${manager}`,
      },
      null,
    ),
  )
}

/** Who serves the client, on every deal and on the lead. */
function comments({ distribution, served, facts, given }: Written): Effect[] {
  const words = texts[given.portal.language]
  const comment = (key: string, entityType: string, entityId: Param, path: string): Effect => {
    const marker = `fairlead=${distribution.id}.${key}`
    const text = `${words.team(facts)}\n\n${markedLink(given, path, marker, words.whyLink)}`
    return effect(
      'ornament',
      `comment:${key}`,
      'crm.timeline.comment.add',
      { fields: { ENTITY_ID: entityId, ENTITY_TYPE: entityType, COMMENT: text } },
      { by: 'comment', entityType, entityId, marker },
    )
  }
  const leadPath = `/crm/lead/details/${distribution.document.id}/`
  return [
    comment('lead', 'lead', distribution.document.id, leadPath),
    ...served.map(({ direction }) => comment(direction.id, 'deal', dealRef(direction.id), leadPath)),
  ]
}
