/** Chooses the main manager among the people that a draw has picked. */
import { defineRobot } from '../define.ts'
import { chooseMain, drawNamed, drawProperty } from '../distribute/chain.ts'
import { returned } from '../fields.ts'

export const robot = defineRobot({
  name: { ru: 'Выбрать главного менеджера', en: 'Choose the main manager' },
  description: { ru: 'Один из выбранных менеджеров, как настроено в панели', en: 'One of the managers who were picked, as set in the panel' },
  documents: ['lead', 'deal'],
  properties: { draw: drawProperty },
  returns: {
    main_manager: returned.user({ ru: 'Главный менеджер', en: 'Main manager' }),
    outcome: returned.text({ ru: 'Итог', en: 'Outcome' }),
  },
  async run({ document, properties }, ask, given) {
    const plan = await chooseMain(await drawNamed(properties.draw, document, ask), ask, given)
    const { mainManager, outcome } = plan.returns
    return { ...plan, returns: { main_manager: mainManager, outcome } }
  },
})
