/** Rules by what a lead says: the first that holds decides how managers are picked, the record says which and why, and no request is made for it. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Rule, RuleChoice } from '../../domain/rule.ts'
import { acceptSuggestions, install, lead, newReportId, openHouse, patient, until, type House, type Person } from '../house.ts'

let house: House
let administrator: Person
let directionIds: never[]
beforeAll(async () => {
  house = await openHouse({
    app: patient,
    portal: {
      grow(state) {
        const [own] = state.userFields
        if (own) state.userFields.push({ ...own, id: 900, owner: 1, name: 'UF_CRM_900' })
        const say = (id: number, more: object) => Object.assign(state.records.find((one) => one.type === 1 && one.id === id) ?? {}, more)
        say(1024, { sourceId: 'CALL', opportunity: 250_000, more: { ufCrm_900: 'Срочно, до пятницы' } })
        say(1023, { sourceId: 'WEB', opportunity: 0 })
      },
    },
  })
  administrator = house.as(1)
  await install(administrator)
  directionIds = (await acceptSuggestions(administrator)).slice(0, 2).map(({ id }) => id as never)
})
afterAll(() => house.close())

const asInSettings: RuleChoice = { policy: null, skipAbsent: null, skipClockedOut: null, headsTakePart: null, onePersonManyDirections: null }
const rule = (name: string, conditions: Rule['conditions'], choice: Partial<RuleChoice> = {}): Rule => ({ id: `rul_${name.toLowerCase().padEnd(10, '0')}`, name, on: true, conditions, choice: { ...asInSettings, ...choice } })
const condition = (field: string, test: Rule['conditions'][number]['test'], ...values: string[]) => ({ field, label: field, test, values, names: [] })
const save = async (...rules: Rule[]) => administrator.app('rules.save', { version: (await administrator.app('rules.show', {})).version, rules })
const tried = async (id: number) => (await administrator.app('test.run', { document: lead(id), directionIds })).distribution

const big = rule('Big', [condition('OPPORTUNITY', 'at_least', '100000'), condition('SOURCE_ID', 'is', 'CALL', 'EMAIL')], { policy: 'weighted' })
const urgent = rule('Urgent', [condition('UF_CRM_900', 'contains', 'срочно')], { policy: 'in_turn', headsTakePart: true })
const web = rule('Web', [condition('SOURCE_ID', 'is', 'WEB'), condition('UF_CRM_900', 'empty')], { policy: 'even_random', skipAbsent: false })

it('names the fields that a condition can look at, with their values', async () => {
  const { fields } = await administrator.app('rules.choices', {})
  const of = (field: string) => fields.find((one) => one.field === field)
  expect(of('SOURCE_ID')).toMatchObject({ kind: 'choice', name: 'Источник' })
  expect(of('SOURCE_ID')?.values.map(({ value }) => value)).toEqual(expect.arrayContaining(['CALL', 'WEB']))
  expect(of('STATUS_ID')?.values.length).toBeGreaterThan(2)
  expect(of('OPPORTUNITY')?.kind).toBe('number')
  expect(of('UF_CRM_900')).toMatchObject({ kind: 'text', name: 'Площадь помещения' })
})

it('lets the first rule that holds decide, in the order that it has now, and the settings where none holds', async () => {
  await save(big, urgent, web)
  const first = await tried(1024)
  expect(first).toMatchObject({ policy: 'weighted', match: { rule: { name: 'Big' }, passedBy: [] } })
  expect(first?.match?.because).toMatchObject([{ condition: { field: 'OPPORTUNITY' }, found: ['250000.00'] }, { condition: { field: 'SOURCE_ID' }, found: ['CALL'] }])

  await save(urgent, big, web)
  const heads = (record: typeof first) => record?.directions.flatMap(({ excluded }) => excluded).filter(({ reason }) => reason === 'head').length ?? 0
  const second = await tried(1024)
  expect(second).toMatchObject({ policy: 'in_turn', match: { rule: { name: 'Urgent' } } })
  expect([heads(first) > 0, heads(second)]).toEqual([true, 0])

  await save({ ...urgent, on: false }, { ...big, on: false }, web)
  expect(await tried(1024)).toMatchObject({ policy: 'random', match: { rule: null, passedBy: [{ name: 'Web', by: { condition: { field: 'SOURCE_ID' }, found: ['CALL'] } }] } })
  const absent = (record: typeof first) => record?.directions.flatMap(({ excluded }) => excluded).filter(({ reason }) => reason === 'absent').length ?? 0
  const loose = await tried(1023)
  expect(loose).toMatchObject({ policy: 'even_random', match: { rule: { name: 'Web' } } })
  // Absences were asked for the sake of the settings; this rule does not look at them.
  expect([absent(first) > 0, absent(loose)]).toEqual([true, 0])

  await save()
  expect(await tried(1024)).toMatchObject({ policy: 'random', match: null })
})

it('keeps which rule it was in the record, tells it to administrators only, and takes no request more', async () => {
  const distribute = async (id: number) => {
    const reportId = newReportId() as never
    const before = house.portal.requests.length
    // As the administrator, so that the right to read the lead is asked alike.
    await administrator.app('visit.submit', { reportId, document: lead(id), directionIds, comment: '' })
    await until('it is distributed', async () => (await administrator.app('visit.result', { reportId })).state === 'done')
    return { requests: house.portal.requests.length - before, record: (await administrator.app('visit.result', { reportId })).distribution }
  }
  const without = await distribute(1022)
  await save(web, big)
  const { requests, record } = await distribute(1024)
  expect(record).toMatchObject({ policy: 'weighted', match: { rule: { name: 'Big' }, passedBy: [{ name: 'Web' }] } })
  expect(requests).toBe(without.requests)
  const picked = record?.directions[0]?.picked ?? 0
  const { distributions } = await house.as(picked).app('why.show', { document: { kind: 'deal', id: record?.directions[0]?.deal?.id ?? 0 } })
  expect(distributions[0]).toMatchObject({ policy: 'weighted', match: null })

  // What is in the record stays, whatever becomes of the rule.
  await save()
  expect((await administrator.app('why.show', { document: lead(1024) })).distributions[0]?.match?.rule?.name).toBe('Big')
})

it('is refused where somebody else changed the list meanwhile, and each change is kept and taken back', async () => {
  const { version } = await administrator.app('rules.show', {})
  await administrator.app('rules.save', { version, rules: [big] })
  await expect(administrator.app('rules.save', { version, rules: [web] })).rejects.toMatchObject({ code: 'conflict' })
  const [change] = (await administrator.app('changes.list', {})).rows
  expect(change).toMatchObject({ kind: 'rules', before: { rules: [] }, standing: 'possible' })
  await administrator.app('changes.undo', { number: change?.number ?? 0 })
  expect(await administrator.app('rules.show', {})).toEqual({ version: version + 2, rules: [] })
  expect(house.portal.unknownFields).toEqual([])
})
