/** A visit whose report does not come: its representative is reminded, later the head of their department; each step once for each deadline. */
import { headsAbove } from '../../domain/department.ts'
import { entityTypeId, type UserId } from '../../domain/ids.ts'
import type { ReminderStep } from '../../domain/visit.ts'
import { isTimeZone } from '../../domain/time-zone.ts'
import { recordPath } from '../addresses.ts'
import { question, type Ask, type KeptVisit } from '../ask.ts'
import type { Given, Plan } from '../define.ts'
import { effect, type Effect } from '../effect.ts'
import { completedStatus } from '../mark.ts'
import { plain } from '../plain.ts'
import { visitTexts } from './texts.ts'

export async function remind(visitId: string, step: ReminderStep, ask: Ask, given: Given): Promise<Plan<Record<string, never>>> {
  const words = visitTexts[given.portal.language]
  const kept = await ask.visit(visitId)
  const end = (log: string, effects: readonly Effect[] = []) => ({ outcome: 'ok' as const, returns: {}, effects, keeps: {}, log, ...(kept ? { about: kept.visit } : {}) })
  // The report came in the meantime, or somebody else makes the visit: there is nothing to tell, and nothing for the journal.
  if (!kept || kept.reportId !== null || kept.link.closed === 'handed_over') return end('')
  const { visit, taskId } = kept
  const directory = await ask.directory()
  const { record, task } = await ask.portal({
    record: question('crm.item.get', { entityTypeId: entityTypeId[visit.document.kind], id: visit.document.id }),
    task: question('tasks.task.list', { order: { ID: 'desc' }, filter: { ID: taskId ?? 0 }, select: ['ID', 'STATUS'] }),
  })
  if (!record.ok) return end('')
  const people = step === 'representative' ? [visit.representativeId] : [...headsAbove(directory, visit.representativeId)]
  const to = directory.people.filter(({ id, active }) => active && people.includes(id))
  const representative = directory.people.find(({ id }) => id === visit.representativeId)?.name ?? visit.names[String(visit.representativeId)] ?? ''
  if (to.length === 0) return end(words.nobodyToRemind(representative))
  // Completed by hand, the visit was made and only its report is missing.
  const made = task.ok && task.value.tasks.some(({ id, status }) => id === taskId && status === completedStatus)
  const told = to.map(({ id, timeZone }) => {
    const due = moment(visit.deadline, timeZone, given.portal.language)
    const client = plain(visit.title)
    const text =
      step === 'representative'
        ? `${made ? words.reportMissing(client) : words.visitLate(client, due)} ${linkFor(kept, id, given)}`
        : `${made ? words.reportMissingOf(plain(representative), client) : words.visitLateOf(plain(representative), client, due)} ${given.portal.origin}${recordPath(visit.document)}`
    return notice(kept, step, id, text, given)
  })
  return end((step === 'representative' ? words.reminded : words.remindedHead)(to.map(({ name }) => name)), told)
}

/** The portal shows one notification of a tag: the same reminder again is the same. */
const notice = ({ visit }: KeptVisit, step: ReminderStep, to: UserId, text: string, given: Given): Effect =>
  effect('ornament', `remind:${to}`, 'im.notify.system.add', { USER_ID: to, MESSAGE: text, TAG: `FAIRLEAD|${visit.id}|${given.hash(`late:${step}:${visit.deadline}`)}` }, null)

const linkFor = ({ visit, taskId }: KeptVisit, userId: UserId, { portal }: Given): string =>
  portal.origin + (taskId === null ? recordPath(visit.document) : `/company/personal/user/${userId}/tasks/task/view/${taskId}/`)

function moment(at: number, timeZone: string | null, language: 'ru' | 'en'): string {
  const zone = timeZone !== null && isTimeZone(timeZone) ? timeZone : 'UTC'
  const text = new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', { timeZone: zone, day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' }).format(at)
  return zone === 'UTC' ? `${text} UTC` : text
}
