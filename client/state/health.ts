/** The state of an installation as lines: what is in order, and what somebody has to do about the rest. */
import type { DirectionView } from '../../domain/contract/configuration.ts'
import type { Answer } from '../../domain/contract/contract.ts'
import { limitKinds } from '../../domain/contract/setup.ts'
import { lackOf, metOften } from './health-weights.ts'
import { list, say, sayCount } from './language.ts'

type Shown = Answer<'installation.show'>
export interface HealthLine {
  key: string
  title: string
  text: string
  /** What a press on the line's button would do; null: nothing can be pressed. */
  action: 'mend' | 'refresh' | 'journal' | 'directions' | 'people' | 'setup' | 'check' | null
  weight: 'fine' | 'look' | 'bad'
}

type Action = HealthLine['action']
const todo = (key: string, weight: 'look' | 'bad', action: Action, title: string, text: string): HealthLine => ({ key, title, text, action, weight })
const fine = (key: string, title: string, text: string): HealthLine => ({ key, title, text, action: null, weight: 'fine' })

/** What the last self-test has found stays to be done until one goes well. */
export const selfTestLine = (bad: boolean): HealthLine[] => (bad ? [todo('selftest', 'look', null, say('selftest.title'), say('selftest.bad'))] : [])

/** @param directions those in use; null: not known yet */
export function healthOf(shown: Shown, directions: readonly DirectionView[] | null): HealthLine[] {
  return [tokenLine(shown), scopesLine(shown), ...registeredLines(shown), ...directionLines(directions), ...runLines(shown), directoryLine(shown), ...featureLines(shown), limitsLine(shown)].flat()
}

function tokenLine({ token }: Shown): HealthLine {
  if (token === 'refused') return todo('token', 'bad', null, say('installation.tokenRefused'), say('installation.tokenRefusedText'))
  return fine('token', say('installation.token'), say(token === 'valid' ? 'installation.tokenValid' : 'installation.tokenRefreshable'))
}

function scopesLine({ scopes }: Shown): HealthLine {
  if (scopes.missing.length > 0) {
    return todo('scopes', 'bad', null, say('installation.scopesMissing', { list: list(scopes.missing) }), say('installation.scopesMissingText'))
  }
  return fine('scopes', say('installation.scopes'), sayCount('installation.scopesFine', scopes.needed.length))
}

function registeredLines(shown: Shown): HealthLine[] {
  return [
    registeredLine('robots', shown.robots.map(({ name, registered }) => ({ name, registered }))),
    registeredLine('placements', shown.placements.map(({ code, registered }) => ({ name: tabName(code), registered }))),
    registeredLine('events', shown.events.map(({ name, registered }) => ({ name: eventName(name), registered }))),
  ]
}

function registeredLine(key: 'robots' | 'placements' | 'events', things: { name: string; registered: boolean }[]): HealthLine {
  const title = say(`installation.${key}`)
  const missing = things.filter(({ registered }) => !registered).map(({ name }) => name)
  if (missing.length > 0) {
    const words = say('installation.missing', { names: list(missing) })
    return todo(key, 'bad', 'mend', `${title}. ${words}`, say('installation.missingText'))
  }
  return fine(key, title, sayCount('installation.registered', things.length, { names: list(things.map(({ name }) => name)) }))
}

/** `CRM_LEAD_DETAIL_TAB:/app/visit` where the server says which page it is; the bare code where it does not. */
function tabName(code: string): string {
  if (code.includes('visit')) return say(code.startsWith('CRM_DEAL') ? 'installation.tabVisitDeal' : 'installation.tabVisitLead')
  if (code.includes('REST_APP_URI')) return say('press.link')
  if (code.includes('why')) return say(code.startsWith('CRM_DEAL') ? 'installation.tabWhyDeal' : 'installation.tabWhyLead')
  return code
}

const eventName = (name: string): string => {
  if (name === 'ONCRMDEALUPDATE') return say('installation.eventDeal')
  if (name === 'ONAPPUNINSTALL') return say('installation.eventUninstall')
  return name === 'ONAPPUPDATE' ? say('installation.eventUpdate') : name
}

function directionLines(directions: readonly DirectionView[] | null): HealthLine[] {
  if (!directions) return []
  if (directions.length === 0) return [todo('directions', 'look', 'setup', say('directionsHealth.none'), say('directionsHealth.noneText'))]
  const broken = directions.filter(({ problem }) => problem !== null).map(({ name }) => name)
  if (broken.length > 0) return [todo('directions', 'bad', 'directions', say('directionsHealth.bad', { names: list(broken) }), say('directionsHealth.badText'))]
  return [fine('directions', say('directionsHealth.title'), sayCount('directionsHealth.fine', directions.length))]
}

function runLines({ runs }: Shown): HealthLine[] {
  const lines: HealthLine[] = []
  if (runs.failed > 0) {
    lines.push(todo('failed', 'look', 'journal', sayCount('installation.runsFailed', runs.failed), say('installation.runsFailedText')))
  }
  if (runs.doubtful > 0) {
    lines.push(todo('doubtful', 'look', 'journal', sayCount('installation.runsDoubtful', runs.doubtful), say('installation.runsDoubtfulText')))
  }
  if (lines.length > 0) return lines
  const words = runs.waiting > 0 ? sayCount('installation.runsWaiting', runs.waiting) : say('installation.runsFine')
  return [fine('runs', say('installation.runs'), words)]
}

function directoryLine({ directory }: Shown): HealthLine {
  const title = say('installation.directory')
  if (!directory) return todo('directory', 'look', 'refresh', `${title}. ${say('installation.directoryNever')}`, say('installation.directoryWhy'))
  return fine('directory', title, directoryText(directory))
}

function featureLines({ features }: Shown): HealthLine[] {
  return features.map((feature) => {
    const { name, state, used } = feature
    const title = say(`feature.${name}`)
    const lack = lackOf(feature)
    if (lack === null) return fine(name, title, say(state !== 'there' ? 'feature.notNeeded' : used ? 'feature.used' : 'feature.unused'))
    if (lack === 'unknown') return todo(name, 'look', 'check', `${title}. ${say('feature.unknown')}`, say('feature.unknownText'))
    return todo(name, 'look', 'people', `${title}. ${say(`feature.${lack}`)}`, say(`feature.${name}Missing`))
  })
}

function limitsLine({ limits }: Shown): HealthLine {
  const met = limitKinds.filter((kind) => limits[kind] > 0)
  if (met.length === 0) return fine('limits', say('limit.title'), say('limit.none'))
  const counted = met.map((kind) => sayCount(`limit.${kind}`, limits[kind])).join('; ')
  const frequent = metOften(limits)
  if (frequent.length === 0) return fine('limits', say('limit.title'), `${counted}. ${say('limit.waits')}`)
  return todo('limits', 'look', null, `${say('limit.title')}. ${say('limit.often')}`, [`${counted}. ${say('limit.waits')}`, ...frequent.map((kind) => say(`limit.${kind}Often`))].join(' '))
}

export const directoryText = (directory: { departments: number; people: number }): string =>
  say('installation.directoryText', {
    departments: sayCount('installation.departments', directory.departments),
    people: sayCount('common.people', directory.people),
  })
