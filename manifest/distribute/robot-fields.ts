/** Properties and returns that the robots of a distribution share. */
import type { DocumentRef } from '../../domain/ids.ts'
import type { Ask } from '../ask.ts'
import { property, returned, type ReadValues } from '../fields.ts'
import type { DistributionStart } from './pick.ts'

/** Which directions, and who may be picked. */
export const poolProperties = {
  directions: property.texts({
    name: { ru: 'Направления', en: 'Directions' },
    description: { ru: 'Пусто: из последнего отчёта о визите', en: 'Empty: those of the latest visit report' },
  }),
  skip_absent: property.yesNo({ name: { ru: 'Пропускать отсутствующих', en: 'Skip absent' }, default: true }),
  skip_clocked_out: property.yesNo({ name: { ru: 'Пропускать с завершенным рабочим днем', en: 'Skip clocked out' }, default: true }),
}

export const moveProperty = property.text({
  name: { ru: 'Затем перевести на стадию', en: 'Then move to the stage' },
  description: {
    ru: 'Код стадии. Пусто: не переводить. Смена стадии заканчивает всех роботов прежней',
    en: 'Code of the stage. Empty: leave it. Moving the stage ends all robots of the old one',
  },
})

export const drawReturns = {
  draw: returned.text({ ru: 'Выбор', en: 'Draw' }),
  managers: returned.users({ ru: 'Менеджеры', en: 'Managers' }),
  directions: returned.texts({ ru: 'Направления', en: 'Directions' }),
  unserved: returned.texts({ ru: 'Без менеджера', en: 'Unserved' }),
  record: returned.text({ ru: 'Ссылка на протокол выбора', en: 'Link to the draw record' }),
}

/** The latest report, the robot's own fields, and the portal's settings for the rest. */
export async function startOf(document: DocumentRef, eventToken: string, properties: ReadValues<typeof poolProperties>, ask: Ask): Promise<DistributionStart> {
  const report = await ask.latestReport(document)
  const settings = await ask.settings()
  return {
    document,
    report,
    directionIds: properties.directions.length > 0 ? properties.directions : (report?.directionIds ?? []),
    eventToken,
    rules: settings,
    fixed: { skipAbsent: properties.skip_absent, skipClockedOut: properties.skip_clocked_out },
  }
}
