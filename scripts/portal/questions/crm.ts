/** The site's questions about clients: leads and deals. */
import { z } from 'zod'
import { moveStage } from '../automation/automation.ts'
import { addDealWithClient, phoneAndMail } from '../crm/new-deal.ts'
import { addRecord, updateRecord } from '../crm/records.ts'
import { SiteRefusal } from '../door/refusal.ts'
import { boundRecord, mayReadTask } from '../rest/tasks/row.ts'
import { crmTypes } from '../state/kinds.ts'
import type { CrmRecord } from '../state/state.ts'
import { canChange, canRead, recordOf } from '../world.ts'
import type { World } from '../world.ts'
import { automationOf, robotRows } from './automation.ts'
import { cardOf, clientCard, dealCard, entityIdOf, stagesOf, tabsOf, taskCard, timelineOf } from './cards.ts'
import type { SiteCall, SiteQuestions } from './question.ts'

const id = z.number().int().positive()
const line = z.string().trim().max(250)
/** A list that was left alone for so long is opened anew: what came since then is new. */
const newListAfter = 60_000

function readable(call: SiteCall, kind: 'lead' | 'deal', recordId: number): CrmRecord {
  const { world } = call
  const record = recordOf(world, kind, recordId)
  if (!record) throw new SiteRefusal(404, 'not_found', { ru: 'Такой записи нет.', en: 'There is no such record.' })
  if (!canRead(world, call.person, record))
    throw new SiteRefusal(403, 'forbidden', { ru: 'У этого сотрудника нет доступа к записи.', en: 'This person may not see the record.' })
  return record
}

export const seenRecords = (call: SiteCall, kind: 'lead' | 'deal'): CrmRecord[] =>
  call.world.state.records.filter((record) => record.type === crmTypes[kind] && canRead(call.world, call.person, record))

export const newest = <T extends { createdAt: number; id: number }>(rows: T[]): T[] =>
  rows.sort((one, other) => other.createdAt - one.createdAt || other.id - one.id)

const tasksOf = (call: SiteCall, record: CrmRecord) =>
  newest(
    call.world.state.tasks.filter((task) => mayReadTask(call, task) && task.crm.some((binding) => boundRecord(call.world, binding) === record)),
  ).map((task) => taskCard(call.world, task))

const dealsOf = (world: World, lead: CrmRecord): CrmRecord[] =>
  world.state.records.filter((record) => record.type === crmTypes.deal && record.leadId === lead.id)

function changeStage(call: SiteCall, kind: 'lead' | 'deal', recordId: number, stageId: string): Record<string, never> {
  const { world, person } = call
  const record = readable(call, kind, recordId)
  if (!canChange(world, person, record))
    throw new SiteRefusal(403, 'forbidden', { ru: 'Этот сотрудник может только читать запись.', en: 'This person may only read the record.' })
  const entityId = kind === 'lead' ? 'STATUS' : entityIdOf(record.categoryId)
  if (!world.state.stages.some((one) => one.entityId === entityId && one.statusId === stageId))
    throw new SiteRefusal(400, 'invalid_input', { ru: 'Такой стадии нет.', en: 'There is no such stage.' }, 'stageId')
  if (kind === 'deal') updateRecord(world, record, { stageId }, { person, fromApp: false }, () => undefined)
  else moveStage(world, record, stageId, { userId: person.id, fromApp: false })
  return {}
}

/** Since when a deal is new to this person; looking counts as one visit while it goes on. */
function newSince(call: SiteCall, looking: boolean): number {
  const { world, person } = call
  const now = world.clock.now()
  const seen = world.state.dealsSeen[String(person.id)] ?? { at: now, since: world.state.seededAt }
  if (!looking) return seen.since
  const since = now - seen.at > newListAfter ? seen.at : seen.since
  world.state.dealsSeen[String(person.id)] = { at: now, since }
  world.touch()
  return since
}

type CrmNames = 'leads.board' | 'lead.show' | 'lead.add' | 'lead.move' | 'deals.list' | 'deal.show' | 'deal.add' | 'deal.move'

const newRecord = z.object({ title: line.min(1), contactName: line, companyTitle: line, phone: line, email: line, address: line })

export const crmQuestions: SiteQuestions<CrmNames> = {
  'leads.board': {
    input: z.object({}),
    run: (call) => ({
      stages: stagesOf(call.world, 'STATUS'),
      leads: newest(seenRecords(call, 'lead')).map((lead) => {
        const client = clientCard(call.world, lead)
        return {
          id: lead.id,
          title: lead.title,
          contactName: client.contactName,
          companyTitle: client.companyTitle,
          hasPhone: client.phones.length > 0,
          stageId: lead.stageId,
          assigned: cardOf(call.world, lead.assignedById),
          createdAt: lead.createdAt,
          automation: automationOf(call.world, lead),
          deals: dealsOf(call.world, lead).length,
        }
      }),
    }),
  },

  'lead.show': {
    input: z.object({ id }),
    run(call, asked) {
      const { world, language } = call
      const lead = readable(call, 'lead', asked.id)
      return {
        id: lead.id,
        title: lead.title,
        stageId: lead.stageId,
        stages: stagesOf(world, 'STATUS'),
        client: clientCard(world, lead),
        assigned: cardOf(world, lead.assignedById),
        observers: lead.observers.map((one) => cardOf(world, one)),
        source: lead.sourceDescription,
        comments: lead.comments,
        createdAt: lead.createdAt,
        timeline: timelineOf(world, lead),
        tabs: tabsOf(world, 'CRM_LEAD_DETAIL_TAB', language),
        activities: tabsOf(world, 'CRM_LEAD_DETAIL_ACTIVITY', language),
        deals: newest(dealsOf(world, lead)).map((deal) => dealCard(world, deal, newSince(call, false))),
        tasks: tasksOf(call, lead),
        automation: robotRows(world, language, lead),
      }
    },
  },

  'lead.add': {
    input: newRecord,
    run({ world, person }, { title, contactName, companyTitle, phone, email, address }) {
      if (world.state.crmMode === 'simple')
        throw new SiteRefusal(409, 'conflict', { ru: 'Лиды на этом портале выключены.', en: 'Leads are switched off on this portal.' })
      const [name = '', ...rest] = contactName.split(/\s+/)
      const lead = addRecord(
        world,
        crmTypes.lead,
        { title, name, lastName: rest.join(' '), companyTitle, fm: phoneAndMail(phone, email) },
        { person, fromApp: false },
        () => undefined,
      )
      lead.address = address
      return { id: lead.id }
    },
  },

  'lead.move': { input: z.object({ id, stageId: line }), run: (call, asked) => changeStage(call, 'lead', asked.id, asked.stageId) },

  'deals.list': {
    input: z.object({}),
    run(call) {
      const since = newSince(call, true)
      const simple = call.world.state.crmMode === 'simple'
      return {
        // Without leads the general pipeline is where everything begins.
        categories: [...call.world.state.pipelines]
          .sort((one, other) => (simple ? Number(other.id === 0) - Number(one.id === 0) : 0) || one.sort - other.sort)
          .map((pipeline) => ({ id: pipeline.id, name: pipeline.name, stages: stagesOf(call.world, entityIdOf(pipeline.id)) })),
        deals: newest(seenRecords(call, 'deal')).map((deal) => dealCard(call.world, deal, since)),
      }
    },
  },

  'deal.show': {
    input: z.object({ id }),
    run(call, asked) {
      const { world, language } = call
      const deal = readable(call, 'deal', asked.id)
      return {
        deal: dealCard(world, deal, newSince(call, false)),
        stages: stagesOf(world, entityIdOf(deal.categoryId)),
        client: clientCard(world, deal),
        observers: deal.observers.map((one) => cardOf(world, one)),
        comments: deal.comments,
        timeline: timelineOf(world, deal),
        tabs: tabsOf(world, 'CRM_DEAL_DETAIL_TAB', language),
        activities: tabsOf(world, 'CRM_DEAL_DETAIL_ACTIVITY', language),
        tasks: tasksOf(call, deal),
        automation: robotRows(world, language, deal),
      }
    },
  },

  'deal.add': { input: newRecord, run: ({ world, person }, asked) => ({ id: addDealWithClient(world, person, asked).id }) },

  'deal.move': { input: z.object({ id, stageId: line }), run: (call, asked) => changeStage(call, 'deal', asked.id, asked.stageId) },
}
