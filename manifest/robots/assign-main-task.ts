/** Gives the main manager the task to see the deals of a draw through to closing. */
import { defineRobot } from '../define.ts'
import { assignTask, drawNamed, drawProperty } from '../distribute/chain.ts'
import { moveProperty } from '../distribute/robot-fields.ts'
import { returned } from '../fields.ts'

export const robot = defineRobot({
  name: { ru: 'Задача главному менеджеру', en: 'Task for the main manager' },
  description: { ru: 'Со сделками выбора в чек-листе, связана с ними и с карточкой, где начался визит', en: "With the draw's deals as a checklist, bound to them and to the record that the visit began with" },
  documents: ['lead', 'deal'],
  properties: { draw: drawProperty, move_to_stage: moveProperty },
  returns: {
    task: returned.number({ ru: 'Задача', en: 'Task' }),
    outcome: returned.text({ ru: 'Итог', en: 'Outcome' }),
  },
  async run({ document, properties }, ask, given) {
    return assignTask(await drawNamed(properties.draw, document, ask), properties.move_to_stage, ask, given)
  },
})
