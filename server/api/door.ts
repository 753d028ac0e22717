/** The one HTTP door to the client: size, session, schema in, answer, schema out. */
import express, { Router, type NextFunction, type Request, type Response } from 'express'
import type { Access, Refusal } from '../../domain/contract/asking.ts'
import { contract, type QuestionName } from '../../domain/contract/contract.ts'
import type { House } from '../house.ts'
import { PortalError } from '../portal/errors.ts'
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
import { openSession, type Session, type Visitor } from './bearer.ts'
import { sessionHandlers } from './session.ts'
import { peopleHandlers } from './people-rules.ts'
import { rulesHandlers } from './rules.ts'
import { selfTestHandlers } from './self-test.ts'
import { settingsHandlers } from './settings.ts'
import { testRunHandlers } from './test-run.ts'
import { undoHandlers } from './undo.ts'
import { visitHandlers } from './visit.ts'
import { photoDoor, photosHandlers } from './photos.ts'
import { visitLinkHandlers } from './visit-links.ts'
import { visitCodeHandlers } from './visit-code.ts'
import { visitOpenHandlers } from './visit-open.ts'
import { visitPrintedHandlers } from './visit-printed.ts'
import { visitSubmitHandlers } from './visit-submit.ts'
import { visitorOf } from './visitor.ts'
import { whyHandlers } from './why.ts'
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
  }
  const router = Router()
  router.post('/api/:question', express.json({ limit: 64 * 1024, strict: true }), async (request, response) => {
    response.set('Cache-Control', 'no-store')
    response.json(await answer(house, handlers, request))
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

async function answer(house: House, handlers: Handlers, request: Request): Promise<unknown> {
  const name = request.params['question'] as string
  if (!Object.hasOwn(contract, name)) throw refuse('not_found', 'question')
  const { access, input, output } = contract[name as QuestionName]
  const session = access === 'anyone' ? null : await sessionOf(house, request, access)
  const read = input.safeParse(request.body ?? {})
  if (!read.success) {
    throw refuse('invalid_input', read.error.issues.map(({ path }) => path.join('.')).join(' '))
  }
  // The table's type pairs each question with its input and asker; a look-up by name loses that pairing.
  const handle = handlers[name as QuestionName] as (input: unknown, asker: Session | Visitor | null) => Promise<unknown>
  return output.parse(await handle(read.data, session))
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
  if (typeof error === 'object' && error !== null && 'type' in error) {
    if (error.type === 'entity.too.large') return refuse('too_large')
    if (error.type === 'entity.parse.failed' || error.type === 'encoding.unsupported' || error.type === 'charset.unsupported') return refuse('invalid_input', 'json')
  }
  return refuse('internal')
}
