/** The site's door: `POST /site/api/<name>`, the acting person in a header, every input checked. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { SiteApi } from '../contract/site-api.ts'
import { readBody, sendJson, TooLarge } from '../door/http.ts'
import { Refusal, SiteRefusal } from '../door/refusal.ts'
import type { Language } from '../state/state.ts'
import { personOf } from '../world.ts'
import type { World } from '../world.ts'
import { crmQuestions } from './crm.ts'
import { frameQuestions } from './frame.ts'
import { inspectorQuestions } from './inspector.ts'
import { officeQuestions } from './office.ts'
import type { SiteCall, SiteQuestions } from './question.ts'
import { stageQuestions } from './stages.ts'
import { taskQuestions } from './tasks.ts'

const questions: SiteQuestions<keyof SiteApi> = { ...crmQuestions, ...frameQuestions, ...inspectorQuestions, ...officeQuestions, ...stageQuestions, ...taskQuestions }

const isQuestion = (name: string): name is keyof SiteApi => Object.hasOwn(questions, name)

const languageOf = (world: World, request: IncomingMessage): Language => {
  const asked = request.headers['x-language']
  return asked === 'en' || asked === 'ru' ? asked : world.language
}

function callOf(world: World, request: IncomingMessage, reset: () => void): SiteCall {
  const language = languageOf(world, request)
  const id = Number(request.headers['x-acting-user'] ?? world.state.tutor.administratorId)
  const person = personOf(world, id)
  if (!person) throw new SiteRefusal(403, 'forbidden', { ru: 'Такого сотрудника на портале нет.', en: 'There is no such person on this portal.' })
  return { world, person, language, reset }
}

function answer<Q extends keyof SiteApi>(name: Q, call: SiteCall, raw: unknown): unknown {
  const { input, run } = questions[name]
  const parsed = input.safeParse(raw)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new SiteRefusal(400, 'invalid_input', issue?.message ?? '', issue?.path.join('.') ?? null)
  }
  return run(call, parsed.data)
}

/** A page elsewhere must not press buttons here: its browser says where it comes from. */
function sameSite(world: World, request: IncomingMessage): boolean {
  const { origin } = request.headers
  return origin === undefined || origin === world.url
}

export async function handleSite(world: World, request: IncomingMessage, response: ServerResponse, name: string, reset: () => void): Promise<void> {
  try {
    if (request.method !== 'POST') throw new SiteRefusal(405, 'invalid_input', 'POST')
    if (!sameSite(world, request))
      throw new SiteRefusal(403, 'forbidden', {
        ru: 'Запрос пришёл не со страницы портала.',
        en: "The request does not come from the portal's page.",
      })
    if (!isQuestion(name)) throw new SiteRefusal(404, 'not_found', name)
    const text = await readBody(request, 256 * 1024)
    let raw: unknown
    try {
      raw = text === '' ? {} : JSON.parse(text)
    } catch {
      throw new SiteRefusal(400, 'invalid_input', 'JSON')
    }
    const body = answer(name, callOf(world, request, reset), raw)
    world.flush()
    sendJson(response, 200, body)
  } catch (reason) {
    if (reason instanceof SiteRefusal)
      return sendJson(response, reason.status, {
        error: reason.code,
        detail: typeof reason.detail === 'string' ? reason.detail : reason.detail[languageOf(world, request)],
        ...(reason.field === null ? {} : { field: reason.field }),
      })
    if (reason instanceof Refusal) return sendJson(response, 400, { error: 'invalid_input', detail: reason.text })
    if (reason instanceof TooLarge) return sendJson(response, 413, { error: 'invalid_input', detail: '256 kB' })
    console.error(reason)
    sendJson(response, 500, { error: 'internal', detail: '' })
  }
}
