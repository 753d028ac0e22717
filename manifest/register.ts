/** Manifest against what a portal has: the effects that make them equal. Pure. */
import type { DocumentRef } from '../domain/ids.ts'
import type { Robot } from './define.ts'
import { effect, type Effect } from './effect.ts'
import { events } from './events.ts'
import type { PropertyField, ReturnField } from './fields.ts'
import type { Localised } from './localised.ts'
import { placementsFor, robots } from './manifest.ts'
import type { Param, Params } from './methods.ts'
import { triggers } from './triggers.ts'

/** What `bizproc.robot.list`, `placement.get`, `event.get`, `crm.automation.trigger.list` and `crm.settings.mode.get` answered. */
export interface Registered {
  /** The portal works without leads. */
  readonly simple: boolean
  readonly robots: readonly string[]
  readonly placements: readonly { readonly placement: string; readonly handler: string }[]
  readonly events: readonly { readonly event: string; readonly handler: string }[]
  readonly triggers: readonly { readonly CODE: string; readonly NAME: string }[]
}

/** One thing to register; `name` is for the progress that the administrator sees. */
export interface Step {
  readonly name: string
  readonly effect: Effect
}

export const robotHandler = (appUrl: string, code: string): string => `${appUrl}/hook/robot/${code}`
export const eventHandler = (appUrl: string): string => `${appUrl}/hook/event`
export const pageHandler = (appUrl: string, path: string): string => `${appUrl}${path}`
export const robotSettingsPath = '/app/robot-settings'

/**
 * Robots are always written again: `bizproc.robot.list` tells codes only, so a changed property cannot be seen.
 * @param appUrl our public address without a slash at the end
 * @param language triggers have one name only: that of the portal's language
 */
export function registration(appUrl: string, found: Registered, language: keyof Localised): Step[] {
  return [...robotSteps(appUrl, found), ...triggerSteps(found, language), ...placementSteps(appUrl, found), ...eventSteps(appUrl, found)]
}

function robotSteps(appUrl: string, found: Registered): Step[] {
  const gone = found.robots.filter((code) => !robots.has(code))
  return [
    ...[...robots].map(([code, robot]): Step => {
      const fields = robotFields(appUrl, code, robot)
      const key = `robot:${code}`
      return {
        name: key,
        effect: found.robots.includes(code)
          ? effect('essential', key, 'bizproc.robot.update', { CODE: code, FIELDS: fields }, null)
          : effect('essential', key, 'bizproc.robot.add', { CODE: code, ...fields }, null),
      }
    }),
    ...gone.map((code): Step => ({ name: `robot:${code}`, effect: effect('essential', `robot:${code}`, 'bizproc.robot.delete', { CODE: code }, null) })),
  ]
}

/** Adding a code that is there only renames it. */
function triggerSteps(found: Registered, language: keyof Localised): Step[] {
  const missing = triggers.filter(({ code, name }) => !found.triggers.some(({ CODE, NAME }) => CODE === code && NAME === name[language]))
  const gone = found.triggers.filter(({ CODE }) => !triggers.some(({ code }) => code === CODE))
  const step = (code: string, made: Effect): Step => ({ name: `trigger:${code}`, effect: made })
  return [
    ...missing.map(({ code, name }) => step(code, effect('essential', `trigger:${code}`, 'crm.automation.trigger.add', { CODE: code, NAME: name[language] }, null))),
    ...gone.map(({ CODE }) => step(CODE, effect('essential', `trigger:${CODE}`, 'crm.automation.trigger.delete', { CODE }, null))),
  ]
}

function placementSteps(appUrl: string, found: Registered): Step[] {
  const wanted = placementsFor(found.simple).map((placement) => ({ ...placement, handler: pageHandler(appUrl, placement.path) }))
  const missing = wanted.filter(({ code, handler }) => !found.placements.some((one) => one.placement === code && one.handler === handler))
  const gone = found.placements.filter(({ placement, handler }) => !wanted.some((one) => one.code === placement && one.handler === handler))
  return [
    ...gone.map(({ placement, handler }): Step => {
      const key = `unbind:${placement}:${handler}`
      return { name: key, effect: effect('essential', key, 'placement.unbind', { PLACEMENT: placement, HANDLER: handler }, null) }
    }),
    ...missing.map(({ code, path, title, handler }): Step => {
      const key = `placement:${code}:${path}`
      const params = { PLACEMENT: code, HANDLER: handler, TITLE: title.en, LANG_ALL: { ru: { TITLE: title.ru }, en: { TITLE: title.en } } }
      return { name: key, effect: effect('essential', key, 'placement.bind', params, null) }
    }),
  ]
}

function eventSteps(appUrl: string, found: Registered): Step[] {
  const handler = eventHandler(appUrl)
  const missing = events.filter((event) => !found.events.some((one) => one.event.toUpperCase() === event && one.handler === handler))
  const gone = found.events.filter((one) => one.handler !== handler || !events.includes(one.event.toUpperCase()))
  return [
    ...gone.map((one): Step => {
      const key = `unbind:${one.event}:${one.handler}`
      return { name: key, effect: effect('essential', key, 'event.unbind', { event: one.event, handler: one.handler }, null) }
    }),
    ...missing.map((event): Step => ({ name: `event:${event}`, effect: effect('essential', `event:${event}`, 'event.bind', { event, handler }, null) })),
  ]
}

const documentTypes: Record<DocumentRef['kind'], readonly string[]> = {
  lead: ['crm', 'CCrmDocumentLead', 'LEAD'],
  deal: ['crm', 'CCrmDocumentDeal', 'DEAL'],
}

function robotFields(appUrl: string, code: string, robot: Robot): Params {
  return {
    HANDLER: robotHandler(appUrl, code),
    // Left out, the documentation and the server disagree on whether a robot waits (portal-facts: USE_SUBSCRIPTION).
    USE_SUBSCRIPTION: 'Y',
    NAME: localised(robot.name),
    DESCRIPTION: localised(robot.description),
    PROPERTIES: Object.fromEntries(Object.entries(robot.properties).map(([id, field]) => [id, propertyParams(field)])),
    // Said either way: a robot that no longer brings a page must lose it.
    ...(robot.settingsPage ? { USE_PLACEMENT: 'Y', PLACEMENT_HANDLER: pageHandler(appUrl, robotSettingsPath) } : { USE_PLACEMENT: 'N' }),
    RETURN_PROPERTIES: Object.fromEntries(Object.entries(robot.returns).map(([id, field]) => [id, returnParams(field)])),
    FILTER: { INCLUDE: robot.documents.map((kind) => documentTypes[kind].slice(0, 2)) },
  }
}

const localised = ({ ru, en }: Localised): Params => ({ ru, en })

function propertyParams(field: PropertyField<unknown>): Params {
  const options: Record<string, Param> = {}
  if (field.default !== undefined) options['Default'] = field.default
  if (field.description) options['Description'] = localised(field.description)
  return {
    Name: localised(field.name),
    Type: field.type,
    Required: field.required ? 'Y' : 'N',
    Multiple: field.multiple ? 'Y' : 'N',
    ...options,
  }
}

const returnParams = (field: ReturnField<never>): Params => ({ Name: localised(field.name), Type: field.type, Multiple: field.multiple ? 'Y' : 'N' })
