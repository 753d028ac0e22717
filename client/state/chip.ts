/** The one word that stands for a run in a list, and its colour. */
import type { JournalRow } from '../../domain/contract/journal.ts'
import type { Tone } from '../components/ToneChip.vue'
import { say, sayCount } from './language.ts'

type Outcome = NonNullable<JournalRow['outcome']>

const tones: Record<Outcome, Tone> = {
  ok: 'done',
  already_done: 'past',
  fallback_used: 'soft',
  workday_closed: 'bad',
  absent: 'bad',
  limit_reached: 'bad',
  department_empty: 'bad',
  no_eligible: 'bad',
  stage_changed: 'look',
  refused: 'bad',
  failed: 'bad',
}

export function chipOf(row: JournalRow): { tone: Tone; text: string } {
  if (row.state === 'waiting') return { tone: 'past', text: say('state.waiting') }
  if (row.state === 'working') return { tone: 'soft', text: say('state.working') }
  if (row.state === 'doubtful') return { tone: 'look', text: say('state.doubtful') }
  if (row.state === 'failed') return { tone: 'bad', text: say(row.outcome === 'refused' ? 'outcome.refused' : 'outcome.failed') }
  if (row.kind === 'install') return { tone: 'done', text: say('state.installed') }
  if (row.undone) return { tone: 'past', text: say('undo.chip') }
  if (row.press && row.outcome !== 'refused') return { tone: row.press === 'again' ? 'done' : 'past', text: say(`pressDone.${row.press}`) }
  if ((row.kind === 'event' && row.press === null) || row.outcome === null) return { tone: 'past', text: say('state.handled') }
  // Somebody was picked, but not everywhere: the number says more than "nobody to pick".
  if (row.unserved.length > 0 && row.mainManager) return { tone: 'bad', text: sayCount('state.unserved', row.unserved.length) }
  return { tone: tones[row.outcome], text: say(`outcome.${row.outcome}`) }
}

/** What a run is about: its record's title, or what kind of run it is. */
export function titleOf({ document, press, kind }: JournalRow): string {
  return document?.title || say(press === 'test' || press === 'alert' ? `pressTitle.${press}` : `kindTitle.${kind}`)
}

/** Where a run came from. */
export const kindOf = ({ press, kind }: JournalRow): string => say(press ? `press.${press}` : `kind.${kind}`)

export function subtitleOf(row: JournalRow): string {
  if (!row.document) return row.kind === 'install' || row.kind === 'event' ? '' : say(`kind.${row.kind}`)
  return `${say(`common.${row.document.kind}`, { id: row.document.id })} · ${kindOf(row)}`
}
