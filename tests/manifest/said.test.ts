/** What a call says is enough only where nothing else would be read. */
import { expect, it } from 'vitest'
import { UserId, type DocumentRef } from '../../domain/ids.ts'
import type { Person } from '../../domain/manager.ts'
import { defaultSettings } from '../../domain/settings.ts'
import { agrees, asSaid, isEnough } from '../../manifest/distribute/said.ts'
import type { DistributionStart } from '../../manifest/distribute/pick.ts'
import { needsOf } from '../../manifest/distribute/rules.ts'

const rules = { ...defaultSettings, skipAbsent: false, skipClockedOut: false }
const start: DistributionStart = { document: { kind: 'lead', id: 5 as DocumentRef['id'] }, report: null, directionIds: [], eventToken: 'token', rules }
const somebody = { id: UserId.parse(1) } as Person
const rule = { id: 'rul_web0000000', name: 'Web', conditions: [], choice: { policy: null, skipAbsent: null, skipClockedOut: null, headsTakePart: null, onePersonManyDirections: null } }
const enough = (change: Partial<DistributionStart> = {}, counted: Person[] = [], on: boolean | null = null) => {
  const conditional = on === null ? [] : [{ ...rule, on }]
  const asked = { ...start, ...change }
  return isEnough(asked, needsOf(asked, conditional), counted, conditional)
}

it('is enough where nobody is skipped, counted or looked for', () => {
  expect(enough()).toBe(true)
  expect(enough({}, [], false)).toBe(true)
  expect(enough({ rules: { ...rules, skipAbsent: true }, fixed: { skipAbsent: false } })).toBe(true)
})

it.each<[string, boolean]>([
  ['a deal', enough({ document: { kind: 'deal', id: 5 as DocumentRef['id'] } })],
  ['a report', enough({ report: {} as DistributionStart['report'] })],
  ['selecting again', enough({ insteadOf: 'x' })],
  ['the self-test', enough({ demo: true })],
  ['skipping absent people', enough({ fixed: { skipAbsent: true } })],
  ['skipping those whose day is over', enough({ fixed: { skipClockedOut: true } })],
  ['open deals that are counted', enough({ rules: { ...rules, policy: 'least_loaded', load: 'open_deals' } })],
  ['somebody with a limit of open deals', enough({}, [somebody])],
  ['the client’s own manager as the main one', enough({ rules: { ...rules, main: 'owner' } })],
  ['a rule that looks at the record', enough({}, [], true)],
])('is not enough for %s', (_, is) => {
  expect(is).toBe(false)
})

it('agrees with what was read to the letter only', () => {
  const client = { title: 'Roof', contactName: 'Olga', companyTitle: '', phone: '+7 905 000-00-01', email: 'o@example.com', address: 'Tver' }
  const data = { contactId: 12, companyId: null, client }
  const { read } = asSaid(data, [somebody])
  expect(agrees(data, read)).toBe(true)
  expect(agrees({ ...data, contactId: 13 }, read)).toBe(false)
  expect(agrees({ ...data, companyId: 7 }, read)).toBe(false)
  for (const field of Object.keys(client)) expect(agrees({ ...data, client: { ...client, [field]: 'other' } }, read)).toBe(false)
})
