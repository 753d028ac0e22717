/** The application's life on this portal: installed, finished, updated, removed. */
import { SiteRefusal } from '../door/refusal.ts'
import { addresses, authBlock } from '../door/tokens.ts'
import { fireLifeEvent } from '../sending/events.ts'
import type { Installation } from '../state/app.ts'
import type { Person } from '../state/state.ts'
import { nextId } from '../world.ts'
import type { World } from '../world.ts'

function onlyAdministrator(person: Person): void {
  if (!person.administrator)
    throw new SiteRefusal(403, 'forbidden', { ru: 'Это может только администратор портала.', en: 'Only a portal administrator can do this.' })
}

const installed = (world: World): Installation => {
  const { installation } = world.state
  if (!installation) throw new SiteRefusal(409, 'not_installed', { ru: 'Приложение не установлено.', en: 'The application is not installed.' })
  return installation
}

/** Tokens of an event whose reader has to begin with them. */
const withTokens = (world: World, person: Person): Record<string, string> => authBlock(world, person.id, true)

/** Registers the application; ONAPPINSTALL goes out though nothing is finished yet, unless there is no page that could finish it. */
export function install(world: World, person: Person): void {
  onlyAdministrator(person)
  if (world.state.installation)
    throw new SiteRefusal(409, 'conflict', { ru: 'Приложение уже установлено.', en: 'The application is already installed.' })
  const finished = world.listing.installUrl === null
  world.state.installation = {
    id: nextId(world, 'installation'),
    code: world.listing.code,
    version: world.listing.version,
    installedBy: person.id,
    installedAt: world.clock.now(),
    finished,
    firstRun: true,
    scope: [...world.listing.scopes],
    robots: [],
    triggers: [],
    bindings: [],
    handlers: [],
    options: {},
    userOptions: {},
  }
  const data = { VERSION: String(world.listing.version), ACTIVE: 'Y', INSTALLED: finished ? 'Y' : 'N', LANGUAGE_ID: world.language }
  fireLifeEvent(world, 'ONAPPINSTALL', data, withTokens(world, person), [])
  world.touch()
}

/** A new version: robots, triggers and event handlers are dropped, the install page has to be gone through again. Tabs stay. */
export function update(world: World, person: Person): void {
  onlyAdministrator(person)
  const installation = installed(world)
  const previous = installation.version
  const bound = installation.handlers.filter((one) => one.event === 'ONAPPUPDATE').map((one) => one.handler)
  installation.version = Math.max(world.listing.version, previous + 1)
  Object.assign(installation, { robots: [], activities: [], triggers: [], handlers: [], finished: world.listing.installUrl === null, firstRun: true, scope: [...world.listing.scopes] })
  if (world.variants.has('update-drops-placements')) installation.bindings = []
  const data = { VERSION: String(installation.version), PREVIOUS_VERSION: String(previous), LANGUAGE_ID: world.language }
  fireLifeEvent(world, 'ONAPPUPDATE', data, withTokens(world, person), bound)
  world.touch()
}

/** What the vendor's cabinet tells of a subscription: paid, or run out. */
export function payment(world: World, person: Person, expired: boolean): void {
  onlyAdministrator(person)
  const { code, version, handlers } = installed(world)
  const { application_token: token = '', ...auth } = addresses(world)
  const data = { CODE: code, VERSION: String(version), STATUS: 'P', PAYMENT_EXPIRED: expired ? 'Y' : 'N', DAYS: expired ? '0' : '30', LANGUAGE_ID: world.language }
  const bound = handlers.filter((one) => one.event === 'ONAPPPAYMENT').map((one) => one.handler)
  fireLifeEvent(world, 'ONAPPPAYMENT', data, world.variants.has('payment-event-without-application-token') ? auth : { ...auth, application_token: token }, bound)
}

/** Everything of the application goes, its tokens first: ONAPPUNINSTALL comes without any. */
export function uninstall(world: World, person: Person, clean: boolean): void {
  onlyAdministrator(person)
  leave(world, installed(world), clean)
}

/** Also before the portal starts over: numbers of records come again, and what the application keeps would be told of other leads. */
export function leave(world: World, installation: Installation, clean: boolean): void {
  const bound = installation.handlers.filter((one) => one.event === 'ONAPPUNINSTALL').map((one) => one.handler)
  const auth = addresses(world)
  world.state.installation = null
  world.state.tokens = []
  world.state.codes = []
  world.state.frames = []
  fireLifeEvent(world, 'ONAPPUNINSTALL', { LANGUAGE_ID: world.language, CLEAN: clean ? '1' : '0' }, auth, bound)
  world.touch()
}

/** From now on tabs are shown, robots are offered and events are delivered. */
export function finishInstallation(world: World, person: Person, finished: boolean): void {
  onlyAdministrator(person)
  const installation = installed(world)
  installation.finished = finished
  if (finished) installation.firstRun = false
  world.touch()
}
