/** A submitted visit report: written into the record's timeline, told to the trigger where no robot waits, distributed when the report is the starter. */
import type { VisitReport } from '../../domain/visit-report.ts'
import { recordPath } from '../addresses.ts'
import type { Ask } from '../ask.ts'
import type { ReportListener } from '../define.ts'
import { distribute } from '../distribute/distribute.ts'
import { answersByDirection } from '../distribute/answers.ts'
import { texts } from '../distribute/texts.ts'
import { effect, type Effect } from '../effect.ts'
import { plain } from '../plain.ts'
import { reportTrigger } from '../triggers.ts'
import { factsOf } from '../visit/facts.ts'
import { completeTask } from '../visit/write.ts'

/** How soon it looks again while the visit's task is still being written. */
const lookAgainMs = 1000

export const reportListener: ReportListener = {
  async run(report, ask, given) {
    const words = texts[given.portal.language]
    const visits = await ask.visitsOf(report.id)
    // A robot that waited completes its task with its own answer.
    const open = visits.filter(({ waited }) => !waited)
    if (open.some(({ settled }) => !settled)) return { again: given.now + lookAgainMs }
    const ends = [
      ...(visits.some(({ waited }) => waited) ? [] : [reportTrigger(report.document)]),
      ...open.flatMap(({ visit, taskId }) => (taskId === null ? [] : [completeTask(`complete:${visit.id}`, taskId)])),
    ]
    const directory = await ask.directory()
    const directions = await ask.directions()
    const person = directory.people.find(({ id }) => id === report.representativeId)
    const representative = person?.name ?? ''
    const names = report.directionIds.map((id) => directions.find((one) => one.id === id)?.name ?? id)
    const marker = `fairlead=${report.id}`
    const heading = `[URL=${given.portal.origin}${recordPath(report.document)}?${marker}]${words.reportLink}[/URL]`
    const comment: Effect = effect(
      'ornament',
      'report',
      'crm.timeline.comment.add',
      {
        fields: {
          ENTITY_ID: report.document.id,
          ENTITY_TYPE: report.document.kind,
          COMMENT: [
            `${heading}\n${report.failure ? words.notTaken(plain(representative), report.failure.reason, plain(report.comment)) : words.report(plain(representative), names.map(plain), plain(report.comment))}`,
            factsOf(report, person?.timeZone ?? null, given.portal.language),
            ...answersByDirection(report, directions, words),
          ]
            .filter((block) => block !== '')
            .join('\n\n'),
        },
      },
      { by: 'comment', entityType: report.document.kind, entityId: report.document.id, marker },
    )
    if (report.failure) return { outcome: 'ok', returns: {}, effects: [comment, ...(await putOff(report, ask)), ...ends.filter(({ method }) => method === 'tasks.task.complete')], keeps: {}, log: words.notTakenShort(report.failure.reason) }
    const settings = await ask.settings()
    if (settings.starter !== 'report') return { outcome: 'ok', returns: {}, effects: [comment, ...ends], keeps: {}, log: words.reportLink }
    const plan = await distribute(
      { document: report.document, report, directionIds: report.directionIds, eventToken: null, rules: settings },
      '',
      ask,
      given,
    )
    if ('again' in plan) return plan
    return { ...plan, returns: {}, effects: [...plan.effects, comment, ...ends] }
  },
}

/** Somebody comes again: the visit's task says when. */
async function putOff({ failure, visitId }: VisitReport, ask: Ask): Promise<Effect[]> {
  const kept = failure?.again && visitId ? await ask.visit(visitId) : null
  if (!failure?.again || !kept?.taskId) return []
  return [effect('ornament', 'deadline', 'tasks.task.update', { taskId: kept.taskId, fields: { DEADLINE: new Date(failure.again).toISOString() } }, null)]
}
