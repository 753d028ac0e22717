/** A submitted visit report: written into the record's timeline, told to the trigger where no robot waits, distributed when the report is the starter. */
import { recordPath } from '../addresses.ts'
import type { ReportListener } from '../define.ts'
import { distribute } from '../distribute/distribute.ts'
import { answersByDirection } from '../distribute/answers.ts'
import { texts } from '../distribute/texts.ts'
import { effect, type Effect } from '../effect.ts'
import { plain } from '../plain.ts'
import { reportTrigger } from '../triggers.ts'
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
    const representative = directory.people.find((person) => person.id === report.representativeId)?.name ?? ''
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
          COMMENT: [`${heading}\n${words.report(plain(representative), names.map(plain), plain(report.comment))}`, ...answersByDirection(report, directions, words)].join('\n\n'),
        },
      },
      { by: 'comment', entityType: report.document.kind, entityId: report.document.id, marker },
    )
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
