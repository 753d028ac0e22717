/** The effects of a distribution, step by step in the order of the decisions: client and deals, task with checklist, then the stage, then ornaments. */
import { dealOrigin, originatorId, type Distribution } from '../../domain/distribution.ts'
import { titleFrom } from '../../domain/deal-title.ts'
import { entityTypeId, type DirectionId, type UserId } from '../../domain/ids.ts'
import type { Given } from '../define.ts'
import { bindingOf, recordPath } from '../addresses.ts'
import { effect, type Effect } from '../effect.ts'
import type { Param, Params } from '../methods.ts'
import { clientEffects } from './client.ts'
import { plain } from '../plain.ts'
import { dealKey, dealRef, factsOf, nameIn, servedOf, taskRef, type DealPlace, type Served } from './facts.ts'
import { pagesOf, type Read } from './read.ts'
import { answersOf } from './answers.ts'
import { texts } from './texts.ts'

/** The client where there is none yet, and a deal for every direction that has a manager. */
export function dealEffects(distribution: Distribution, read: Read, given: Given): Effect[] {
  const client = clientEffects(distribution, read)
  return [...client.effects, ...servedOf(distribution).map((one) => dealEffect(distribution, one, client.links, given))]
}

function dealEffect(distribution: Distribution, served: Served, links: Params, given: Given): Effect {
  const { direction, manager } = served
  const originId = dealOrigin(distribution.id, direction.id)
  return effect(
    'essential',
    dealKey(direction.id),
    'crm.item.add',
    {
      entityTypeId: entityTypeId.deal,
      fields: {
        ...direction.fieldDefaults,
        title: dealTitle(distribution, direction, given),
        categoryId: direction.categoryId,
        stageId: direction.stageId,
        assignedById: manager,
        ...observers(distribution, served),
        ...(distribution.document.kind === 'lead' ? { leadId: distribution.document.id } : {}),
        ...links,
        comments: dealComments(distribution, direction.id, given),
        originatorId,
        originId,
      },
    },
    { by: 'origin', entityTypeId: entityTypeId.deal, originId },
  )
}

function dealTitle({ client, document, representativeId, ...distribution }: Distribution, { name, dealTitle: template }: Served['direction'], given: Given): string {
  const representative = representativeId === null ? '' : (distribution.names[String(representativeId)] ?? '')
  const own = titleFrom(template, { client: client.title, contact: client.contactName, company: client.companyTitle, direction: name, number: String(document.id), representative })
  return own === '' ? texts[given.portal.language].dealTitle(name, client.title) : own
}

/** The other managers see the client's sibling deals, and whoever is to see all of a direction. An empty list has no form in a batch; the portal would refuse the empty text. */
export function observers(distribution: Distribution, { direction, manager }: Served): Params {
  const colleagues = [...new Set([...servedOf(distribution).map((one) => one.manager), ...direction.observerIds])].filter((id) => id !== manager)
  return colleagues.length === 0 ? {} : { observers: colleagues }
}

/** With the answers of that direction alone: the others have their own deals. */
export function dealComments(distribution: Distribution, id: DirectionId, given: Given): string {
  const words = texts[given.portal.language]
  const facts = factsOf(distribution)
  return [words.team(facts), words.client(facts.client), words.visit(facts), answersOf(distribution.answers, id, words)].filter((block) => block !== '').join('\n\n')
}

/** A link that a person can use and that marks the text as ours: `?fairlead=` is what a look-up finds. */
const markedLink = (given: Given, path: string, marker: string, label: string): string => `[URL=${given.portal.origin}${path}?${marker}]${label}[/URL]`

/** Address of the record that tells who was picked and why: the card of the lead or deal that the visit began with. */
export const recordLink = ({ document, id }: Distribution, given: Given): string => `${given.portal.origin}${recordPath(document)}?fairlead=${id}`

export function taskDescription(distribution: Distribution, given: Given): string {
  const words = texts[given.portal.language]
  const facts = factsOf(distribution)
  const link = markedLink(given, recordPath(distribution.document), `fairlead=${distribution.id}.task`, words.recordLink[distribution.document.kind])
  return [words.team(facts), words.client(facts.client), words.visit(facts), link].filter((block) => block !== '').join('\n\n')
}

/** The main manager's task, bound to the record and the deals, with an item for each of them. */
export function taskEffects(distribution: Distribution, mainManager: UserId, deal: DealPlace, given: Given): Effect[] {
  const words = texts[given.portal.language]
  const crm = bindingOf(distribution.document)
  const served = servedOf(distribution).filter(({ direction }) => deal(direction.id) !== null)
  const task = effect(
    'essential',
    'task',
    'tasks.task.add',
    {
      fields: {
        TITLE: words.taskTitle(distribution.client.title),
        DESCRIPTION: taskDescription(distribution, given),
        RESPONSIBLE_ID: mainManager,
        UF_CRM_TASK: [crm, ...served.map(({ direction }) => deal(direction.id, 'D_'))],
      },
    },
    { by: 'task', crm, marker: `fairlead=${distribution.id}.task` },
  )
  const items = served.map(({ direction, manager }) => {
    const title = words.checklistItem(direction.name, nameIn(distribution, manager))
    return effect(
      'essential',
      `item:${direction.id}`,
      'task.checklistitem.add',
      { TASKID: taskRef, FIELDS: { TITLE: deal(direction.id, `${title} `) } },
      { by: 'checklist', taskId: taskRef, title },
    )
  })
  return [task, ...items]
}

/** Looks in the same batch whether these people are still there; what follows from it is decided after the sending. */
export const checkEffects = (people: readonly UserId[]): Effect[] =>
  pagesOf(people).map((page, index) => effect('check', `check:people:${index}`, 'user.get', { FILTER: { ID: page } }, null))

const commandsOfBatch = 50
/**
 * The check, unless it would cost a request of its own: the same people were read moments before.
 * @param others how many effects go out beside it, the reply not counted
 */
export function affordableChecks(people: readonly UserId[], others: number): Effect[] {
  const checks = checkEffects(people)
  const requests = (effects: number) => Math.ceil((effects + 1) / commandsOfBatch)
  return requests(others + checks.length) > requests(others) ? [] : checks
}

/** Everybody who was picked or might have to step in. */
export const peopleToCheck = ({ draw }: Distribution): UserId[] =>
  [...new Set(draw.directions.flatMap(({ eligible, reserve, picked }) => [...eligible, ...(reserve === null ? [] : [reserve]), ...(picked === null ? [] : [picked])]))].sort(
    (a, b) => a - b,
  )

/** @param moveTo empty: the record stays where it is */
export function stageEffects(distribution: Distribution, moveTo: string): Effect[] {
  const from = distribution.documentStage
  if (moveTo === '' || moveTo === from) return []
  const { document } = distribution
  return [
    effect('stage', 'stage', 'crm.item.update', { entityTypeId: entityTypeId[document.kind], id: document.id, fields: { stageId: moveTo } }, { by: 'stage', document, from, to: moveTo }),
  ]
}

/** One notification a person, with the first of their deals; a notification with the same tag replaces the older one. */
export function notices(distribution: Distribution, deal: DealPlace, given: Given, only: (manager: UserId) => boolean = () => true): Effect[] {
  const words = texts[given.portal.language]
  const firstOf = new Map<UserId, Served>()
  for (const one of servedOf(distribution)) if (!firstOf.has(one.manager) && deal(one.direction.id) !== null) firstOf.set(one.manager, one)
  return [...firstOf].filter(([manager]) => only(manager)).map(([manager, { direction }]) => {
    const text = words.notice(plain(direction.name), plain(distribution.client.title), manager === distribution.draw.mainManager)
    return effect(
      'ornament',
      `notice:${manager}`,
      'im.notify.system.add',
      {
        USER_ID: manager,
        MESSAGE: deal(direction.id, `${text} ${given.portal.origin}/crm/deal/details/`),
        TAG: `FAIRLEAD|${distribution.id}|${manager}`,
      },
      null,
    )
  })
}

/** Who serves the client, on every deal and on the record that the visit began with. */
export function comments(distribution: Distribution, given: Given): Effect[] {
  const words = texts[given.portal.language]
  const team = words.team(factsOf(distribution))
  const comment = (key: string, entityType: string, entityId: Param): Effect => {
    const marker = `fairlead=${distribution.id}.${key}`
    return effect(
      'ornament',
      `comment:${key}`,
      'crm.timeline.comment.add',
      { fields: { ENTITY_ID: entityId, ENTITY_TYPE: entityType, COMMENT: `${team}\n\n${markedLink(given, recordPath(distribution.document), marker, words.whyLink)}` } },
      { by: 'comment', entityType, entityId, marker },
    )
  }
  return [
    comment(distribution.document.kind, distribution.document.kind, distribution.document.id),
    ...servedOf(distribution).map(({ direction }) => comment(direction.id, 'deal', dealRef(direction.id))),
  ]
}
