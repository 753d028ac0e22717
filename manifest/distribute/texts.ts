/** Sentences that a distribution writes into the portal, in the portal's language. Names that people typed stay as they are. */
import type { Client } from '../../domain/distribution.ts'

export interface TextFacts {
  readonly client: Client
  readonly representative: string | null
  readonly comment: string
  /** Null while nobody was chosen. */
  readonly mainManager: string | null
  /** One per direction with a manager, in order. */
  readonly parts: readonly { readonly direction: string; readonly manager: string }[]
  readonly unserved: readonly string[]
}

const lines = (...all: readonly (string | false)[]): string => all.filter((line) => line !== false && line !== '').join('\n')

const ru = {
  dealTitle: (direction: string, client: string) => `${direction}: ${client}`,
  taskTitle: (client: string) => `Довести до закрытия сделки клиента: ${client}`,
  checklistItem: (direction: string, manager: string) => `${direction}, ${manager}: сделка №`,
  whyLink: 'Почему эти менеджеры',
  reportLink: 'Отчёт о визите',
  leadLink: 'Лид клиента',
  notice: (direction: string, client: string, main: boolean) =>
    main ? `Вы главный менеджер клиента «${client}» и ведёте «${direction}». Ваша сделка:` : `Вы ведёте «${direction}» у клиента «${client}». Ваша сделка:`,
  client: (client: Client) =>
    lines(
      client.contactName !== '' && `Контакт: ${client.contactName}`,
      client.companyTitle !== '' && `Компания: ${client.companyTitle}`,
      client.phone !== '' && `Телефон: ${client.phone}`,
      client.email !== '' && `E-mail: ${client.email}`,
      client.address !== '' && `Адрес: ${client.address}`,
    ),
  team: (facts: TextFacts) =>
    lines(
      facts.mainManager !== null && `Главный менеджер: ${facts.mainManager}`,
      ...facts.parts.map(({ direction, manager }) => `${direction}: ${manager}`),
      ...facts.unserved.map((direction) => `${direction}: пока без менеджера`),
    ),
  visit: (facts: TextFacts) =>
    lines(facts.representative !== null && `Представитель: ${facts.representative}`, facts.comment !== '' && `Комментарий: ${facts.comment}`),
  report: (representative: string, directions: readonly string[], comment: string) =>
    lines(`Представитель: ${representative}`, `Нужно клиенту: ${directions.join(', ')}`, comment !== '' && `Комментарий: ${comment}`),
  done: (count: number, main: string, unserved: readonly string[]) =>
    `Создано сделок: ${count}. Главный менеджер: ${main}.${unserved.length > 0 ? ` Без менеджера: ${unserved.join(', ')}.` : ''}`,
  nobody: (directions: readonly string[]) => `Выбрать некого: ${directions.join(', ')}. Сделок нет. Проверьте отделы направлений в панели Fairlead.`,
  alreadyDone: 'Этот визит уже распределён: возвращены первые значения, новых сделок нет.',
  noReport: 'По этому лиду нет отчёта о визите, а в роботе не указаны направления. Дождитесь отчёта или заполните поле «Направления».',
  noDirections: 'Направления ещё не настроены. Откройте панель Fairlead, раздел «Направления».',
  unknownDirection: (id: string) => `Направления ${id} нет или оно в архиве. Укажите действующее направление.`,
  leadGone: 'Лид не прочитан: его нет или приложению он не доступен.',
  peopleUnread: 'Портал не назвал сотрудников, поэтому выбор не сделан. Проверьте право user_brief и запустите робота снова.',
}

const en: typeof ru = {
  dealTitle: (direction, client) => `${direction}: ${client}`,
  taskTitle: (client) => `See the client's deals through to closing: ${client}`,
  checklistItem: (direction, manager) => `${direction}, ${manager}: deal No.`,
  whyLink: 'Why these managers',
  reportLink: 'Visit report',
  leadLink: "The client's lead",
  notice: (direction, client, main) =>
    main ? `You are the main manager of “${client}” and serve “${direction}”. Your deal:` : `You serve “${direction}” for “${client}”. Your deal:`,
  client: (client) =>
    lines(
      client.contactName !== '' && `Contact: ${client.contactName}`,
      client.companyTitle !== '' && `Company: ${client.companyTitle}`,
      client.phone !== '' && `Phone: ${client.phone}`,
      client.email !== '' && `E-mail: ${client.email}`,
      client.address !== '' && `Address: ${client.address}`,
    ),
  team: (facts) =>
    lines(
      facts.mainManager !== null && `Main manager: ${facts.mainManager}`,
      ...facts.parts.map(({ direction, manager }) => `${direction}: ${manager}`),
      ...facts.unserved.map((direction) => `${direction}: no manager yet`),
    ),
  visit: (facts) =>
    lines(facts.representative !== null && `Representative: ${facts.representative}`, facts.comment !== '' && `Comment: ${facts.comment}`),
  report: (representative, directions, comment) =>
    lines(`Representative: ${representative}`, `The client needs: ${directions.join(', ')}`, comment !== '' && `Comment: ${comment}`),
  done: (count, main, unserved) =>
    `Deals created: ${count}. Main manager: ${main}.${unserved.length > 0 ? ` Without a manager: ${unserved.join(', ')}.` : ''}`,
  nobody: (directions) => `Nobody to pick: ${directions.join(', ')}. No deals. Check the directions' departments in Fairlead's panel.`,
  alreadyDone: 'This visit was distributed before: the first values are returned, no new deals.',
  noReport: 'This lead has no visit report and the robot names no directions. Wait for the report or fill in “Directions”.',
  noDirections: "Directions are not set up yet. Open Fairlead's panel, section “Directions”.",
  unknownDirection: (id) => `There is no direction ${id}, or it is archived. Name a current one.`,
  leadGone: 'The lead was not read: it is gone or not accessible to the app.',
  peopleUnread: 'The portal did not name its people, so nobody was picked. Check the scope user_brief and start the robot again.',
}

export const texts = { ru, en }
export type Texts = typeof ru
