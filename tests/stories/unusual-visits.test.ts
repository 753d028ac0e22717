/** Visits that do not go the plain way: nobody to pick, a reserve, a stage that is gone, wild texts, a second report, turns. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer, Input } from '../../domain/contract/contract.ts'
import { acceptSuggestions, install, lead, newReportId, openHouse, until, type House, type Person } from '../house.ts'

let house: House
let administrator: Person
let directions: Answer<'directions.list'>['directions']
beforeAll(async () => {
  house = await openHouse()
  administrator = house.as(1)
  await install(administrator)
  directions = await acceptSuggestions(administrator)
})
afterAll(() => house.close())

const direction = (name: string) => {
  const found = directions.find((one) => one.name === name)
  if (!found) throw new Error(`no direction ${name}`)
  return found
}
const change = async (name: string, part: Partial<Input<'directions.save'>>) => {
  const { direction: saved } = await administrator.app('directions.save', { ...direction(name), ...part })
  directions = directions.map((one) => (one.id === saved.id ? saved : one))
}
const absent = (id: number, days: number | null) => administrator.site('person.change', { id, absentDays: days })
const settings = async (part: Partial<Input<'settings.save'>>) =>
  administrator.app('settings.save', { ...(await administrator.app('settings.show', {})), ...part })

let number = 0
const newLead = async (text: Partial<{ title: string; contactName: string; companyTitle: string; address: string }> = {}) => {
  number++
  const phone = `+7 901 000-00-${String(number).padStart(2, '0')}`
  return (await administrator.site('lead.add', { title: `Клиент ${number}`, contactName: 'Пётр Новый', companyTitle: '', phone, email: '', address: '', ...text })).id
}

/** A report by the administrator, who may read every lead; answers when all is written. */
async function visit(leadId: number, names: readonly string[], comment = '') {
  const reportId = newReportId() as never
  await administrator.app('visit.submit', { reportId, document: lead(leadId), directionIds: names.map((name) => direction(name).id), comment })
  await until('the distribution is over', async () => ['done', 'failed'].includes((await administrator.app('visit.result', { reportId })).state))
  const { outcome, distribution } = await administrator.app('visit.result', { reportId })
  const { deals, tasks } = await administrator.site('lead.show', { id: leadId })
  return { outcome, distribution, deals, tasks }
}

describe('nobody to pick', () => {
  it('makes nothing and says why, department by department', async () => {
    await absent(16, 3)
    const { outcome, deals, tasks, distribution } = await visit(await newLead(), ['Кровля'])
    expect([outcome, deals.length, tasks.length]).toEqual(['absent', 0, 0])
    expect(distribution?.directions[0]).toMatchObject({ picked: null, outcome: 'absent', deal: null })
    const { rows } = await administrator.app('journal.list', { outcome: 'absent' })
    // “Nobody to pick” is one word for all its causes, and finds them all.
    expect((await administrator.app('journal.list', { outcome: 'no_eligible' })).rows.map(({ runId }) => runId)).toContain(rows[0]?.runId)
    expect((await administrator.app('journal.show', { runId: rows[0]?.runId as never })).reason).toContain('Кровля')
  })

  it('in one direction leaves the others going on', async () => {
    const { outcome, deals, tasks } = await visit(await newLead(), ['Кровля', 'Электрика'])
    expect(outcome).toBe('absent')
    expect(deals.map(({ categoryName }) => categoryName)).toEqual(['Электрика'])
    expect(tasks).toHaveLength(1)
    const shown = await administrator.site('deal.show', { id: deals[0]?.id ?? 0 })
    expect(shown.comments).toContain('Кровля: пока без менеджера')
  })

  it('is where the reserve responsible steps in, unless dismissed', async () => {
    await change('Кровля', { reserveId: 9 as never })
    const first = await visit(await newLead(), ['Кровля'])
    expect(first.outcome).toBe('fallback_used')
    expect(first.deals.map(({ assigned }) => assigned.id)).toEqual([9])
    await administrator.site('person.change', { id: 9, active: false })
    const second = await visit(await newLead(), ['Кровля'])
    expect([second.outcome, second.deals.length]).toEqual(['absent', 0])
    await administrator.site('person.change', { id: 9, active: true })
    await absent(16, null)
  })
})

describe('a lead without a phone', () => {
  it('gets a contact by the name alone, or none where it names nobody', async () => {
    const add = async (contactName: string) => (await administrator.site('lead.add', { title: 'Без телефона', contactName, companyTitle: '', phone: '', email: '', address: '' })).id
    const named = await visit(await add('Мария Тихая'), ['Электрика'])
    expect(named.outcome).toBe('ok')
    expect((await administrator.site('deal.show', { id: named.deals[0]?.id ?? 0 })).client).toMatchObject({ contactName: 'Мария Тихая', phones: [] })
    const nameless = await visit(await add(''), ['Электрика'])
    expect(nameless.outcome).toBe('ok')
    expect((await administrator.site('deal.show', { id: nameless.deals[0]?.id ?? 0 })).client).toMatchObject({ contactId: null, companyId: null })
  })
})

describe('the main manager', () => {
  const both = ['Кровля', 'Электрика'] as const
  const pickedIn = (name: string, { distribution }: Awaited<ReturnType<typeof visit>>) => distribution?.directions.find((one) => one.name === name)?.picked

  it('is whoever serves the first direction of the list, or owns the client, or was not the last one', async () => {
    await settings({ main: 'priority' })
    const [first] = directions.map(({ name }) => name).filter((name) => both.some((one) => one === name))
    const ranked = await visit(await newLead(), both)
    expect(ranked.distribution).toMatchObject({ mainBy: 'priority', mainManager: { id: pickedIn(first ?? '', ranked) } })

    // Roofing has one person; the lead's own contact becomes theirs.
    await settings({ main: 'owner' })
    const known = house.portal.state.records.find(({ type, contactIds }) => type === 1 && contactIds.length > 0)
    await fetch(`${house.portal.webhook}crm.item.update?entityTypeId=3&id=${known?.contactIds[0] ?? 0}&fields[assignedById]=16`)
    const owned = await visit(known?.id ?? 0, both)
    expect(owned.distribution).toMatchObject({ mainBy: 'owner', mainManager: { id: 16 } })

    await settings({ main: 'least_often', mainNotTwice: true })
    const mains = [16]
    for (let visits = 0; visits < 2; visits++) mains.push((await visit(await newLead(), both)).distribution?.mainManager?.id ?? 0)
    expect(mains.every((id, index) => id > 0 && id !== mains[index - 1])).toBe(true)
    // The journal finds a person's entries by their name.
    const { rows } = await administrator.app('journal.list', { search: owned.distribution?.mainManager?.name ?? '' })
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.every(({ mainManager, others }) => [mainManager, ...others].some((person) => person?.id === 16))).toBe(true)
    await settings({ main: 'random', mainNotTwice: false })
  })
})

describe('one person', () => {
  it('serves one direction only where the settings say so', async () => {
    await settings({ onePersonManyDirections: false })
    await change('Отопление', { fieldDefaults: { ufCrm_1747309879: '80' } })
    // Elena Chaika is in both departments and alone in heating.
    const { deals } = await visit(await newLead(), ['Вентиляция', 'Отопление'])
    expect(deals.map(({ categoryName, assigned }) => [categoryName, assigned.id]).sort()).toEqual([['Вентиляция', 13], ['Отопление', 14]])
    await settings({ onePersonManyDirections: true })
  })

  it('has their turn after the one before, visit by visit', async () => {
    await settings({ policy: 'in_turn' })
    const picked: (number | undefined)[] = []
    for (let visits = 0; visits < 4; visits++) picked.push((await visit(await newLead(), ['Сантехника'])).deals[0]?.assigned.id)
    expect(picked).toEqual([9, 10, 9, 10])
    await settings({ policy: 'random' })
  })

  it('has one client a round by even random, and the record says which round and whose card was gone', async () => {
    await settings({ policy: 'even_random' })
    const served: { picked: number | null; deck: unknown }[] = []
    for (let visits = 0; visits < 4; visits++) {
      const one = (await visit(await newLead(), ['Сантехника'])).distribution?.directions[0]
      served.push({ picked: one?.picked ?? null, deck: one?.deck })
    }
    const [a, b, c] = served.map(({ picked }) => picked)
    expect([a, b].sort()).toEqual([10, 9])
    expect(served.map(({ deck }) => deck)).toEqual([
      { round: 1, hadTurn: [] },
      { round: 1, hadTurn: [a] },
      { round: 2, hadTurn: [] },
      { round: 2, hadTurn: [c] },
    ])
    await settings({ policy: 'random' })
  })
})

describe('a second report on the same lead', () => {
  it('is a distribution of its own, and the client is the same', async () => {
    const leadId = await newLead()
    await visit(leadId, ['Сантехника', 'Электрика'])
    const { outcome, deals } = await visit(leadId, ['Вентиляция'])
    expect(outcome).toBe('ok')
    expect(deals).toHaveLength(3)
    const clients = await Promise.all(deals.map(async ({ id }) => (await administrator.site('deal.show', { id })).client.contactId))
    expect(new Set(clients).size).toBe(1)
    expect((await administrator.app('why.show', { document: { kind: 'lead', id: leadId } })).distributions).toHaveLength(2)
  })
})

describe('text that is more than text', () => {
  const wild = '$result[lead][ID] $ERROR[x] $total[lead] <b>"жирно"</b> \'; -- [URL=javascript:1]x[/URL] {=r1:draw} &amp;'

  it('arrives as it was written, pulls nothing in and breaks nothing', async () => {
    const leadId = await newLead({ title: wild, contactName: `${wild} Фамилия`, companyTitle: wild, address: wild })
    await change('Вентиляция', { name: `Вентиляция ${wild}`.slice(0, 100) })
    const name = `Вентиляция ${wild}`.slice(0, 100).trim()
    const { outcome, deals, tasks } = await visit(leadId, ['Сантехника', name], wild)
    expect(outcome).toBe('ok')
    expect(deals).toHaveLength(2)
    const joiner = /\u2060/g
    for (const { id } of deals) {
      const { comments, client, timeline } = await administrator.site('deal.show', { id })
      expect(comments.replace(joiner, '')).toContain(`Комментарий: ${wild}`)
      expect(client.companyTitle.replace(joiner, '')).toBe(wild)
      expect(timeline.some(({ text }) => text.replace(joiner, '').includes(name))).toBe(true)
    }
    const task = tasks.find(({ checklist }) => checklist.length === 2)
    expect(task?.description.replace(joiner, '')).toContain(wild)
    expect(task?.checklist.map(({ title }) => /сделка № \d+$/.test(title))).toEqual([true, true])
    await change(name, { name: 'Вентиляция' })
  })
})

describe('a stage that no longer exists', () => {
  // Shows: one command refused × write
  it('is refused with its reason and never replaced, the other deals are made', async () => {
    const { stageId } = direction('Электрика')
    const { stages } = house.portal.state
    const at = stages.findIndex(({ statusId }) => statusId === stageId)
    const [gone] = stages.splice(at, 1)
    const leadId = await newLead()
    const { outcome, deals, tasks } = await visit(leadId, ['Электрика', 'Сантехника'])
    if (gone) stages.splice(at, 0, gone)
    expect(outcome).toBe('failed')
    expect(deals.map(({ categoryName }) => categoryName)).toEqual(['Сантехника'])
    expect(tasks.find(({ bindings }) => bindings.some(({ kind }) => kind === 'deal'))?.checklist).toHaveLength(1)
    const { rows } = await administrator.app('journal.list', { search: String(leadId), outcome: 'failed' })
    const { effects } = await administrator.app('journal.show', { runId: rows[0]?.runId as never })
    expect(effects.filter(({ state }) => state === 'refused').map(({ key }) => key)).toEqual([`deal:${direction('Электрика').id}`])
  })
})

describe('a direction’s deals', () => {
  it('have its own title with the visit’s fields, and its observers besides the other managers', async () => {
    await expect(change('Сантехника', { dealTitle: '{клиент} {цена}' })).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(change('Сантехника', { observerIds: [999_999 as never] })).rejects.toMatchObject({ code: 'invalid_input' })
    await change('Сантехника', { dealTitle: 'Визит {номер}: {client} ({КОНТАКТ}), {представитель}', observerIds: [2, 9, 10] as never })
    const id = await newLead({ title: 'Мельница' })
    const { deals, distribution } = await visit(id, ['Сантехника', 'Электрика'])
    const own = deals.find(({ categoryName }) => categoryName === 'Сантехника')
    expect(own?.title).toBe(`Визит ${id}: Мельница (Пётр Новый), Анна Лебедева`)
    expect(deals.find(({ categoryName }) => categoryName === 'Электрика')?.title).toBe('Электрика: Мельница')
    const other = distribution?.directions.find(({ name }) => name === 'Электрика')?.picked ?? 0
    const kept = house.portal.state.records.find((one) => one.type === 2 && one.id === own?.id)
    expect([...(kept?.observers ?? [])].sort((a, b) => a - b)).toEqual([...new Set([2, 9, 10, other])].filter((one) => one !== own?.assigned.id).sort((a, b) => a - b))
    await change('Сантехника', { dealTitle: '', observerIds: [] })
  })
})

it('wrote no field that the portal does not know, and no word of theirs into the log', () => {
  expect(house.portal.unknownFields).toEqual([])
  for (const secret of ['жирно', 'Пётр', '+7 901']) expect(house.appLog()).not.toContain(secret)
})
