/** The rules of the seed's company: who may read what, which fields are demanded, who is away, what the app's token shows of people. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPortal, type Json, type PortalHouse } from './house.ts'

let house: PortalHouse
beforeAll(async () => {
  house = await openPortal({ limits: false })
  await house.install()
})
afterAll(() => house.close())

const tokenOf = async (userId: number) => (await house.site('frame.open', { bindingId: null, options: {} }, userId)).form['AUTH_ID'] ?? ''
const add = (entityTypeId: number, fields: Json) => house.call('crm.item.add', { entityTypeId, fields })

describe('the seed', () => {
  it('holds five departments, twenty people, nine leads and a dozen deals', async () => {
    const { departments, people, counts, tutor } = await house.site('state.show', {})
    expect(departments.filter((one) => one.parentId !== null).map((one) => one.name)).toEqual([
      'Сантехника',
      'Электрика',
      'Вентиляция',
      'Кровля',
      'Отопление',
    ])
    expect(people).toHaveLength(20)
    expect(counts).toMatchObject({ leads: 9, deals: 12 })
    expect(tutor).toMatchObject({
      step: 2,
      leadId: 1024,
      leadTitle: 'Пекарня «Колос»',
      deals: 0,
      people: { administrator: 1, representative: 2, manager: null },
    })
    expect(people.filter((one) => !one.active).length).toBeGreaterThan(1)
    expect(people.some((one) => !one.joined) && people.some((one) => one.extranet) && people.some((one) => one.departmentIds.length > 1)).toBe(true)
    for (const pipeline of (await house.site('deals.list', {})).categories) expect(pipeline.stages.length).toBeGreaterThan(3)
  })

  it('speaks English where the portal does', async () => {
    const english = await openPortal({ language: 'en' })
    const { people, departments, tutor } = await english.site('state.show', {})
    expect(people[0]?.name).toBe('Anna Lebedeva')
    expect(departments.map((one) => one.name)).toContain('Ventilation')
    expect(tutor.leadTitle).toBe('Kolos Bakery')
    await english.close()
  })
})

describe('people', () => {
  it('are shown with the fields of user_brief and no more, though USER_TYPE filters', async () => {
    const employees = await house.result<Json[]>('user.get', { FILTER: { USER_TYPE: 'employee', ACTIVE: true } })
    expect(employees).toHaveLength(17)
    expect(employees[0]).toMatchObject({ ID: '1', ACTIVE: true, UF_DEPARTMENT: [1] })
    for (const name of ['EMAIL', 'LAST_LOGIN', 'USER_TYPE']) expect(employees[0]).not.toHaveProperty(name)
    const invited = employees.find((one) => one['LAST_NAME'] === 'Лунина')
    expect(invited).toBeDefined()
    expect(invited).not.toHaveProperty('LAST_ACTIVITY_DATE')
    expect(await house.result<Json[]>('user.get', { UF_DEPARTMENT: 5 })).toMatchObject([{ LAST_NAME: 'Гром' }])
    expect((await house.result<Json[]>('user.get', { FILTER: { ID: ['4', '9'] }, select: ['ID', 'NAME'] })).map((one) => Object.keys(one))).toEqual([
      ['ID', 'NAME'],
      ['ID', 'NAME'],
    ])
  })

  it('are away in both shapes', async () => {
    const day = (shift: number) => new Date(house.portal.now() + shift * 86_400_000).toISOString().slice(0, 10)
    const away = await house.result<Record<string, Json[]>>('calendar.accessibility.get', { users: [4, 7, 17], from: day(-1), to: day(1) })
    expect(away['4']).toEqual([])
    expect(away['7']).toMatchObject([{ FROM_HR: true, ACCESSIBILITY: 'absent', FROM: expect.any(Number) as unknown }])
    expect(away['17']).toMatchObject([{ ACCESSIBILITY: 'absent', DT_SKIP_TIME: 'Y', DATE_FROM_TS_UTC: expect.any(String) as unknown }])
    expect(await house.call('calendar.accessibility.get', { users: [4] })).toMatchObject({ status: 400, body: { error: '' } })
  })

  it('have working days; those of others are for administrators', async () => {
    expect(await house.result('timeman.status', { USER_ID: 11 })).toMatchObject({ STATUS: 'CLOSED', ACTIVE: false })
    expect(await house.result('timeman.status', { USER_ID: 4 })).toMatchObject({ STATUS: 'OPENED', TIME_FINISH: null })
    expect(await house.result('timeman.status', { USER_ID: 13 })).toMatchObject({ STATUS: 'CLOSED', TIME_START: null })
    const representative = await tokenOf(2)
    expect(await house.call('timeman.status', { USER_ID: 4 }, representative)).toMatchObject({ status: 400, body: { error: 'ACCESS_DENIED' } })
    expect((await house.call('timeman.status', {}, representative)).status).toBe(200)
    expect((await house.call('bizproc.robot.list', {}, representative)).status).toBe(403)
  })

  it('change by the administrator: absence, working day, dismissal', async () => {
    const { person } = await house.site('person.change', { id: 5, absentDays: 3, workday: 'closed' })
    expect(person.absentUntil).toBeGreaterThan(house.portal.now() + 86_400_000)
    expect(person.workday).toBe('closed')
    expect((await house.site('person.change', { id: 5, absentDays: null, active: false })).person).toMatchObject({ absentUntil: null, active: false })
    expect(await house.result('user.get', { ID: 5 })).toMatchObject([{ ACTIVE: false }])
    await house.site('person.change', { id: 5, active: true, workday: 'not_opened' })
    await expect(house.site('person.change', { id: 5, active: false }, 2)).rejects.toThrow('403')
  })
})

describe('records', () => {
  it('are read by who answers for them, observes them or heads who does', async () => {
    const marina = await tokenOf(4)
    const viktor = await tokenOf(3)
    const get = (id: number, token: string) => house.call('crm.item.get', { entityTypeId: 2, id }, token)
    expect((await get(303, viktor)).status).toBe(200)
    expect(await get(303, marina)).toMatchObject({ status: 400, body: { error: 'ACCESS_DENIED' } })
    expect(await house.call('crm.lead.get', { id: 1024 }, marina)).toMatchObject({
      status: 400,
      body: { error: '', error_description: 'Access denied.' },
    })
    await house.result('crm.item.update', { entityTypeId: 2, id: 303, fields: { observers: [4] } })
    expect((await get(303, marina)).status).toBe(200)
    expect(await house.call('crm.item.update', { entityTypeId: 2, id: 303, fields: { title: 'mine' } }, marina)).toMatchObject({
      status: 400,
      body: { error: 'ACCESS_DENIED' },
    })
  })

  it('need a stage of their pipeline and its required fields', async () => {
    expect(await add(2, { title: 'x', categoryId: 2, stageId: 'C3:NEW' })).toMatchObject({
      status: 400,
      body: { error: 'CRM_FIELD_ERROR_VALUE_NOT_VALID' },
    })
    expect(await add(2, { title: 'x', categoryId: 5 })).toMatchObject({
      status: 400,
      body: { error: 'CRM_FIELD_ERROR_REQUIRED', field: 'ufCrm_1747309879' },
    })
    expect((await add(2, { title: 'x', categoryId: 5, ufCrm_1747309879: '40' })).status).toBe(200)
    expect(await add(2, { title: 'x', contactIds: 'y' })).toMatchObject({ status: 400, body: { error: '100' } })
    expect(await add(2, { title: 'x', contactIds: [999_999] })).toMatchObject({ status: 400, body: { error: 'CRM_FIELD_ERROR_VALUE_NOT_VALID' } })
    expect(await add(31, { title: 'x' })).toMatchObject({ status: 400, body: { error: 'NOT_FOUND' } })
  })

  it('ignore fields that nobody knows, and say so to the tests', async () => {
    expect(house.portal.unknownFields).toEqual([])
    const made = await add(2, { title: 'x', categoryId: 1, nonsense: 1, id: 5 })
    expect(made.status).toBe(200)
    expect(house.portal.unknownFields).toEqual([
      { method: 'crm.item.add', field: 'fields.nonsense' },
      { method: 'crm.item.add', field: 'fields.id' },
    ])
    await house.call('crm.item.get', { entityTypeId: 1, id: 1024, nonsense: 1 })
    expect(house.portal.unknownFields.at(-1)).toEqual({ method: 'crm.item.get', field: 'nonsense' })
  })

  it('are found by origin, and a lead that gets a contact becomes a repeat one', async () => {
    const deal = { title: 'x', categoryId: 1, originatorId: 'fairlead.app', originId: 'abc:d1', parentId1: 1024 }
    await add(2, deal)
    await add(2, deal)
    const found = await house.result<{ items: Json[] }>('crm.item.list', {
      entityTypeId: 2,
      filter: { '=originatorId': 'fairlead.app', '@originId': ['abc:d1', 'abc:d2'], parentId1: 1024 },
    })
    expect(found.items).toHaveLength(2)
    expect(await house.result('crm.lead.get', { id: 1024 })).toMatchObject({ CONTACT_ID: null, IS_RETURN_CUSTOMER: 'N' })
    await house.result('crm.item.update', { entityTypeId: 1, id: 1024, fields: { contactId: 501 } })
    expect(await house.result('crm.lead.get', { ID: '1024' })).toMatchObject({ CONTACT_ID: '501', IS_RETURN_CUSTOMER: 'Y' })
  })

  it('are duplicates by telephone however it is written', async () => {
    const find = (params: Json) => house.result('crm.duplicate.findbycomm', params)
    expect(await find({ type: 'PHONE', values: ['8 (485) 200-62-20'], entity_type: 'CONTACT' })).toEqual({ CONTACT: [503, 504] })
    expect(await find({ type: 'EMAIL', values: ['LUNIN@example.com'] })).toEqual({ CONTACT: [506] })
    expect(await find({ type: 'PHONE', values: ['+7 999 000-00-00'] })).toEqual([])
  })

  it('have addresses in requisites, and leads their own', async () => {
    const list = (filter: Json) => house.result<Json[]>('crm.address.list', { filter })
    expect(await list({ ANCHOR_TYPE_ID: 4, ANCHOR_ID: 401 })).toMatchObject([
      { ENTITY_TYPE_ID: '8', CITY: 'Ярославль', ADDRESS_1: 'Волжская наб., 8' },
    ])
    expect(await list({ ENTITY_TYPE_ID: 1, ENTITY_ID: 1024 })).toMatchObject([{ ADDRESS_1: 'ул. Мельничная, 14' }])
    expect(await list({ ENTITY_TYPE_ID: 4, ENTITY_ID: 401 })).toEqual([])
  })

  it('carry tasks, and a notification with a tag replaces the older one', async () => {
    const { task } = await house.result<{ task: Json }>('tasks.task.add', {
      fields: { TITLE: 'Держать связь', RESPONSIBLE_ID: 4, DESCRIPTION: 'mark', UF_CRM_TASK: ['L_1024', 'D_303', 'nonsense'] },
    })
    expect(task).toMatchObject({ title: 'Держать связь', responsibleId: '4', status: '2' })
    const found = await house.result<{ tasks: Json[] }>('tasks.task.list', {
      filter: { UF_CRM_TASK: 'L_1024', '%DESCRIPTION': 'mark' },
      select: ['ID', 'TITLE', 'DESCRIPTION', 'UF_CRM_TASK'],
    })
    expect(found.tasks).toEqual([{ id: task['id'], title: 'Держать связь', description: 'mark', ufCrmTask: ['L_1024', 'D_303'] }])
    expect((await house.site('lead.show', { id: 1024 })).tasks.some((one) => one.title === 'Держать связь')).toBe(true)
    await house.result('im.notify.system.add', { USER_ID: 13, MESSAGE: 'one', TAG: 't' })
    await house.result('im.notify.system.add', { USER_ID: 13, MESSAGE: 'two', TAG: 't' })
    expect((await house.site('notifications.list', {}, 13)).notifications).toMatchObject([{ text: 'two', app: 'Fairlead', read: false }])
    expect(await house.call('im.notify.system.add', { USER_ID: 13, MESSAGE: '' })).toMatchObject({ status: 400, body: { error: 'MESSAGE_EMPTY' } })
  })
})
