/** The frame protocol, spoken by the vendor's own SDK, unmodified, in a real Chromium: every command that it has. */
import type { Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { parseListing } from '../../scripts/portal/app/listing.ts'
import { openPortal, type PortalHouse } from '../portal/house.ts'
import { chromiumPath, openBrowser, type Driven } from './drive.ts'
import { startSdkApp, type SdkApp, type SdkWindow } from './sdk-page.ts'

vi.setConfig({ testTimeout: 60_000 })

let app: SdkApp
let house: PortalHouse
let browser: Driven
let page: Page

/** The last opened page of the application, once its SDK has spoken with the portal. */
async function opened(nth: 'first' | 'last' = 'last'): Promise<Frame> {
  const element = page.locator('iframe[data-testid="app-frame"]:visible')[nth]()
  const frame = await (await element.elementHandle())?.contentFrame()
  if (!frame) throw new Error('the page of the application is not there')
  await frame.waitForSelector('[data-testid="sdk-ready"]')
  return frame
}
/** Runs in the page; `window` there has the SDK's frame. */
const inside = <T>(frame: Frame, run: (b24: SdkWindow['b24']) => T): Promise<Awaited<T>> =>
  frame.evaluate(`(${run.toString()})(window.b24)`) as Promise<Awaited<T>>
/** Begins something that waits for a person; its end is looked for afterwards. */
const begin = (frame: Frame, name: string, run: (b24: SdkWindow['b24']) => Promise<unknown>): Promise<void> =>
  frame.evaluate(`window.kept = window.kept ?? {}; void (${run.toString()})(window.b24).then((value) => { window.kept.${name} = [value] })`)
const ended = async (frame: Frame, name: string): Promise<unknown> => {
  await frame.waitForFunction(`window.kept?.${name} !== undefined`)
  return ((await frame.evaluate(`window.kept.${name}`)) as unknown[])[0]
}

describe.skipIf(!chromiumPath)('the official SDK in a frame', () => {
  beforeAll(async () => {
    app = await startSdkApp()
    const listing = parseListing(
      JSON.stringify({
        code: 'sdk.page',
        clientId: 'app.sdk.1',
        clientSecret: 'a secret of the SDK’s page',
        name: 'SDK page',
        installUrl: `${app.url}/install`,
        handlerUrl: `${app.url}/main`,
        scopes: ['crm', 'bizproc', 'placement', 'user'],
      }),
    )
    house = await openPortal({ listing, limits: false, language: 'en' })
    browser = await openBrowser({ language: 'en' })
    page = browser.page
    page.setDefaultTimeout(10_000)
    await page.goto(`${house.portal.url}/market/`)
  })
  afterAll(async () => {
    await browser?.close()
    await house?.close()
    await app?.close()
  })

  it('is installed by its own page, and from then on shown its main one', async () => {
    await page.getByTestId('install').first().click()
    const installing = await opened()
    expect(await inside(installing, (b24) => [b24.isInstallMode, b24.isFirstRun, b24.placement.isDefault])).toEqual([true, true, true])
    await installing.evaluate('void window.b24.installFinish()')
    await page.waitForURL(/install_finished=Y/)
    const main = await opened()
    expect(await inside(main, (b24) => [b24.isInstallMode, b24.isFirstRun, b24.getLang()])).toEqual([false, false, 'en'])
    expect(main.url()).toContain(`${app.url}/main`)
  })

  it('calls, lists, batches and renews its token from the browser', async () => {
    const main = await opened()
    const answered = await inside(main, async (b24) => {
      const profile = await b24.actions.v2.call.make({ method: 'profile', params: {} })
      const people = await b24.actions.v2.callList.make({ method: 'user.get', params: {}, idKey: 'ID', requestId: 'people' })
      const batch = await b24.actions.v2.batch.make({ calls: { lead: { method: 'crm.lead.get', params: { id: 1024 } }, scope: { method: 'scope', params: {} } }, options: {} })
      const before = b24.auth.getAuthData()
      const after = await b24.auth.refreshAuth()
      const again = await b24.actions.v2.call.make({ method: 'server.time', params: {} })
      return {
        admin: b24.auth.isAdmin,
        good: [profile, people, batch, again].map((one) => one.isSuccess),
        people: people.getData()?.length,
        fresh: before !== false && before.access_token !== after.access_token,
      }
    })
    expect(answered).toEqual({ admin: true, good: [true, true, true, true], people: house.portal.state.people.length, fresh: true })
  })

  it('keeps options, sets the title and the size', async () => {
    const main = await opened()
    await inside(main, async (b24) => {
      await b24.options.appSet('colour', 'green')
      await b24.options.userSet('tea', 'black')
      await b24.parent.setTitle('A title of its own')
      await b24.parent.resizeWindow(700, 640)
      await b24.parent.scrollParentWindow(0)
      await b24.parent.imOpenMessenger(3)
    })
    expect(await page.locator('h1').innerText()).toBe('A title of its own')
    expect((await page.getByTestId('app-frame').boundingBox())?.height).toBe(640)
    const state = house.portal.state.installation
    expect([state?.options, state?.userOptions]).toEqual([{ colour: 'green' }, { 1: { tea: 'black' } }])
  })

  it('lets people, rights and records be chosen in the portal’s dialogs', async () => {
    const main = await opened()
    await begin(main, 'user', (b24) => b24.dialog.selectUser())
    await page.getByTestId('choose-3').click()
    expect(await ended(main, 'user')).toMatchObject({ id: '3', sub: false })
    await begin(main, 'users', (b24) => b24.dialog.selectUsers())
    await page.getByTestId('choose-3').click()
    await page.getByTestId('choose-2').click()
    await page.getByRole('dialog').getByRole('button', { name: /Choose 2/ }).click()
    expect(((await ended(main, 'users')) as { id: string }[]).map(({ id }) => id).sort()).toEqual(['2', '3'])
    await begin(main, 'access', (b24) => b24.dialog.selectAccess(['U3']))
    expect(await page.getByTestId('choose-U3').count()).toBe(0)
    await page.getByTestId('choose-U2').click()
    await page.getByTestId('choose-AU').click()
    await page.getByTestId('choose-done').click()
    expect(((await ended(main, 'access')) as { id: string }[]).map(({ id }) => id)).toEqual(['AU', 'U2'])
    await begin(main, 'records', (b24) => b24.dialog.selectCRM({ entityType: ['lead', 'company'], multiple: true, value: { lead: [1024], contact: [], company: [], deal: [], quote: [] } } as never))
    await page.getByTestId('choose-CO_401').click()
    await page.getByTestId('choose-done').click()
    expect(await ended(main, 'records')).toMatchObject({ lead: [{ id: 'L_1024', type: 'lead' }], company: [{ id: 'CO_401', url: '/crm/company/show/401/' }] })
  })

  it('opens itself in a slider and pages of the portal in another', async () => {
    const main = await opened()
    await begin(main, 'slider', (b24) => b24.slider.openSliderAppPage({ bx24_title: 'On top', place: 'slider' }))
    await page.getByRole('dialog', { name: 'On top' }).waitFor()
    const slider = await opened()
    expect(await inside(slider, (b24) => b24.placement.options['place'])).toBe('slider')
    await slider.evaluate('void window.b24.slider.closeSliderAppPage()')
    await ended(main, 'slider')
    expect(await page.getByRole('dialog').count()).toBe(0)

    await begin(main, 'path', (b24) => b24.slider.openPath(b24.slider.getUrl('/crm/lead/details/1024/'), 1000))
    const inSlider = page.frameLocator('iframe[data-testid="path-slider"]')
    await inSlider.getByTestId('card-menu').waitFor()
    expect(await inSlider.getByTestId('nav-leads').count()).toBe(0)
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).first().click()
    expect(await ended(main, 'path')).toEqual({ isOpenAtNewWindow: false, isClose: true })
    const refused = await inside(main, (b24) => b24.slider.openPath(b24.slider.getUrl('/shop/orders/')).catch((error: Error) => error.message))
    expect(refused).toBe('PATH_NOT_AVAILABLE')
  })

  it('stands in a tab of a lead and has its data loaded anew', async () => {
    const main = await opened()
    const binding = { PLACEMENT: 'CRM_LEAD_DETAIL_TAB', HANDLER: `${app.url}/tab`, TITLE: 'SDK tab' }
    await main.evaluate(`window.b24.actions.v2.call.make({ method: 'placement.bind', params: ${JSON.stringify(binding)} })`)
    await page.goto(`${house.portal.url}/crm/lead/details/1024/`)
    await page.getByRole('tab', { name: 'SDK tab' }).click()
    const tab = await opened()
    expect(await inside(tab, (b24) => [b24.placement.placement, b24.placement.options['ID']])).toEqual(['CRM_LEAD_DETAIL_TAB', '1024'])
    expect(await inside(tab, (b24) => b24.placement.getInterface())).toEqual({ command: ['reloadData'], event: [] })
    expect(await inside(tab, (b24) => b24.placement.call('reloadData'))).not.toMatchObject({ isSafely: true })
    // No answer to what a placement does not have: the SDK settles it by itself.
    expect(await inside(tab, (b24) => b24.placement.bindEvent('CallCard::CallStateChanged', () => undefined))).toMatchObject({ isSafely: true })
  })

  it('has its place above a timeline drawn by the portal, and hears what is pressed, typed and saved there', async () => {
    const before = await opened()
    const binding = { PLACEMENT: 'CRM_LEAD_DETAIL_ACTIVITY', HANDLER: `${app.url}/activity`, TITLE: 'SDK place', OPTIONS: { useBuiltInInterface: 'Y' } }
    await before.evaluate(`window.b24.actions.v2.call.make({ method: 'placement.bind', params: ${JSON.stringify(binding)} })`)
    await page.goto(`${house.portal.url}/crm/lead/details/1024/?tab=timeline`)
    await page.getByRole('button', { name: 'SDK place' }).click()
    const hidden = await (await page.locator('iframe[data-testid="app-frame"]').elementHandle())?.contentFrame()
    if (!hidden) throw new Error('the hidden page is not there')
    await hidden.waitForSelector('[data-testid="sdk-ready"]', { state: 'attached' })
    expect(await inside(hidden, (b24) => b24.placement.options)).toMatchObject({ entityTypeId: '1', entityId: '1024', useBuiltInInterface: 'Y' })
    expect(((await inside(hidden, (b24) => b24.placement.getInterface())) as { command: string[] }).command).toContain('setLayout')
    const layout = {
      blocks: {
        words: { type: 'section', properties: { type: 'primary', blocks: { hello: { type: 'text', properties: { value: 'Hello' } }, more: { type: 'link', properties: { text: 'More', action: { type: 'layoutEvent', value: 'more!' } } } } } },
        city: { type: 'input', properties: { title: 'City' } },
      },
      primaryButton: { title: 'Send' },
    }
    await hidden.evaluate(`(async () => {
      const heard = (window.heard = [])
      await window.b24.placement.call('setLayout', ${JSON.stringify(layout)})
      // The SDK settles such a call by itself, nine tenths of a second later.
      const names = ['bindLayoutEventCallback', 'bindValueChangeCallback', 'bindPrimaryButtonClickCallback', 'bindEntityUpdateCallback']
      await Promise.all(names.map((name) => window.b24.placement.callCustomBind(name, null, (data) => heard.push([name, data ?? null]))))
    })()`)
    const drawn = page.getByTestId('layout')
    await drawn.getByText('Hello').waitFor()
    await drawn.getByRole('button', { name: 'More' }).click()
    await drawn.getByLabel('City').fill('Oslo')
    await drawn.getByRole('button', { name: 'Send' }).click()
    await house.site('lead.move', { id: 1024, stageId: 'REPORT' })
    const heard = async () => (await hidden.evaluate('window.heard')) as [string, unknown][]
    await expect.poll(async () => (await heard()).map(([name]) => name), { timeout: 15_000 }).toEqual(['bindLayoutEventCallback', 'bindValueChangeCallback', 'bindPrimaryButtonClickCallback', 'bindEntityUpdateCallback'])
    expect((await heard()).slice(0, 2).map(([, data]) => data)).toEqual([{ id: 'more', value: 'more!' }, { id: 'city', value: 'Oslo' }])
    await inside(hidden, async (b24) => {
      await b24.placement.call('setLayoutItemState', { id: 'hello', properties: { value: 'Goodbye' } })
      await b24.placement.call('setPrimaryButtonState', { title: 'Sent', state: 'disabled' })
      await b24.placement.call('lock')
    })
    await drawn.getByText('Goodbye').waitFor()
    expect(await drawn.getByRole('button', { name: 'Sent' }).isDisabled()).toBe(true)
    expect(await drawn.getByLabel('City').isDisabled()).toBe(true)
    await hidden.evaluate("void window.b24.placement.call('finish')")
    await drawn.waitFor({ state: 'detached' })
    await page.getByRole('tab', { name: 'SDK tab' }).click()
  })

  it('sets the properties of a robot on its own page', async () => {
    const tab = await opened()
    const addresses = { HANDLER: `${app.url}/robot`, USE_PLACEMENT: 'Y', PLACEMENT_HANDLER: `${app.url}/settings` }
    const robot = { CODE: 'sdk_robot', NAME: 'SDK robot', AUTH_USER_ID: 1, PROPERTIES: { colour: { Name: 'Colour', Type: 'string' } }, ...addresses }
    await tab.evaluate(`window.b24.actions.v2.call.make({ method: 'bizproc.robot.add', params: ${JSON.stringify(robot)} })`)
    await page.goto(`${house.portal.url}/crm/lead/automation/NEW/`)
    await page.getByTestId('add-robot').click()
    await page.getByTestId('kind-app:sdk_robot').click()
    const settings = await opened()
    expect(await inside(settings, (b24) => b24.placement.placement)).toBe('BIZPROC_ACTIVITY_PROPERTIES_DIALOG')
    expect(await inside(settings, (b24) => b24.placement.getInterface())).toMatchObject({ command: ['setPropertyValue'] })
    await inside(settings, (b24) => b24.placement.call('setPropertyValue', { colour: 'green' }))
    await page.getByTestId('save').click()
    await expect.poll(async () => (await house.site('stage.show', { stageId: 'NEW' })).robots[0]?.values, { timeout: 15_000 }).toMatchObject({ colour: 'green' })
  })

  it('finds nobody who complains', () => {
    expect(browser.complaints).toEqual([])
  })
})
