/** Runs the numbered migrations that this database has not seen yet. */
import { Migrator, type Kysely, type Migration } from 'kysely'
import * as first from './migrations/001-first.ts'
import * as second from './migrations/002-picks.ts'
import * as fourth from './migrations/004-visits.ts'
import * as fifth from './migrations/005-deals.ts'
import * as sixth from './migrations/006-doubts.ts'
import * as seventh from './migrations/007-rounds.ts'
import * as eighth from './migrations/008-embeds.ts'
import * as ninth from './migrations/009-next-run.ts'
import * as tenth from './migrations/010-forms.ts'
import * as eleventh from './migrations/011-person-rules.ts'
import * as twelfth from './migrations/012-workflows.ts'
import * as thirteenth from './migrations/013-draws.ts'
import * as fourteenth from './migrations/014-inbox.ts'
import * as fifteenth from './migrations/015-photos.ts'
import * as sixteenth from './migrations/016-clients.ts'
import * as seventeenth from './migrations/017-secrets.ts'
import * as eighteenth from './migrations/018-changes.ts'
import * as nineteenth from './migrations/019-visit-links.ts'
import * as twentieth from './migrations/020-link-codes.ts'
import * as twentyFirst from './migrations/021-reminders.ts'
import * as twentySecond from './migrations/022-rules.ts'
import * as twentyThird from './migrations/023-small-photos.ts'
import * as twentyFourth from './migrations/024-missed.ts'
import * as twentyFifth from './migrations/025-limit-errors.ts'
import * as twentySixth from './migrations/026-shadows.ts'
import type { Tables } from './schema.ts'

const migrations: Record<string, Migration> = {
  '001-first': first,
  '002-picks': second,
  '004-visits': fourth,
  '005-deals': fifth,
  '006-doubts': sixth,
  '007-rounds': seventh,
  '008-embeds': eighth,
  '009-next-run': ninth,
  '010-forms': tenth,
  '011-person-rules': eleventh,
  '012-workflows': twelfth,
  '013-draws': thirteenth,
  '014-inbox': fourteenth,
  '015-photos': fifteenth,
  '016-clients': sixteenth,
  '017-secrets': seventeenth,
  '018-changes': eighteenth,
  '019-visit-links': nineteenth,
  '020-link-codes': twentieth,
  '021-reminders': twentyFirst,
  '022-rules': twentySecond,
  '023-small-photos': twentyThird,
  '024-missed': twentyFourth,
  '025-limit-errors': twentyFifth,
  '026-shadows': twentySixth,
}

/** @throws the error of the migration that failed; those before it stay */
export async function migrate(db: Kysely<Tables>): Promise<void> {
  const { error } = await new Migrator({ db, provider: { getMigrations: async () => migrations } }).migrateToLatest()
  if (error !== undefined) throw error
}
