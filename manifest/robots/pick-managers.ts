/** Picks one eligible manager for each direction; the robots after it take the draw and go on. */
import { defineRobot } from '../define.ts'
import { chainTexts } from '../distribute/chain-texts.ts'
import { nameIn, servedOf, unservedOf } from '../distribute/facts.ts'
import { pickManagers } from '../distribute/pick.ts'
import { nothingPicked, onlyReturns, pickOf } from '../distribute/returns.ts'
import { drawReturns, poolProperties, startOf } from '../distribute/robot-fields.ts'
import { texts } from '../distribute/texts.ts'
import { returned } from '../fields.ts'

export const robot = defineRobot({
  name: { ru: 'Выбрать менеджеров', en: 'Pick managers' },
  description: {
    ru: 'По одному менеджеру на направление. Дальше: «Выбрать главного менеджера», «Создать сделки», «Задача главному менеджеру»',
    en: 'One manager per direction. Next: “Choose the main manager”, “Create deals”, “Task for the main manager”',
  },
  documents: ['lead', 'deal'],
  settingsPage: true,
  properties: poolProperties,
  returns: { ...drawReturns, outcome: returned.text({ ru: 'Итог', en: 'Outcome' }) },
  async run({ document, eventToken, properties }, ask, given) {
    const picking = await pickManagers(await startOf(document, eventToken, properties, ask), ask, given)
    if (picking.state === 'refused') return onlyReturns('refused', { ...nothingPicked, outcome: 'refused' as const }, picking.log)
    if (picking.state === 'kept') {
      const { distribution } = picking.kept
      return onlyReturns('already_done', { ...pickOf(distribution, given), outcome: 'already_done' as const }, texts[given.portal.language].alreadyDone)
    }
    const { distribution, drawn } = picking
    const { outcome } = distribution
    const parts = servedOf(distribution).map(({ direction, manager }) => `${direction.name}, ${nameIn(distribution, manager)}`)
    const unserved = unservedOf(distribution)
    const log = parts.length > 0 ? chainTexts[given.portal.language].picked(parts, unserved) : texts[given.portal.language].nobody(unserved)
    return { outcome, returns: { ...pickOf(distribution, given), outcome }, effects: [], keeps: { distribution, drawn }, log }
  },
})
