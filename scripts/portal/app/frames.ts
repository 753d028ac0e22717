/** Opening the application's pages: the hidden form, the frame's name, and what `getInitData` answers. */
import type { FrameOpening } from '../contract/frame.ts'
import type { SiteApi } from '../contract/site-api.ts'
import { SiteRefusal } from '../door/refusal.ts'
import { applicationToken, issueToken, serverEndpoint } from '../door/tokens.ts'
import type { Installation, Token } from '../state/app.ts'
import type { Language, Person } from '../state/state.ts'
import { randomText } from '../world.ts'
import type { World } from '../world.ts'
import { robotPage, robotPlacement } from './robot-page.ts'

const keptFrames = 200

interface Page {
  readonly url: string
  readonly placement: string
  readonly options: Readonly<Record<string, unknown>>
}

type Asked = SiteApi['frame.open']['ask']

function pageOf(world: World, installation: Installation, person: Person, language: Language, asked: Asked): Page {
  const { bindingId, options, robot } = asked
  const { installUrl } = world.listing
  if (!installation.finished && installUrl !== null) {
    if (!person.administrator)
      throw new SiteRefusal(403, 'not_finished', {
        ru: 'Приложение установлено не до конца. Обратитесь к администратору портала.',
        en: 'The application is not fully installed. Ask your portal administrator.',
      })
    if (bindingId !== null || robot)
      throw new SiteRefusal(409, 'not_finished', { ru: 'Сначала завершите установку.', en: 'Finish the installation first.' })
    return { url: installUrl, placement: 'DEFAULT', options }
  }
  if (robot) return { ...robotPage(world, robot, language), placement: robotPlacement }
  if (bindingId === null) {
    // A link with parameters opens the page that the application has bound for links, where it has.
    const forLinks = Object.keys(options).length > 0 ? installation.bindings.find(({ placement }) => placement === 'REST_APP_URI') : undefined
    return forLinks ? { url: forLinks.handler, placement: forLinks.placement, options } : { url: world.listing.handlerUrl, placement: 'DEFAULT', options }
  }
  const binding = installation.bindings.find((one) => one.id === bindingId)
  if (!binding) throw new SiteRefusal(404, 'not_found', { ru: 'Этой вкладки больше нет.', en: 'This tab is gone.' })
  return { url: binding.handler, placement: binding.placement, options }
}

/** Path of the portal's page that the frame is on, as a real one sends its Referer. */
function uriOf(placement: string, options: Readonly<Record<string, unknown>>): string {
  const kind = /^CRM_(LEAD|DEAL)_DETAIL/.exec(placement)?.[1]?.toLowerCase()
  return kind && options['ID'] ? `/crm/${kind}/details/${String(options['ID'])}/` : '/market/'
}

const authOf = (token: Token) => ({ AUTH_ID: token.access, AUTH_EXPIRES: 3600, REFRESH_ID: token.refresh })

export function openFrame(world: World, person: Person, language: Language, asked: Asked): FrameOpening {
  const { installation } = world.state
  if (!installation) throw new SiteRefusal(409, 'not_installed', { ru: 'Приложение не установлено.', en: 'The application is not installed.' })
  if (!person.active)
    throw new SiteRefusal(403, 'forbidden', { ru: 'Этот человек здесь больше не работает.', en: 'This person does not work here any more.' })
  const { url, placement, options: told } = pageOf(world, installation, person, language, asked)
  const options = { ...told, URI: uriOf(placement, told) }
  const token = issueToken(world, person.id)
  const appSid = randomText(16)
  world.state.frames = [...world.state.frames, { appSid, userId: person.id, openedAt: world.clock.now() }].slice(-keptFrames)
  noticeWhy(world, placement, url)

  const action = new URL(url)
  for (const [name, value] of Object.entries({ DOMAIN: world.domain, PROTOCOL: '0', LANG: language, APP_SID: appSid }))
    action.searchParams.set(name, value)
  const { AUTH_ID, AUTH_EXPIRES, REFRESH_ID } = authOf(token)
  const form = {
    AUTH_ID,
    AUTH_EXPIRES: String(AUTH_EXPIRES),
    REFRESH_ID,
    ...(world.variants.has('old-page-form')
      ? {}
      : { SERVER_ENDPOINT: serverEndpoint(world), APPLICATION_TOKEN: applicationToken(world), APPLICATION_SCOPE: installation.scope.join(',') }),
    member_id: world.state.memberId,
    status: 'F',
    PLACEMENT: placement,
    PLACEMENT_OPTIONS: JSON.stringify(options),
  }
  const firstRun = installation.firstRun
  installation.firstRun = false
  world.touch()
  return {
    appSid,
    frameName: `${world.domain}|0|${appSid}`,
    action: action.href,
    form,
    appOrigin: action.origin,
    appName: world.listing.name[language],
    initData: {
      LANG: language,
      DOMAIN: world.domain,
      PROTOCOL: 0,
      PATH: '/rest',
      AUTH_ID,
      AUTH_EXPIRES,
      REFRESH_ID,
      MEMBER_ID: world.state.memberId,
      FIRST_RUN: firstRun,
      IS_ADMIN: person.administrator,
      INSTALL: !installation.finished,
      USER_OPTIONS: installation.userOptions[String(person.id)] ?? {},
      APP_OPTIONS: installation.options,
      PLACEMENT: placement,
      PLACEMENT_OPTIONS: options,
    },
  }
}

/** The tutor's last step: somebody looked why, after there was something to look at. */
function noticeWhy(world: World, placement: string, url: string): void {
  if (!placement.endsWith('_DETAIL_TAB') || (placement === 'CRM_LEAD_DETAIL_TAB' && !/why/i.test(new URL(url).pathname))) return
  if (appDeals(world).length > 0) world.state.whyOpened = true
}

/** Deals that the application made for the tutor's lead; without leads a deal does not say what it was made for. */
export const appDeals = (world: World) =>
  world.state.records.filter(
    (record) => record.type === 2 && record.fromApp && (world.state.crmMode === 'simple' || record.leadId === world.state.tutor.leadId),
  )

function frameOf(world: World, person: Person, appSid: string): Installation {
  const { installation, frames } = world.state
  if (!installation || !frames.some((one) => one.appSid === appSid && one.userId === person.id)) {
    throw new SiteRefusal(404, 'not_found', { ru: 'Эта страница приложения уже закрыта.', en: 'This page of the application is already closed.' })
  }
  return installation
}

export function refreshAuth(world: World, person: Person, appSid: string): { AUTH_ID: string; AUTH_EXPIRES: number; REFRESH_ID: string } {
  frameOf(world, person, appSid)
  return authOf(issueToken(world, person.id))
}

export const checkFrame = (world: World, person: Person, appSid: string): void => void frameOf(world, person, appSid)

/** @returns all options as they are afterwards */
export function setOption(world: World, person: Person, appSid: string, of: 'app' | 'user', name: string, value: string): Record<string, unknown> {
  const installation = frameOf(world, person, appSid)
  if (of === 'app' && !person.administrator)
    throw new SiteRefusal(403, 'forbidden', { ru: 'Это может только администратор портала.', en: 'Only a portal administrator can do this.' })
  const kept = of === 'app' ? installation.options : (installation.userOptions[String(person.id)] ??= {})
  kept[name] = value
  world.touch()
  return { ...kept }
}
