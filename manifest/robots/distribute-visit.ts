/** Distributes a visit in one step: a manager per direction, a main one among them, a deal each, one task. */
import { defineRobot } from '../define.ts'
import { distribute } from '../distribute/distribute.ts'
import { property, returned } from '../fields.ts'

export const robot = defineRobot({
  name: { ru: 'Распределить визит', en: 'Distribute the visit' },
  description: {
    ru: 'По сделке на направление, менеджер каждого выбран случайно, главный менеджер среди них, ему задача',
    en: 'A deal per direction, each manager picked at random, a main manager among them who gets the task',
  },
  documents: ['lead'],
  properties: {
    directions: property.texts({
      name: { ru: 'Направления', en: 'Directions' },
      description: { ru: 'Пусто: из последнего отчёта о визите', en: 'Empty: those of the latest visit report' },
    }),
    skip_absent: property.yesNo({ name: { ru: 'Пропускать отсутствующих', en: 'Skip absent' }, default: true }),
    skip_clocked_out: property.yesNo({ name: { ru: 'Пропускать с завершенным рабочим днем', en: 'Skip clocked out' }, default: true }),
    move_to_stage: property.text({
      name: { ru: 'Затем перевести лид на стадию', en: 'Then move the lead to the stage' },
      description: {
        ru: 'Код стадии. Пусто: не переводить. Смена стадии заканчивает всех роботов прежней',
        en: 'Code of the stage. Empty: leave it. Moving the stage ends all robots of the old one',
      },
    }),
  },
  returns: {
    draw: returned.text({ ru: 'Выбор', en: 'Draw' }),
    managers: returned.users({ ru: 'Менеджеры', en: 'Managers' }),
    directions: returned.texts({ ru: 'Направления', en: 'Directions' }),
    unserved: returned.texts({ ru: 'Без менеджера', en: 'Unserved' }),
    main_manager: returned.user({ ru: 'Главный менеджер', en: 'Main manager' }),
    deals: returned.numbers({ ru: 'Сделки', en: 'Deals' }),
    deal_count: returned.count({ ru: 'Количество сделок', en: 'Number of deals' }),
    task: returned.number({ ru: 'Задача', en: 'Task' }),
    outcome: returned.text({ ru: 'Итог', en: 'Outcome' }),
  },
  async run({ document, eventToken, properties }, ask, given) {
    const report = await ask.latestReport(document)
    const settings = await ask.settings()
    const plan = await distribute(
      {
        document,
        report,
        directionIds: properties.directions.length > 0 ? properties.directions : (report?.directionIds ?? []),
        eventToken,
        rules: { ...settings, skipAbsent: properties.skip_absent, skipClockedOut: properties.skip_clocked_out },
        moveTo: properties.move_to_stage,
      },
      ask,
      given,
    )
    if ('again' in plan) return plan
    const { mainManager, ...rest } = plan.returns
    return { ...plan, returns: { ...rest, main_manager: mainManager, deal_count: rest.deals } }
  },
})
