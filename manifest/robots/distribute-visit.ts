/** Distributes a visit in one step: a manager per direction, a main one among them, a deal each, one task. */
import { readCallData } from '../../domain/call-data.ts'
import { defineRobot } from '../define.ts'
import { distribute } from '../distribute/distribute.ts'
import { drawReturns, callDataProperty, moveProperty, poolProperties, startOf } from '../distribute/robot-fields.ts'
import { returned } from '../fields.ts'

export const robot = defineRobot({
  name: { ru: 'Распределить визит', en: 'Distribute the visit' },
  description: {
    ru: 'По сделке на направление, менеджер каждого выбран случайно, главный менеджер среди них, ему задача',
    en: 'A deal per direction, each manager picked at random, a main manager among them who gets the task',
  },
  documents: ['lead', 'deal'],
  settingsPage: true,
  properties: { ...poolProperties, move_to_stage: moveProperty, lead_data: callDataProperty },
  returns: {
    ...drawReturns,
    main_manager: returned.user({ ru: 'Главный менеджер', en: 'Main manager' }),
    deals: returned.numbers({ ru: 'Сделки', en: 'Deals' }),
    deal_count: returned.count({ ru: 'Количество сделок', en: 'Number of deals' }),
    task: returned.number({ ru: 'Задача', en: 'Task' }),
    outcome: returned.text({ ru: 'Итог', en: 'Outcome' }),
  },
  async run({ document, eventToken, properties, trusted = false }, ask, given) {
    // A stage is moved from where the lead was read to be.
    const data = properties.move_to_stage === '' ? readCallData(properties.lead_data) : null
    const start = { ...(await startOf(document, eventToken, properties, ask)), ...(data ? { said: { data, trusted } } : {}) }
    const plan = await distribute(start, properties.move_to_stage, ask, given)
    if ('again' in plan) return plan
    const { mainManager, ...rest } = plan.returns
    return { ...plan, returns: { ...rest, main_manager: mainManager, deal_count: rest.deals } }
  },
})
