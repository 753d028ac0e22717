/** How people, stages, deals, clients and tasks look to the site. */
import { localised, placedOn } from '../automation/robot-kinds.ts'
import type { ClientCard, DealCard, PersonCard, StageCard, TabCard, TaskCard, TimelineEntry } from '../contract/cards.ts'
import { absenceAt } from '../office/calendar.ts'
import { filesOf } from '../rest/crm/comment-files.ts'
import { boundRecord } from '../rest/tasks/row.ts'
import { kindOf } from '../state/kinds.ts'
import type { CrmRecord, Language, Person, Stage, Task } from '../state/state.ts'
import { fullName, personOf, recordOf } from '../world.ts'
import type { World } from '../world.ts'

/** A contact is called by its name, everything else by its title. */
export const nameOf = (record: CrmRecord): string => record.title || `${record.name} ${record.lastName}`.trim()

export function personCard(world: World, person: Person): PersonCard {
  const { departments } = world.state
  const heads = departments.some((one) => one.headId === person.id && one.parentId !== null)
  const serves = departments.some((one) => one.parentId !== null && person.departments.includes(one.id))
  const role = person.administrator ? 'administrator' : person.representative ? 'representative' : heads ? 'head' : serves ? 'manager' : 'employee'
  const now = world.clock.now()
  const absence = absenceAt(world, person, now)
  return {
    id: person.id,
    name: fullName(person),
    position: person.position,
    role,
    departmentIds: [...person.departments],
    departmentName: person.departments
      .map((id) => departments.find((one) => one.id === id)?.name ?? '')
      .filter((name) => name !== '')
      .join(', '),
    active: person.active,
    joined: person.lastActivityAt !== null,
    extranet: person.extranet,
    absentUntil: absence?.until ?? null,
    workday: person.workday.state,
  }
}

/** Records may name somebody who was never there; they are shown as the number that they are. */
export function cardOf(world: World, id: number): PersonCard {
  const person = personOf(world, id)
  if (person) return personCard(world, person)
  return {
    id,
    name: `№ ${id}`,
    position: '',
    role: 'employee',
    departmentIds: [],
    departmentName: '',
    active: false,
    joined: false,
    extranet: false,
    absentUntil: null,
    workday: 'off',
  }
}

export function stageCard(world: World, stage: Stage): StageCard {
  const kind = stage.entityId === 'STATUS' ? 'lead' : 'deal'
  const semantics = stage.semantics === 'S' ? 'success' : stage.semantics === 'F' ? 'failure' : 'process'
  return { id: stage.statusId, name: stage.name, color: stage.color, semantics, robots: placedOn(world, kind, stage.statusId).length }
}

export function stagesOf(world: World, entityId: string): StageCard[] {
  return world.state.stages
    .filter((stage) => stage.entityId === entityId)
    .sort((one, other) => one.sort - other.sort)
    .map((stage) => stageCard(world, stage))
}

export const entityIdOf = (categoryId: number): string => (categoryId === 0 ? 'DEAL_STAGE' : `DEAL_STAGE_${categoryId}`)

export function dealCard(world: World, deal: CrmRecord, newSince: number): DealCard {
  const stage = world.state.stages.find((one) => one.entityId === entityIdOf(deal.categoryId) && one.statusId === deal.stageId)
  return {
    id: deal.id,
    title: deal.title,
    categoryId: deal.categoryId,
    categoryName: world.state.pipelines.find((one) => one.id === deal.categoryId)?.name ?? '',
    stage: stage ? stageCard(world, stage) : { id: deal.stageId, name: deal.stageId, color: '#8A8F98', semantics: 'process', robots: 0 },
    assigned: cardOf(world, deal.assignedById),
    createdAt: deal.createdAt,
    isNew: deal.createdAt > newSince,
    leadId: deal.leadId || null,
    fromApp: deal.fromApp,
  }
}

const values = (record: CrmRecord | undefined, type: 'PHONE' | 'EMAIL') =>
  (record?.fm ?? []).filter((one) => one.typeId === type).map((one) => one.value)

function addressOf(world: World, record: CrmRecord): string {
  const own = [record.city, record.address, record.address2].filter((part) => part !== '')
  if (own.length > 0) return own.join(', ')
  const found = world.state.addresses.find((one) => one.anchorTypeId === record.type && one.anchorId === record.id)
  return found ? [found.city, found.address1, found.address2].filter((part) => part !== '').join(', ') : ''
}

/** The client of a lead or a deal: linked contact and company first, then what the lead itself says. */
export function clientCard(world: World, record: CrmRecord): ClientCard {
  const contact = recordOf(world, 'contact', record.contactIds[0] ?? 0)
  const company = recordOf(world, 'company', record.companyId)
  const sources = [record, contact, company].filter((one) => one !== undefined)
  return {
    contactId: contact?.id ?? null,
    contactName: [contact?.name ?? record.name, contact?.lastName ?? record.lastName].filter((part) => part !== '').join(' '),
    companyId: company?.id ?? null,
    companyTitle: company?.title ?? record.companyTitle,
    phones: [...new Set(sources.flatMap((one) => values(one, 'PHONE')))],
    emails: [...new Set(sources.flatMap((one) => values(one, 'EMAIL')))],
    address: sources.map((one) => addressOf(world, one)).find((address) => address !== '') ?? '',
  }
}

export function taskCard(world: World, task: Task): TaskCard {
  return {
    id: task.id,
    title: task.title,
    description: task.description,
    responsible: cardOf(world, task.responsibleId),
    createdBy: cardOf(world, task.createdBy),
    createdAt: task.createdAt,
    deadline: task.deadline,
    status: task.status === 5 ? 'done' : task.status === 3 ? 'running' : 'waiting',
    bindings: task.crm.flatMap((binding) => {
      const record = boundRecord(world, binding)
      return record ? [{ kind: kindOf(record.type), id: record.id, title: nameOf(record) }] : []
    }),
    // The list's own heading is no item to tick.
    checklist: task.checklist
      .filter((item) => item.parentId !== 0)
      .sort((one, other) => one.sort - other.sort)
      .map(({ id, title, done }) => ({ id, title, done })),
  }
}

export function timelineOf(world: World, record: CrmRecord): TimelineEntry[] {
  const kind = kindOf(record.type)
  return world.state.timeline
    .filter((row) => row.record.kind === kind && row.record.id === record.id)
    .sort((one, other) => other.at - one.at || other.id - one.id)
    .map((row) => ({
      id: row.id,
      at: row.at,
      kind: row.kind,
      author: row.authorId === null ? null : cardOf(world, row.authorId),
      app: row.fromApp ? world.listing.name[world.language] : null,
      text: row.text,
      files: filesOf(world, row).map(({ name, url, image }) => ({ name, url, image: image !== null })),
    }))
}

/** Tabs that the application bound to this card; none before the installation is finished. */
export function tabsOf(world: World, placement: string, language: Language): TabCard[] {
  const { installation } = world.state
  if (!installation?.finished) return []
  return installation.bindings
    .filter((one) => one.placement === placement)
    .map((one) => ({
      placement,
      bindingId: one.id,
      builtIn: one.options['useBuiltInInterface'] === 'Y',
      title: localised(one.langAll[language]?.['TITLE'] ?? '', language) || one.title || world.listing.name[language],
    }))
}
