/** The portal as it is on its first day: the seed's people, pipelines, clients, leads, older deals and a few tasks. */
import { emptyOffice } from '../state/office.ts'
import type { CrmMode, Language, State, Task } from '../state/state.ts'
import { seedRecords, tutorLeadId } from './crm.ts'
import { withCrm } from './dictionaries.ts'
import type { StateBefore } from './dictionaries.ts'
import { seedDepartments, seedPeople } from './people.ts'
import { seedPipelines } from './pipelines.ts'
import { withoutLeads } from './simple.ts'

/** What makes this portal this one; stays the same when everything else begins anew. */
export interface Identity {
  readonly memberId: string
  readonly secret: string
  readonly webhookSecret: string
}

const day = 86_400_000
const hour = 3_600_000
type Words = readonly [ru: string, en: string]

function seedTasks(language: Language, now: number): Task[] {
  const say = ([ru, en]: Words) => (language === 'ru' ? ru : en)
  const sketches: readonly (readonly [title: Words, responsibleId: number, age: number, deadline: number | null, crm: string[], done: boolean])[] = [
    [['Приехать к клиенту и заполнить отчёт', 'Visit the client and fill in the report'], 2, 2 * hour, now + 5 * hour, [`L_${tutorLeadId}`], false],
    [['Приехать к клиенту и заполнить отчёт', 'Visit the client and fill in the report'], 2, 6 * hour, now + 8 * hour, ['L_1021'], false],
    [['Согласовать смету', 'Agree the estimate'], 16, 8 * day, now + 2 * day, ['D_304'], false],
    [['Подписать договор', 'Sign the contract'], 9, 7 * day, now + day, ['D_305'], false],
    [['Позвонить по итогам работ', 'Call about the finished work'], 17, 6 * day, null, ['D_302'], true],
  ]
  return sketches.map(([title, responsibleId, age, deadline, crm, done], index) => ({
    id: 71 + index,
    title: say(title),
    description: '',
    responsibleId,
    createdBy: 1,
    createdAt: now - age,
    changedAt: now - age,
    closedAt: done ? now - day : null,
    deadline,
    status: done ? 5 : 2,
    priority: 1,
    groupId: 0,
    parentId: 0,
    accomplices: [],
    auditors: [],
    tags: [],
    crm,
    guid: `{00000000-0000-4000-8000-0000000000${71 + index}}`,
    xmlId: null,
    fromApp: false,
    checklist: [],
  }))
}

/** @param now milliseconds since 1970; everything in the seed is dated from it */
export function seed(language: Language, crmMode: CrmMode, identity: Identity, now: number): State {
  const { pipelines, stages } = seedPipelines(language)
  const { records, addresses, lastMultifield } = seedRecords(language, now)
  const state: StateBefore = {
    language,
    crmMode: 'leads',
    ...identity,
    seededAt: now,
    lastId: { lead: 1024, deal: 310, contact: 506, company: 403, task: 75, multifield: lastMultifield, absence: 40, timeline: 999, notification: 60 },
    people: seedPeople(language, now),
    departments: seedDepartments(language),
    pipelines,
    stages,
    records,
    addresses,
    tasks: seedTasks(language, now),
    timeline: records
      .filter((record) => record.type <= 2)
      .map((record, index) => ({
        id: index + 1,
        kind: 'created' as const,
        record: { kind: record.type === 1 ? ('lead' as const) : ('deal' as const), id: record.id },
        at: record.createdAt,
        authorId: record.createdBy,
        fromApp: false,
        text: record.title,
      })),
    notifications: [],
    placed: {},
    triggers: {},
    instances: [],
    installation: null,
    tokens: [],
    codes: [],
    frames: [],
    office: emptyOffice(),
    disk: [],
    dealsSeen: {},
    whyOpened: false,
    tutor: { leadId: tutorLeadId, administratorId: 1, representativeId: 2 },
  }
  return withCrm(crmMode === 'simple' ? withoutLeads(state) : state)
}
