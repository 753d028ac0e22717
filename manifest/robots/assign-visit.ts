/** Sends a representative to the client: draws one, gives them the task with a personal link, and waits for their report. */
import { headsOf } from '../../domain/department.ts'
import { originatorId } from '../../domain/distribution.ts'
import { entityTypeId, type UserId } from '../../domain/ids.ts'
import type { OutcomeCode } from '../../domain/outcome.ts'
import { proving } from '../../domain/proof.ts'
import { drawRepresentative, type RepresentativeDraw, type Visit } from '../../domain/visit.ts'
import { question } from '../ask.ts'
import { defineRobot } from '../define.ts'
import { readVisit } from '../distribute/read.ts'
import { answersByDirection } from '../distribute/answers.ts'
import { texts } from '../distribute/texts.ts'
import { property, returned } from '../fields.ts'
import type { Ref } from '../methods.ts'
import { reportTrigger } from '../triggers.ts'
import { handedOver } from '../visit/link.ts'
import { activeIn, departmentsFor, namesOf } from '../visit/people.ts'
import { visitTexts } from '../visit/texts.ts'
import { completeTask, visitEffects, visitTaskRef } from '../visit/write.ts'

const hour = 3_600_000
const nobodyIsSkipped = { skipAbsent: false, skipClockedOut: false, headsTakePart: true }

const nothing = (outcome: OutcomeCode) => ({
  representative: null as UserId | null,
  task: null as number | Ref | null,
  directions: [] as readonly string[],
  comment: '',
  answers: '',
  outcome: outcome as string,
})

export const robot = defineRobot({
  name: { ru: 'Назначить визит', en: 'Assign a visit' },
  description: {
    ru: 'Представитель выбран случайно среди тех, кто на работе; ему задача с личной ссылкой на отчёт; робот ждёт отчёта',
    en: 'A representative picked at random among those at work gets the task with a personal link to the report; the rule waits for it',
  },
  documents: ['lead', 'deal'],
  settingsPage: true,
  properties: {
    departments: property.texts({
      name: { ru: 'Отделы представителей', en: 'Departments of representatives', pl: 'Działy przedstawicieli' },
      description: {
        ru: 'Названия или номера отделов, вместе с подотделами. Пусто: отдел ответственного за лид или сделку, тоже с подотделами',
        en: 'Names or numbers of departments, those below included. Empty: that of the person responsible for the lead or deal, likewise',
        pl: 'Nazwy lub numery działów, razem z niższymi. Puste: dział osoby odpowiedzialnej za leada lub deal, tak samo',
      },
    }),
    representative: property.user({
      name: { ru: 'Представитель', en: 'Representative', pl: 'Przedstawiciel' },
      description: { ru: 'Если указан, никого не выбираем', en: 'If named, nobody is picked', pl: 'Jeśli wskazany, nikogo się nie wybiera' },
    }),
    deadline_hours: property.whole({ name: { ru: 'Срок визита, часов', en: 'Deadline, hours', pl: 'Termin wizyty, godzin' }, default: 24, least: 1, most: 8760 }),
    wait_report: property.yesNo({
      name: { ru: 'Ждать отчёта', en: 'Wait for the report', pl: 'Czekaj na raport' },
      description: {
        ru: 'Следующим роботам включите «После предыдущего»: они получат направления и комментарий из отчёта',
        en: 'Set “after previous” on the next rules: they get the directions and the comment of the report',
        pl: 'W kolejnych regułach włącz „po poprzedniej”: dostaną kierunki i komentarz z raportu',
      },
      default: true,
    }),
  },
  returns: {
    representative: returned.user({ ru: 'Представитель', en: 'Representative' }),
    task: returned.number({ ru: 'Задача', en: 'Task' }),
    directions: returned.texts({ ru: 'Направления', en: 'Directions' }),
    comment: returned.text({ ru: 'Комментарий', en: 'Comment' }),
    answers: returned.text({ ru: 'Ответы на вопросы', en: 'Answers' }),
    outcome: returned.text({ ru: 'Итог', en: 'Outcome' }),
  },

  async run({ document, eventToken, properties, waits }, ask, given) {
    const words = visitTexts[given.portal.language]
    const end = (outcome: OutcomeCode, log: string) => ({ outcome, returns: nothing(outcome), effects: [], keeps: {}, log })
    const { item } = await ask.portal({ item: question('crm.item.get', { entityTypeId: entityTypeId[document.kind], id: document.id }) })
    const { recordGone, ownDeal } = texts[given.portal.language]
    if (!item.ok) return end('refused', recordGone[document.kind])
    const record = item.value.item
    if (record.originatorId === originatorId) return end('refused', ownDeal)

    const directory = await ask.directory()
    const named = properties.representative
    const found = named === null ? departmentsFor(directory, properties.departments, record.assignedById) : { ok: true as const, ids: [] }
    if (!found.ok) return end('refused', found.unknown === null ? words.noDepartment[document.kind] : words.unknownDepartment(found.unknown))
    const pool = named === null ? activeIn(directory, found.ids) : directory.people.filter((person) => person.id === named)

    const rules = named === null ? await ask.settings() : nobodyIsSkipped
    const result = await readVisit(ask, document, { pool, rules }, given.now)
    if (!result.ok) return end('refused', result.reason === 'people' ? words.peopleUnread : recordGone[document.kind])
    const { people, client } = result.read
    const heads = headsOf(directory, found.ids)
    const candidates = [...people.values()].map((one) => ({ ...one, isHead: heads.has(one.person.id) }))

    const id = given.hash(`visit:${document.kind}:${document.id}:event:${eventToken}`)
    let draw: RepresentativeDraw | null = null
    const { pick, drawn } = proving(id, given.chance)
    if (named === null) draw = drawRepresentative(candidates, rules, pick, given.now)
    else if (!candidates.some(({ person }) => person.active)) return end('refused', words.gone)
    const representativeId = named ?? draw?.picked ?? null
    if (representativeId === null) {
      const departments = directory.departments.filter((one) => found.ids.includes(one.id)).map(({ name }) => name)
      return end(draw?.outcome ?? 'no_eligible', words.nobody(departments))
    }

    const inRecord = draw ? [...draw.eligible, ...draw.excluded.map(({ userId }) => userId)] : [representativeId]
    const visit: Visit = {
      id,
      runId: given.runId,
      document,
      title: client.title,
      representativeId,
      draw,
      names: namesOf(directory, inRecord),
      assignedAt: given.now,
      deadline: given.now + properties.deadline_hours * hour,
    }
    const name = visit.names[String(representativeId)] ?? ''
    const others = (await ask.openVisits(document)).filter((one) => one.visit.representativeId !== representativeId)
    const plan = {
      outcome: 'ok' as const,
      returns: { ...nothing('ok'), representative: representativeId, task: visitTaskRef },
      effects: [...visitEffects(visit, client, record.observers, given), ...handedOver(others, name, given)],
      keeps: { visit, drawn },
    }
    if (!properties.wait_report || waits === null) return { ...plan, log: words.assigned(name) }
    return { ...plan, log: words.waits(name), wait: { for: 'report', until: waits.until } }
  },

  async resume(_, { visit, report }, ask, given) {
    const words = visitTexts[given.portal.language]
    const returns = { ...nothing('ok'), representative: visit.representativeId, task: visitTaskRef }
    if (report === null) return { outcome: 'failed', returns: { ...returns, outcome: 'failed' }, effects: [], keeps: {}, log: words.timeOver }
    if (report.failure) {
      const sentence = texts[given.portal.language].notTakenShort(report.failure.reason)
      const end = { ...returns, outcome: 'failed', comment: [sentence, report.comment].filter((part) => part !== '').join(' ') }
      return { outcome: 'ok', returns: end, effects: [completeTask('complete', visitTaskRef)], keeps: {}, log: sentence }
    }
    const directions = await ask.directions()
    const names = report.directionIds.map((id) => directions.find((one) => one.id === id)?.name ?? id)
    return {
      outcome: 'ok',
      returns: { ...returns, directions: report.directionIds, comment: report.comment, answers: answersByDirection(report, directions, texts[given.portal.language]).join('\n\n') },
      effects: [completeTask('complete', visitTaskRef)],
      keeps: {},
      log: words.reported(names),
    }
  },

  unheard: (visit) => [reportTrigger(visit.document)],
})
