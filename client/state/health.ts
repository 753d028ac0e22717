/** The state of an installation as lines: what is in order, and what somebody has to do about the rest. */
import type { Answer } from '../../domain/contract.ts'
import { list, say, sayCount } from './language.ts'

type Shown = Answer<'installation.show'>
export interface HealthLine {
  key: string
  title: string
  text: string
  /** What a press on the line's button would do; null: nothing can be pressed. */
  action: 'mend' | 'refresh' | 'journal' | null
  weight: 'fine' | 'look' | 'bad'
}

const fine = (key: string, title: string, text: string): HealthLine => ({ key, title, text, action: null, weight: 'fine' })

export function healthOf(shown: Shown): HealthLine[] {
  return [tokenLine(shown), scopesLine(shown), ...registeredLines(shown), ...runLines(shown), directoryLine(shown)].flat()
}

function tokenLine({ token }: Shown): HealthLine {
  if (token === 'refused') return { key: 'token', title: say('installation.tokenRefused'), text: say('installation.tokenRefusedText'), action: null, weight: 'bad' }
  return fine('token', say('installation.token'), say(token === 'valid' ? 'installation.tokenValid' : 'installation.tokenRefreshable'))
}

function scopesLine({ scopes }: Shown): HealthLine {
  if (scopes.missing.length > 0) {
    return { key: 'scopes', title: say('installation.scopesMissing', { list: list(scopes.missing) }), text: say('installation.scopesMissingText'), action: null, weight: 'bad' }
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
    return { key, title: `${title}. ${say('installation.missing', { names: list(missing) })}`, text: say('installation.missingText'), action: 'mend', weight: 'bad' }
  }
  return fine(key, title, sayCount('installation.registered', things.length, { names: list(things.map(({ name }) => name)) }))
}

/** `CRM_LEAD_DETAIL_TAB:/app/visit` where the server says which page it is; the bare code where it does not. */
function tabName(code: string): string {
  if (code.includes('visit')) return say('installation.tabVisit')
  if (code.includes('why')) return say(code.startsWith('CRM_DEAL') ? 'installation.tabWhyDeal' : 'installation.tabWhyLead')
  return code
}

const eventName = (name: string): string => {
  if (name === 'ONAPPUNINSTALL') return say('installation.eventUninstall')
  return name === 'ONAPPUPDATE' ? say('installation.eventUpdate') : name
}

function runLines({ runs }: Shown): HealthLine[] {
  const lines: HealthLine[] = []
  if (runs.failed > 0) {
    lines.push({ key: 'failed', title: sayCount('installation.runsFailed', runs.failed), text: say('installation.runsFailedText'), action: 'journal', weight: 'look' })
  }
  if (runs.doubtful > 0) {
    lines.push({ key: 'doubtful', title: sayCount('installation.runsDoubtful', runs.doubtful), text: say('installation.runsDoubtfulText'), action: 'journal', weight: 'look' })
  }
  if (lines.length > 0) return lines
  return [fine('runs', say('installation.runs'), runs.waiting > 0 ? sayCount('installation.runsWaiting', runs.waiting) : say('installation.runsFine'))]
}

function directoryLine({ directory }: Shown): HealthLine {
  const title = say('installation.directory')
  if (!directory) return { key: 'directory', title: `${title}. ${say('installation.directoryNever')}`, text: say('installation.directoryWhy'), action: 'refresh', weight: 'look' }
  return fine('directory', title, directoryText(directory))
}

export const directoryText = (directory: { departments: number; people: number }): string =>
  say('installation.directoryText', {
    departments: sayCount('installation.departments', directory.departments),
    people: sayCount('common.people', directory.people),
  })
