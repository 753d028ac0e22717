/** The one HTTP door to the client: size, session, schema in, answer, schema out. */
import { Router, type NextFunction, type Request, type Response } from 'express'
import type { Access, Refusal } from '../../domain/contract/asking.ts'
import { contract, type QuestionName } from '../../domain/contract/contract.ts'
import type { House } from '../house.ts'
import { createRoom, wholeBody } from '../ingest/body.ts'
import { askingFor } from '../portal/asker.ts'
import { PortalError } from '../portal/errors.ts'
import { candidatesHandlers } from './candidates.ts'
import { directionsHandlers } from './directions.ts'
import { drawsHandlers } from './draws.ts'
import { fairnessHandlers } from './fairness.ts'
import { formsHandlers } from './forms.ts'
import type { Handlers } from './handlers.ts'
import { changesHandlers } from './changes.ts'
import { installationHandlers } from './installation.ts'
import { journalHandlers } from './journal.ts'
import { ownNumbersHandlers } from './own-numbers.ts'
import { createPipelines } from './pipelines.ts'
import { choicesHandlers } from './portal-choices.ts'
import { robotChoicesHandlers } from './robot-choices.ts'
import { replayHandlers } from './replay.ts'
import { Refused, refusalOf, refuse, statusOf } from './refusal.ts'
import { openSession, personKey, type Session, type Visitor } from './bearer.ts'
import { sessionHandlers } from './session.ts'
import { peopleHandlers } from './people-rules.ts'
import { rulesHandlers } from './rules.ts'
import { selfTestHandlers } from './self-test.ts'
import { shadowHandlers } from './shadow.ts'
import { settingsHandlers } from './settings.ts'
import { testRunHandlers } from './test-run.ts'
import { undoHandlers } from './undo.ts'
import { visitHandlers } from './visit.ts'
import { createPastTurns } from './past-turns.ts'
import { photoDoor, photosHandlers } from './photos.ts'
import { visitLinkHandlers } from './visit-links.ts'
import { visitCodeHandlers } from './visit-code.ts'
import { visitOpenHandlers } from './visit-open.ts'
import { visitPrintedHandlers } from './visit-printed.ts'
import { visitSubmitHandlers } from './visit-submit.ts'
import { NotInstalled } from '../store/hold.ts'
import { visitorOf } from './visitor.ts'
import { whyHandlers } from './why.ts'
import { createStillAdministrator } from './still-administrator.ts'
import { workflowHandlers } from './workflows.ts'

export function door(house: House): Router {
  const pipelines = createPipelines(house.now)
  const handlers: Handlers = {
    ...sessionHandlers(house),
    ...installationHandlers(house),
    ...selfTestHandlers(house),
    ...choicesHandlers(house, pipelines),
    ...robotChoicesHandlers(house),
    ...directionsHandlers(house, pipelines),
    ...candidatesHandlers(house),
    ...drawsHandlers(house),
    ...formsHandlers(house),
    ...settingsHandlers(house),
    ...rulesHandlers(house),
    ...changesHandlers(house, pipelines),
    ...peopleHandlers(house),
    ...ownNumbersHandlers(house),
    ...journalHandlers(house),
    ...visitLinkHandlers(house),
    ...visitOpenHandlers(house),
    ...visitCodeHandlers(house),
    ...visitHandlers(house),
    ...visitSubmitHandlers(house),
    ...visitPrintedHandlers(house),
    ...photosHandlers(house),
    ...whyHandlers(house),
    ...workflowHandlers(house),
    ...undoHandlers(house),
    ...testRunHandlers(house),
    ...fairnessHandlers(house),
    ...replayHandlers(house),
    ...shadowHandlers(house),
  }
  const mustStillBe = createStillAdministrator(house)
  const inTurn = createPastTurns()
  const router = Router()
  router.post('/api/:question', wholeBody(64 * 1024, createRoom()), async (request, response) => {
    response.set('Cache-Control', 'no-store')
    response.json(await answer(house, handlers, request, mustStillBe, inTurn))
  })
  router.use(photoDoor(house, (request) => sessionOf(house, request, 'visitor')))
  router.use('/api', () => {
    throw refuse('not_found', 'question')
  })
  router.use('/api', (error: unknown, request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) return next(error)
    const refused = refusedOf(error)
    if (refused.code === 'internal') house.log.error({ question: request.params['question'], error }, 'a question broke')
    const body: Refusal = { error: refused.code, ...(refused.detail === undefined ? {} : { detail: refused.detail }) }
    response.status(statusOf[refused.code]).json(body)
  })
  return router
}

async function answer(house: House, handlers: Handlers, request: Request, mustStillBe: (session: Session) => Promise<void>, inTurn: ReturnType<typeof createPastTurns>): Promise<unknown> {
  const name = request.params['question'] as string
  if (!Object.hasOwn(contract, name)) throw refuse('not_found', 'question')
  const { access, input, output } = contract[name as QuestionName]
  const session = access === 'anyone' ? null : await sessionOf(house, request, access)
  const read = input.safeParse(jsonOf(request))
  if (!read.success) {
    throw refuse('invalid_input', read.error.issues.map(({ path }) => path.join('.')).join(' '))
  }
  // The table's type pairs each question with its input and asker; a look-up by name loses that pairing.
  const handle = handlers[name as QuestionName] as (input: unknown, asker: Session | Visitor | null) => Promise<unknown>
  return askingFor(session === null ? 'stranger' : personKey(session), async () => {
    if (access === 'administrator') await mustStillBe(session as Session)
    const work = async (): Promise<unknown> => output.parse(await handle(read.data, session))
    return session === null ? work() : inTurn(name as QuestionName, session.memberId, work)
  })
}

/** Other kinds of bodies are none: a form of another site could send them without being asked. */
function jsonOf(request: Request): unknown {
  const bytes = request.body as Buffer
  if (bytes.length === 0 || !request.is('application/json')) return {}
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    throw refuse('invalid_input', 'json')
  }
}

async function sessionOf(house: House, request: Request, access: Exclude<Access, 'anyone'>): Promise<Session | Visitor> {
  const { seal, store, now } = house
  const text = /^Bearer (.{1,4000})$/.exec(request.get('authorization') ?? '')?.[1]
  if (text === undefined) throw refuse('session_required')
  const session = openSession(seal, text)
  const visitor = session ? null : await visitorOf(house, text)
  const asker = session ?? visitor
  if (!asker) throw refuse('session_required')
  // Before the time: what a link may not ask, it may not ask at any time.
  if (visitor && access !== 'visitor') throw refuse('forbidden')
  if (asker.expiresAt <= now()) throw refuse('session_expired')
  if ((await store.portals.get(asker.memberId)) === null) throw refuse('not_installed')
  if (access === 'administrator' && !session?.administrator) throw refuse('forbidden')
  return asker
}

function refusedOf(error: unknown): Refused {
  if (error instanceof Refused) return error
  if (error instanceof PortalError) return refusalOf(error)
  if (error instanceof NotInstalled) return refuse('not_installed')
  if (typeof error !== 'object' || error === null || !('status' in error) || typeof error.status !== 'number') return refuse('internal')
  if (error.status === 503) return refuse('busy', 'bodies')
  // What could not be read, in the address or of the body, is the asker's mistake.
  if (error.status >= 500) return refuse('internal')
  return error.status === 413 ? refuse('too_large') : refuse('invalid_input', 'address')
}
