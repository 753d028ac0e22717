/** Tells chosen people that the state of the installation has turned red, or is well again. */
import type { UserId } from '../domain/ids.ts'
import type { Given, Plan } from './define.ts'
import { effect } from './effect.ts'
import { plain } from './plain.ts'

/** What makes the state red, the worst first. */
export const redThings = ['scopes', 'robots', 'placements', 'events', 'directions'] as const
export interface Red {
  readonly what: (typeof redThings)[number]
  readonly names: readonly string[]
}

const ru = {
  red: 'Fairlead требует внимания',
  well: 'Fairlead: всё снова работает.',
  where: 'Что делать, сказано в приложении Fairlead, раздел «Состояние».',
  what: {
    scopes: (names: string) => `не хватает прав: ${names}`,
    robots: (names: string) => `не зарегистрированы роботы: ${names}`,
    placements: (names: string) => `не зарегистрированы вкладки: ${names}`,
    events: (names: string) => `не зарегистрированы события: ${names}`,
    directions: (names: string) => `направления не работают: ${names}`,
  },
}
const en: typeof ru = {
  red: 'Fairlead needs attention',
  well: 'Fairlead: everything works again.',
  where: 'What to do is told in the application Fairlead, section “State”.',
  what: {
    scopes: (names) => `rights are missing: ${names}`,
    robots: (names) => `automation rules are not registered: ${names}`,
    placements: (names) => `tabs are not registered: ${names}`,
    events: (names) => `events are not registered: ${names}`,
    directions: (names) => `directions do not work: ${names}`,
  },
}
const texts = { ru, en }

/** @param problems none: it is well again */
export function alertPeople({ to, problems }: { readonly to: readonly UserId[]; readonly problems: readonly Red[] }, given: Given): Plan<Record<string, never>> {
  const words = texts[given.portal.language]
  const text = problems.length === 0 ? words.well : `${words.red}: ${problems.map(({ what, names }) => words.what[what](names.map(plain).join(', '))).join('; ')}. ${words.where}`
  return {
    outcome: 'ok',
    returns: {},
    // One of them may have left meanwhile: the others are told all the same.
    effects: to.map((id) => effect('ornament', `alert:${id}`, 'im.notify.system.add', { USER_ID: id, MESSAGE: text, TAG: `FAIRLEAD|health|${given.runId}|${id}` }, null)),
    keeps: {},
    log: text,
  }
}
