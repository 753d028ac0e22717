/** What the manifest says of the app, and what a portal is asked to register. */
import { describe, expect, it } from 'vitest'
import { robots, scopes, triggers } from '../../manifest/manifest.ts'
import { registration } from '../../manifest/register.ts'

const appUrl = 'https://app.example.test'
const nothing = { simple: false, robots: [], placements: [], events: [], triggers: [] }

describe('the manifest', () => {
  it('asks for the scopes of the main story and no others', () => {
    expect(scopes).toEqual(['bizproc', 'calendar', 'crm', 'department', 'im', 'placement', 'task', 'timeman', 'user_brief'])
  })

  it('names a robot after its file', () => {
    expect([...robots.keys()]).toContain('distribute-visit')
  })

  it('uses property keys that a portal accepts', () => {
    for (const robot of robots.values()) {
      for (const key of [...Object.keys(robot.properties), ...Object.keys(robot.returns)]) expect(key).toMatch(/^[a-z][a-z0-9_]*$/)
    }
  })
})

describe('registration', () => {
  it('adds everything to a portal that has nothing', () => {
    const methods = registration(appUrl, nothing, 'ru').map(({ effect }) => effect.method)
    expect(methods.filter((method) => method === 'bizproc.robot.add')).toHaveLength(robots.size)
    expect(methods.filter((method) => method === 'placement.bind')).toHaveLength(4)
    expect(methods.filter((method) => method === 'event.bind')).toHaveLength(3)
    expect(methods.filter((method) => method === 'crm.automation.trigger.add')).toHaveLength(triggers.length)
  })

  it('only refreshes robots on a portal that has everything', () => {
    const first = registration(appUrl, nothing, 'ru')
    const bound = first.flatMap(({ effect: { method, params } }) => (method === 'placement.bind' ? [{ placement: String(params['PLACEMENT']), handler: String(params['HANDLER']) }] : []))
    const events = first.flatMap(({ effect: { method, params } }) => (method === 'event.bind' ? [{ event: String(params['event']), handler: String(params['handler']) }] : []))
    const named = triggers.map(({ code, name }) => ({ CODE: code, NAME: name.ru }))
    const again = registration(appUrl, { simple: false, robots: [...robots.keys()], placements: bound, events, triggers: named }, 'ru')
    expect(again.map(({ effect }) => effect.method)).toEqual([...robots.keys()].map(() => 'bizproc.robot.update'))
  })

  it('moves the report to the deals of a portal that gave up its leads', () => {
    const report = (simple: boolean) =>
      registration(appUrl, { ...nothing, simple }, 'ru').flatMap(({ effect: { method, params } }) => (method === 'placement.bind' ? [String(params['PLACEMENT'])] : []))
    expect(report(true)).toEqual(['CRM_DEAL_DETAIL_TAB', 'CRM_DEAL_DETAIL_TAB', 'REST_APP_URI'])
    const bound = [{ placement: 'CRM_LEAD_DETAIL_TAB', handler: `${appUrl}/app/visit` }]
    const steps = registration(appUrl, { ...nothing, simple: true, placements: bound }, 'ru').filter(({ effect }) => effect.method === 'placement.unbind')
    expect(steps.map(({ effect }) => effect.params['PLACEMENT'])).toEqual(['CRM_LEAD_DETAIL_TAB'])
  })

  it('renames a trigger when the portal has it in the other language', () => {
    const known = triggers.map(({ code, name }) => ({ CODE: code, NAME: name.en }))
    const steps = registration(appUrl, { ...nothing, triggers: known }, 'ru').filter(({ effect }) => effect.method === 'crm.automation.trigger.add')
    expect(steps.map(({ effect }) => effect.params['NAME'])).toEqual(triggers.map(({ name }) => name.ru))
  })

  it('takes away what an older version left', () => {
    const steps = registration(appUrl, {
      simple: false,
      robots: ['old-robot'],
      placements: [{ placement: 'CRM_LEAD_DETAIL_TAB', handler: 'https://old.example.test/app/visit' }],
      events: [{ event: 'ONCRMLEADADD', handler: `${appUrl}/hook/event` }],
      triggers: [{ CODE: 'old-trigger', NAME: 'old' }],
    }, 'ru')
    expect(steps.map(({ effect }) => effect.method)).toEqual(
      expect.arrayContaining(['bizproc.robot.delete', 'placement.unbind', 'event.unbind', 'crm.automation.trigger.delete']),
    )
  })

  it('always says whether a robot waits', () => {
    for (const { effect } of registration(appUrl, nothing, 'ru')) {
      if (effect.method === 'bizproc.robot.add') expect(effect.params['USE_SUBSCRIPTION']).toBe('Y')
    }
  })
})
