/** Creates the deals of a draw: one per direction, with its picked manager responsible. */
import { defineRobot } from '../define.ts'
import { createDeals, drawNamed, drawProperty } from '../distribute/chain.ts'
import { returned } from '../fields.ts'

export const robot = defineRobot({
  name: { ru: 'Создать сделки', en: 'Create deals' },
  description: { ru: 'По сделке на каждое направление выбора, в его воронке', en: 'A deal for every direction of the draw, in its pipeline' },
  documents: ['lead', 'deal'],
  properties: { draw: drawProperty },
  returns: {
    deals: returned.numbers({ ru: 'Сделки', en: 'Deals' }),
    deal_count: returned.count({ ru: 'Количество сделок', en: 'Number of deals' }),
    outcome: returned.text({ ru: 'Итог', en: 'Outcome' }),
  },
  async run({ document, properties }, ask, given) {
    const plan = await createDeals(await drawNamed(properties.draw, document, ask), ask, given)
    if ('again' in plan) return plan
    const { deals, outcome } = plan.returns
    return { ...plan, returns: { deals, deal_count: deals, outcome } }
  },
})
