/** A portal without leads, and seeds that a test lets grow. */
import { afterEach, describe, expect, it } from 'vitest'
import type { State } from '../../scripts/portal/state/state.ts'
import { openPortal, until, type Json, type PortalHouse } from './house.ts'

let house: PortalHouse
afterEach(() => house.close())

describe('a portal without leads', () => {
  it('says so, and knows neither leads nor how to make one', async () => {
    house = await openPortal({ limits: false, crmMode: 'simple' })
    await house.install()
    expect(await house.result('crm.settings.mode.get')).toBe(2)
    for (const [method, params] of [
      ['crm.item.list', { entityTypeId: 1 }],
      ['crm.item.get', { entityTypeId: 1, id: 1024 }],
      ['crm.item.add', { entityTypeId: 1, fields: { title: 'x' } }],
    ] as const)
      expect(await house.call(method, params), method).toMatchObject({ status: 400, body: { error: 'ACCESS_DENIED' } })
    expect(await house.call('crm.lead.get', { ID: 1024 })).toMatchObject({ status: 400, body: { error_description: 'Access denied.' } })
    expect((await house.site('leads.board', {})).leads).toEqual([])
    const form = { title: 'x', contactName: '', companyTitle: '', phone: '', email: '', address: '' }
    await expect(house.site('lead.add', form)).rejects.toThrow('409 conflict')
    expect(await house.site('state.show', {})).toMatchObject({ crmMode: 'simple', counts: { leads: 0 }, tutor: { leadTitle: 'Пекарня «Колос»' } })
  })

  it('begins with deals of the general pipeline, whose clients are contacts and companies', async () => {
    house = await openPortal({ limits: false, crmMode: 'simple' })
    await house.install()
    const { categories, deals } = await house.site('deals.list', {})
    expect(categories[0]).toMatchObject({ id: 0, stages: expect.arrayContaining([expect.objectContaining({ id: 'REPORT' })]) as unknown })
    const { tutor } = await house.site('state.show', {})
    expect(deals.find((deal) => deal.id === tutor.leadId)).toMatchObject({ categoryId: 0, stage: { id: 'VISIT' }, leadId: null })
    const shown = await house.site('deal.show', { id: tutor.leadId })
    expect(shown.client).toMatchObject({ contactName: 'Ирина Савельева', companyTitle: 'Пекарня «Колос»', phones: ['+7 (485) 200-14-27'] })
    expect(shown.client.address).toContain('Мельничная')
    expect(shown.tasks).toHaveLength(1)
    const { item } = await house.result<{ item: Json }>('crm.item.get', { entityTypeId: 2, id: tutor.leadId })
    expect(item).toMatchObject({ contactId: expect.any(Number) as unknown, companyId: expect.any(Number) as unknown, leadId: null })
    // Known people are not made twice.
    const found = await house.result<Json>('crm.duplicate.findbycomm', { type: 'PHONE', values: ['84852001205'], entity_type: 'CONTACT' })
    expect(found).toEqual({ CONTACT: [506] })
    expect(house.portal.state.records.some((record) => record.type === 1)).toBe(false)
  })

  it('runs the robots of a stage for a new deal and calls them with a deal', async () => {
    house = await openPortal({ limits: false, crmMode: 'simple' })
    const frame = await house.install()
    const HANDLER = `${new URL(frame.action).origin}/hook/robot/r`
    await house.result('bizproc.robot.add', { CODE: 'r', HANDLER, NAME: 'R', USE_SUBSCRIPTION: 'Y' })
    const placed = { id: 'r1', kind: 'app:r', values: {}, afterPrevious: false, timeoutSeconds: 0, wait: true, actAs: null }
    await house.site('stage.save', { stageId: 'REPORT', robots: [placed] })
    const form = { title: 'Кафе', contactName: 'Анна Белова', companyTitle: '', phone: '+7 485 200-99-99', email: '', address: 'Мира, 1' }
    const { id } = await house.site('deal.add', form)
    const { client } = await house.site('deal.show', { id })
    expect(client).toMatchObject({ contactName: 'Анна Белова', phones: ['+7 485 200-99-99'], address: 'Мира, 1' })
    await house.site('deal.move', { id, stageId: 'REPORT' })
    await until('the call', () => house.received.some((one) => one.path === '/hook/robot/r'))
    expect(house.received.find((one) => one.path === '/hook/robot/r')?.body).toMatchObject({
      document_id: ['crm', 'CCrmDocumentDeal', `DEAL_${id}`],
      document_type: ['crm', 'CCrmDocumentDeal', 'DEAL'],
    })
    expect((await house.site('deal.show', { id })).automation).toMatchObject([{ state: 'waiting' }])
    house.portal.reset()
    expect(house.portal.state.crmMode).toBe('simple')
  })
})

describe('stages of the same name', () => {
  it('are told apart by whose they are, where there are leads', async () => {
    house = await openPortal({ limits: false })
    const values = { user: '4', text: 'x' }
    const placed = { id: 'r1', kind: 'portal:notify', values, afterPrevious: false, timeoutSeconds: 0, wait: false, actAs: null }
    await house.site('stage.save', { stageId: 'NEW', document: 'deal', robots: [placed] })
    expect((await house.site('stage.show', { stageId: 'NEW' })).robots).toEqual([])
    expect((await house.site('stage.show', { stageId: 'NEW', document: 'deal' })).robots).toHaveLength(1)
  })
})

describe('a grown seed', () => {
  const grow = (state: State) => {
    const [pattern] = state.people.filter((person) => person.departments.includes(3))
    for (let id = 101; pattern && id <= 220; id += 1) state.people.push({ ...structuredClone(pattern), id, lastName: `№ ${id}` })
    for (let id = 11; id <= 30; id += 1) {
      state.departments.push({ id, name: `Отдел ${id}`, parentId: 1, headId: null, sort: id * 10 })
      state.pipelines.push({ id, name: `Воронка ${id}`, sort: id * 100, originId: '', originatorId: '', required: [] })
      const of = state.stages.filter((stage) => stage.entityId === 'DEAL_STAGE_1')
      for (const stage of of)
        state.stages.push({ ...stage, id: stage.id + id * 1000, entityId: `DEAL_STAGE_${id}`, statusId: stage.statusId.replace('C1:', `C${id}:`) })
    }
  }

  it('holds 120 more people and 25 departments with their pipelines, also after a fresh start', async () => {
    house = await openPortal({ limits: false, grow })
    for (const round of ['first', 'second']) {
      await house.install()
      const { body } = await house.call('user.get', { FILTER: { ACTIVE: true, UF_DEPARTMENT: 3 } })
      expect(body['total'], round).toBeGreaterThanOrEqual(120)
      expect(body['next'], round).toBe(50)
      expect(((await house.result('department.get')) as unknown as Json[]).length, round).toBe(26)
      const { item } = await house.result<{ item: Json }>('crm.item.add', { entityTypeId: 2, fields: { title: 'x', categoryId: 30 } })
      expect(item['stageId'], round).toBe('C30:NEW')
      house.portal.reset()
    }
  })
})
