/** Our pages as a portal opens them: the built client with its context, framed by the right portal only; the installing page is also an arrival. */
import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import type { PageContext } from '../../domain/contract/page.ts'
import { MemberId, RunId, type DocumentRef } from '../../domain/ids.ts'
import { sealTicket } from '../api/bearer.ts'
import type { House } from '../house.ts'
import { robotSettingsPath } from '../../manifest/register.ts'
import { originOf } from '../store/portals.ts'
import { createRoom, wholeBody } from './body.ts'
import { receiveEvent, receiveInstall } from './event.ts'
import { parseForm, textAt, type Form } from './form.ts'
import { robotOf } from './robot-page.ts'
import { builtFiles, clientFolder, pageHtml, protect } from './serve-page.ts'

const paths = { install: '/app/install', panel: '/app/panel', visit: '/app/visit', why: '/app/why', robot: robotSettingsPath } as const
const emptyForm = Object.freeze(Object.create(null) as Form)

export function pages(house: House): Router {
  const router = Router()
  const roomFor = createRoom()
  router.use('/client', builtFiles(clientFolder))
  // Whoever opens our bare address reads where we live; only a portal's frame can show more.
  router.get('/', (request, response) => show(house, 'panel', request, emptyForm, response))
  for (const page of ['install', 'panel', 'visit', 'why', 'robot'] as const) {
    // With a robot's settings come all fields of the document, some hundreds of them.
    const body = wholeBody(page === 'robot' ? 2 * 1024 * 1024 : 64 * 1024, roomFor)
    const path = paths[page]
    router.head(path, (_, response) => void response.status(200).end())
    router.get(path, (request, response) => show(house, page, request, emptyForm, response))
    router.post(path, body, async (request, response) => {
      const read = parseForm(request.body as Buffer)
      if (!read.ok) return void response.status(400).type('text').send('400')
      // A listing without a page of its own posts its event to the same address.
      if (page === 'install' && textAt(read.form, 'event') !== null) {
        return void response.sendStatus(await receiveEvent(read.form, { ...house, nudge: house.worker.nudge }))
      }
      await show(house, page, request, read.form, response)
    })
  }
  return router
}

async function show(house: House, page: PageContext['page'], request: Request, form: Form, response: Response): Promise<void> {
  const memberId = MemberId.safeParse(textAt(form, 'member_id'))
  const shown = shownIn(request)
  const language = shown === 'ru' ? 'ru' : 'en'
  const portal = memberId.success ? await house.store.portals.get(memberId.data) : null
  const posted = postedOrigin(request)
  // At install time nobody has proved anything, so the posted domain has to do; afterwards only the portal that we know.
  const origin = portal && page !== 'install' ? originOf(portal) : posted
  let ticket: string | null = null
  if (page === 'install' && memberId.success) {
    const taken = await takeInstall(house, memberId.data, form, language)
    if (taken === 'too_many') return void response.status(429).type('text').send('429')
    ticket = taken
  }
  const context: PageContext = { page, memberId: memberId.success ? memberId.data : '', language: shown, document: documentOf(form), ticket, robot: page === 'robot' ? robotOf(form, shown) : null, runId: runOf(form) }
  const html = await pageHtml(new URL('index.html', clientFolder), context)
  protect(house, origin, request, response, () => {
    if (html === null) return void response.status(503).type('text').send('The pages are not built yet. Run: npm run build')
    response.set('Cache-Control', 'no-store').type('html').send(html)
  })
}

/** What the page speaks: the portal's word for the person's language, else the browser's. */
function shownIn(request: Request): PageContext['language'] {
  const named = typeof request.query['LANG'] === 'string' ? request.query['LANG'].toLowerCase() : ''
  if (named !== '') return named.startsWith('ru') ? 'ru' : named.startsWith('pl') ? 'pl' : 'en'
  const accepted = request.acceptsLanguages('ru', 'en', 'pl')
  return accepted === 'ru' || accepted === 'pl' ? accepted : 'en'
}

async function takeInstall(house: House, memberId: MemberId, form: Form, language: 'ru' | 'en'): Promise<string | null | 'too_many'> {
  const refresh = textAt(form, 'REFRESH_ID')
  if (!refresh) return null
  const runId = await receiveInstall(
    memberId,
    {
      source: 'page',
      refresh,
      applicationToken: textAt(form, 'APPLICATION_TOKEN'),
      serverEndpoint: textAt(form, 'SERVER_ENDPOINT'),
      language,
      proof: null,
    },
    { ...house, nudge: house.worker.nudge },
  )
  return runId === null ? 'too_many' : sealTicket(house.seal, { memberId, runId })
}

/** The record of the card: its kind is in the placement's code, its number in the options. */
export function documentOf(form: Form): DocumentRef | null {
  const kind = /^CRM_(LEAD|DEAL)_/.exec(textAt(form, 'PLACEMENT') ?? '')?.[1]
  if (kind === undefined) return null
  let options: unknown
  try {
    options = JSON.parse(textAt(form, 'PLACEMENT_OPTIONS') ?? '')
  } catch {
    return null
  }
  const read = z.object({ ID: z.coerce.number().int().positive() }).safeParse(options)
  return read.success ? { kind: kind === 'LEAD' ? 'lead' : 'deal', id: read.data.ID } : null
}

/** The entry that a link of ours names: `params[run]` of the address. */
export function runOf(form: Form): RunId | null {
  try {
    return z.object({ run: RunId }).safeParse(JSON.parse(textAt(form, 'PLACEMENT_OPTIONS') ?? '')).data?.run ?? null
  } catch {
    return null
  }
}

/** `DOMAIN` and `PROTOCOL` of the query as an origin, or null where they are no host. */
function postedOrigin({ query }: Request): string | null {
  const domain = query['DOMAIN']
  if (typeof domain !== 'string' || !/^[A-Za-z0-9.-]{1,253}(:\d{1,5})?$/.test(domain)) return null
  return `${query['PROTOCOL'] === '0' ? 'http' : 'https'}://${domain}`
}
