/** Every variant of the local portal is seen to change what it says it changes, beside a portal without it. */
import { describe, expect, it } from 'vitest'
import type { PlacedRobot } from '../../scripts/portal/contract/automation.ts'
import { variants, type VariantName } from '../../scripts/portal/variants.ts'
import { openPortal, until, type Json, type PortalHouse } from './house.ts'

type Look = (house: PortalHouse) => Promise<unknown>
const robotCalls = (house: PortalHouse) => house.received.filter(({ path }) => path === '/hook/robot/pick')
const lastAuth = (house: PortalHouse, event: string) => house.received.findLast(({ body }) => body['event'] === event)?.body['auth'] as Json

async function refresh(house: PortalHouse, token: string): Promise<{ status: number; body: Json }> {
  const answer = await fetch(house.portal.oauthTokenUrl, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'refresh_token', client_id: 'app.test.1', client_secret: house.clientSecret, refresh_token: token }),
  })
  return { status: answer.status, body: (await answer.json()) as Json }
}

/** A robot with a person among its properties and its results, called once. */
async function called(house: PortalHouse, more: Json = { USE_SUBSCRIPTION: 'Y' }): Promise<Json> {
  const target = new URL((await house.install()).action).origin
  const user = { Name: 'Who', Type: 'user' }
  const page = { USE_PLACEMENT: 'Y', PLACEMENT_HANDLER: `${target}/app/robot` }
  await house.result('bizproc.robot.add', {
    ...{ CODE: 'pick', HANDLER: `${target}/hook/robot/pick`, NAME: 'Pick', PROPERTIES: { who: user }, RETURN_PROPERTIES: { chosen: user } },
    ...page,
    ...more,
  })
  await house.site('stage.save', { stageId: 'REPORT', robots: [robot] })
  await house.site('lead.move', { id: 1024, stageId: 'REPORT' })
  await until('the call', () => robotCalls(house).length === 1)
  return robotCalls(house)[0]?.body ?? {}
}
const robot: PlacedRobot = { id: 'r1', kind: 'app:pick', values: { who: '3' }, afterPrevious: false, timeoutSeconds: 0, wait: true, actAs: null }

async function moved(house: PortalHouse): Promise<Json> {
  const target = new URL((await house.install()).action).origin
  await house.result('event.bind', { event: 'ONCRMLEADUPDATE', handler: `${target}/hook/event` })
  await house.site('lead.move', { id: 1024, stageId: 'REPORT' })
  await until('the event', () => lastAuth(house, 'ONCRMLEADUPDATE') !== undefined)
  return lastAuth(house, 'ONCRMLEADUPDATE')
}

const refusal = ({ status, body }: { status: number; body: Json }) => [status, body['error']]

/** What is looked at, what a portal without the variant shows, and what one with it shows. */
const looks: Readonly<Record<VariantName, readonly [look: Look, plain: unknown, varied: unknown]>> = {
  'no-refresh-token-in-calls': [async (house) => 'refresh_token' in ((await called(house))['auth'] as Json), true, false],
  'subscription-left-out-means-no-wait': [async (house) => (await called(house, {}))['use_subscription'], 'Y', 'N'],
  'users-without-prefix': [
    async (house) => {
      const { properties, event_token: token } = await called(house)
      await house.result('bizproc.event.send', { EVENT_TOKEN: token, RETURN_VALUES: { chosen: 'user_4' } })
      const { automation } = await house.site('lead.show', { id: 1024 })
      return [(properties as Json)['who'], automation[0]?.returned['chosen']]
    },
    ['user_3', 'user_4'],
    ['3', '4'],
  ],
  'empty-error-codes-with-200': [
    async (house) => {
      await house.install()
      return refusal(await house.call('crm.item.get', { entityTypeId: 2, id: 987_654 }))
    },
    [400, 'NOT_FOUND'],
    [200, ''],
  ],
  'placement-errors-with-200': [
    async (house) => {
      await house.install()
      return refusal(await house.call('placement.bind', { PLACEMENT: 'NO_SUCH', HANDLER: 'http://127.0.0.1/x' }))
    },
    [400, 'ERROR_PLACEMENT_NOT_FOUND'],
    [200, 'ERROR_PLACEMENT_NOT_FOUND'],
  ],
  'access-denied-with-400': [
    async (house) => {
      await house.install()
      return refusal(await house.call('bizproc.event.send', { EVENT_TOKEN: 'stale' }))
    },
    [403, 'ACCESS_DENIED'],
    [400, 'ACCESS_DENIED'],
  ],
  'answers-without-expires': [
    async (house) => {
      const { body } = await refresh(house, (await house.install()).form['REFRESH_ID'] ?? '')
      return ['expires', 'user_id', 'expires_in'].map((key) => key in body)
    },
    [true, true, true],
    [false, false, true],
  ],
  'oauth-errors-with-200': [
    async (house) => {
      await house.install()
      return refusal(await refresh(house, 'nonsense'))
    },
    [400, 'invalid_grant'],
    [200, 'invalid_grant'],
  ],
  'refresh-token-reusable': [
    async (house) => {
      const token = (await house.install()).form['REFRESH_ID'] ?? ''
      return [(await refresh(house, token)).status, (await refresh(house, token)).status]
    },
    [200, 400],
    [200, 200],
  ],
  'events-without-tokens': [
    async (house) => {
      const auth = await moved(house)
      return ['access_token', 'application_token', 'member_id'].map((key) => key in auth)
    },
    [true, true, true],
    [false, true, true],
  ],
  'payment-event-without-application-token': [
    async (house) => {
      await house.install()
      await house.site('market.payment', { expired: true })
      await until('the event', () => lastAuth(house, 'ONAPPPAYMENT') !== undefined)
      return 'application_token' in lastAuth(house, 'ONAPPPAYMENT')
    },
    true,
    false,
  ],
  'update-changes-application-token': [
    async (house) => {
      const before = (await house.install()).form['APPLICATION_TOKEN']
      await house.site('market.update', {})
      await until('the event', () => lastAuth(house, 'ONAPPUPDATE') !== undefined)
      return lastAuth(house, 'ONAPPUPDATE')['application_token'] === before
    },
    true,
    false,
  ],
  'update-drops-placements': [
    async (house) => {
      const target = new URL((await house.install()).action).origin
      await house.result('placement.bind', { PLACEMENT: 'CRM_LEAD_DETAIL_TAB', HANDLER: `${target}/app/visit` })
      await house.site('market.update', {})
      return (await house.result<unknown[]>('placement.get')).length
    },
    1,
    0,
  ],
  'old-page-form': [
    async (house) => {
      const { form } = await house.install()
      return ['SERVER_ENDPOINT', 'APPLICATION_TOKEN', 'APPLICATION_SCOPE', 'AUTH_ID'].map((key) => key in form)
    },
    [true, true, true, true],
    [false, false, false, true],
  ],
  'placement-options-in-capitals': [
    async (house) => {
      await called(house)
      const asked = { stageId: 'REPORT', document: 'lead' as const, robotId: 'r1', robots: [robot] }
      const { initData } = await house.site('frame.open', { bindingId: null, options: {}, robot: asked })
      return Object.keys(((initData['PLACEMENT_OPTIONS'] as Json)['properties'] as Record<string, Json>)['who'] ?? {}).slice(0, 3)
    },
    ['Id', 'Type', 'Name'],
    ['ID', 'TYPE', 'NAME'],
  ],
  'robot-calls-as-json': [
    async (house) => [(await called(house))['code'], robotCalls(house)[0]?.type],
    ['pick', 'application/x-www-form-urlencoded'],
    ['pick', 'application/json'],
  ],
  'box-limits': [
    async (house) => {
      await house.install()
      const { body } = await house.call('profile')
      const { operating } = await house.site('inspector.show', { search: '' })
      return ['operating' in (body['time'] as Json), operating[0]?.limit]
    },
    [true, 480],
    [false, 420],
  ],
  'numeric-references-in-text-stay': [
    async (house) => {
      await house.install()
      const { result } = (await house.batch({
        deal: 'crm.item.add?entityTypeId=2&fields[title]=One',
        whole: 'crm.item.add?entityTypeId=2&fields[opportunity]=$result[deal][item][id]',
        inText: 'crm.item.add?entityTypeId=2&fields[title]=D_$result[deal][item][id]',
      })) as { result: Record<'deal' | 'whole' | 'inText', { item: { id: number; title: string; opportunity: number } }> }
      const { id } = result.deal.item
      return [result.whole.item.opportunity === id, result.inText.item.title === `D_${id}`, result.inText.item.title === 'D_$result[deal][item][id]']
    },
    [true, true, false],
    [true, false, true],
  ],
}

describe.each(Object.keys(variants) as VariantName[])('%s', (name) => {
  const [look, plain, varied] = looks[name]
  it.each([
    ['off', [], plain],
    ['on', [name], varied],
  ] as const)('is %s', async (_, switchedOn, expected) => {
    const house = await openPortal({ variants: switchedOn })
    try {
      expect(await look(house)).toEqual(expected)
    } finally {
      await house.close()
    }
  })
})
