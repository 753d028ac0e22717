/** Alerts: chosen people are told once when the state turns red, and once when it is well again. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { acceptSuggestions, install, openHouse, until, type House, type Person } from '../house.ts'

let house: House
let administrator: Person
beforeAll(async () => {
  house = await openHouse({ portal: { language: 'en' }, app: { SWEEP_EVERY_MS: '200' } })
  administrator = house.as(1)
  await install(administrator)
})
afterAll(() => house.close())

const told = async (id: number, text: string) => (await house.as(id).site('notifications.list', {})).notifications.filter((one) => one.text.includes(text)).length
const toldOf = async (text: string) => [await told(2, text), await told(3, text), await told(4, text)]
/** Several looks at the portal, so that what is told twice would be. */
async function looks() {
  const asked = () => house.portal.requests.filter(({ commands }) => commands.includes('placement.get')).length
  const before = asked()
  await until('the state was looked at again', () => asked() >= before + 3)
}

it('tells each of them once of the tabs that the portal has lost, and nobody else', async () => {
  const { installation } = house.portal.state
  if (!installation) throw new Error('not installed')
  await administrator.app('settings.save', { ...(await administrator.app('settings.show', {})), alertTo: [2, 3] as never })
  await looks()
  expect(await toldOf('Fairlead')).toEqual([0, 0, 0])

  const [direction] = await acceptSuggestions(administrator)
  if (!direction) throw new Error('no direction')
  installation.bindings = []
  await until('they are told', async () => (await told(2, 'tabs are not registered')) > 0 && (await told(3, 'tabs are not registered')) > 0)
  await looks()
  expect(await toldOf('needs attention')).toEqual([1, 1, 0])

  await administrator.app('installation.mend', {})
  await until('they are told that it is well', async () => (await told(2, 'works again')) > 0 && (await told(3, 'works again')) > 0)
  await looks()
  expect(await toldOf('works again')).toEqual([1, 1, 0])
  expect(await toldOf('needs attention')).toEqual([1, 1, 0])
  const { rows } = await administrator.app('journal.list', {})
  expect(rows.filter(({ press }) => press === 'alert')).toHaveLength(2)
})
