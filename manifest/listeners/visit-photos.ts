/** Photos of a report: attached to the record's timeline once all of them have come, or once nobody expects the rest any more. */
import type { PhotoId } from '../../domain/ids.ts'
import type { ReportPhoto, VisitReport } from '../../domain/visit-report.ts'
import { recordPath } from '../addresses.ts'
import type { Given, Later, Plan } from '../define.ts'
import { texts } from '../distribute/texts.ts'
import { effect, type Effect } from '../effect.ts'
import { plain } from '../plain.ts'

/** What the run is called among a portal's events. */
export const photosCode = 'visit.photos'

/** One request holds that many, in base64 some five megabytes: a cut costs one of them, not all. */
const together = 6
/** A phone without a network keeps the rest until it has one; meanwhile colleagues should see what is here. */
const patienceMs = 6 * 3_600_000
const leastPauseMs = 2000

export interface PhotosHere {
  /** Kept by us and brought to the portal by no run yet. */
  readonly waiting: readonly PhotoId[]
  /** Of all that have ever come. */
  readonly come: number
  /** Milliseconds since 1970; null: none has come. */
  readonly lastAt: number | null
}

export function attachPhotos(report: VisitReport, here: PhotosHere, given: Given): (Plan<Record<string, never>> & { readonly photos: readonly PhotoId[] }) | Later {
  const since = here.lastAt ?? report.submittedAt
  // Each arrival wakes the run as well; looking again by itself mends an awakening that was missed.
  if (here.come < report.photos.length && given.now < since + patienceMs) return { again: given.now + Math.max(leastPauseMs, Math.ceil((given.now - since) / 2)) }
  const words = texts[given.portal.language]
  // In the order of the report, whatever the order in which they came.
  const photos = report.photos.filter(({ id }) => here.waiting.includes(id))
  const effects: Effect[] = []
  for (let start = 0; start < photos.length; start += together) effects.push(comment(report, photos.slice(start, start + together), given))
  return { outcome: 'ok', returns: {}, effects, keeps: {}, log: words.photosAttached(here.come, report.photos.length), photos: photos.map(({ id }) => id) }
}

function comment(report: VisitReport, photos: readonly ReportPhoto[], given: Given): Effect {
  const words = texts[given.portal.language]
  const [first] = photos
  const marker = `fairlead-photos=${report.id}.${first?.id ?? ''}`
  const captions = photos.map(({ kind, caption }, index) => `${index + 1}. ${kind === 'signature' ? words.signature : plain(caption)}`.trim()).filter((line) => !/^\d+\.$/.test(line))
  return effect(
    'ornament',
    `photos:${first?.id ?? ''}`,
    'crm.timeline.comment.add',
    {
      fields: {
        ENTITY_ID: report.document.id,
        ENTITY_TYPE: report.document.kind,
        COMMENT: [`[URL=${given.portal.origin}${recordPath(report.document)}?${marker}]${words.photosLink}[/URL]`, ...captions].join('\n'),
        FILES: photos.map(({ id, kind }) => [`${kind}-${report.photos.findIndex((one) => one.id === id) + 1}.jpg`, { $photo: { reportId: report.id, id } }]),
      },
    },
    { by: 'comment', entityType: report.document.kind, entityId: report.document.id, marker },
  )
}
