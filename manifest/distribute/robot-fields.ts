/** Properties and returns that the robots of a distribution share. */
import { callTemplate } from '../../domain/call-data.ts'
import type { DocumentRef } from '../../domain/ids.ts'
import type { Ask } from '../ask.ts'
import { property, returned, type ReadValues } from '../fields.ts'
import type { DistributionStart } from './pick.ts'

/** Which directions, and who may be picked. */
export const poolProperties = {
  directions: property.texts({
    name: { ru: 'Направления', en: 'Directions', pl: 'Kierunki' },
    description: { ru: 'Пусто: из последнего отчёта о визите', en: 'Empty: those of the latest visit report', pl: 'Puste: z ostatniego raportu z wizyty' },
  }),
  skip_absent: property.yesNo({ name: { ru: 'Пропускать отсутствующих', en: 'Skip absent', pl: 'Pomijać nieobecnych' }, default: true }),
  skip_clocked_out: property.yesNo({ name: { ru: 'Пропускать с завершенным рабочим днем', en: 'Skip clocked out', pl: 'Pomijać tych z zamkniętym dniem pracy' }, default: true }),
}

export const moveProperty = property.text({
  name: { ru: 'Затем перевести на стадию', en: 'Then move to the stage', pl: 'Potem przenieś na etap' },
  description: {
    ru: 'Код стадии. Пусто: не переводить. Смена стадии заканчивает всех роботов прежней',
    en: 'Code of the stage. Empty: leave it. Moving the stage ends all robots of the old one',
    pl: 'Kod etapu. Puste: bez zmiany. Zmiana etapu kończy wszystkie reguły poprzedniego',
  },
})

/** What the lead says, so that it need not be read; a deal's client is a list that no text is known for. */
export const callDataProperty = property.template(
  {
    name: {
      ru: 'Брать клиента и название из самого вызова: на один запрос меньше',
      en: 'Take client and title from the call: one request fewer',
      pl: 'Bierz klienta i tytuł z wywołania: o jedno zapytanie mniej',
    },
    description: {
      ru: 'Если никого не пропускать, стадию не менять, отчёта нет и в лиде есть всё: контакт, имя, телефон, e-mail, адрес. Иначе лид читается',
      en: 'Where nobody is skipped, the stage stays, there is no report, and the lead has contact, name, phone, e-mail and address. Else the lead is read',
      pl: 'Gdy nikt nie jest pomijany, etap zostaje, nie ma raportu, a lead ma kontakt, imię, telefon, e-mail i adres. Inaczej lead jest czytany',
    },
  },
  callTemplate,
  'lead',
)

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
