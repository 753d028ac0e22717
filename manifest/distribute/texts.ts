/** Sentences that a distribution writes into the portal, in the portal's language. Names that people typed stay as they are. */
import type { Client } from '../../domain/distribution.ts'
import type { AnswerValue } from '../../domain/question.ts'
import type { FailureReason } from '../../domain/visit-facts.ts'

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

/** As a person reads it; a date stands as that language writes it in figures. */
const answerIn =
  (yes: string, no: string, date: (year: string, month: string, day: string) => string) =>
  (value: AnswerValue): string => {
    if (typeof value === 'boolean') return value ? yes : no
    const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(String(value)) ?? []
    return year && month && day ? date(year, month, day) : Array.isArray(value) ? value.join(', ') : String(value)
  }

const reasonsRu: Record<FailureReason, string> = { nobody_there: 'клиента нет на месте', no_entry: 'закрыто, не пустили', changed_mind: 'клиент передумал', no_time: 'не хватило времени', other: 'другая причина' }
const reasonsEn: Record<FailureReason, string> = { nobody_there: 'the client was not there', no_entry: 'closed, no entry', changed_mind: 'the client changed their mind', no_time: 'there was no time', other: 'another reason' }

const ru = {
  answer: answerIn('да', 'нет', (year, month, day) => `${day}.${month}.${year}`),
  dealTitle: (direction: string, client: string) => `${direction}: ${client}`,
  taskTitle: (client: string) => `Довести до закрытия сделки клиента: ${client}`,
  checklistItem: (direction: string, manager: string) => `${direction}, ${manager}: сделка №`,
  whyLink: 'Почему эти менеджеры',
  reportLink: 'Отчёт о визите',
  notTaken: (representative: string, reason: FailureReason, comment: string) =>
    lines(`Визит не состоялся: ${reasonsRu[reason]}`, `Представитель: ${representative}`, comment !== '' && `Комментарий: ${comment}`),
  notTakenShort: (reason: FailureReason) => `Визит не состоялся: ${reasonsRu[reason]}.`,
  photosLink: 'Фото с визита',
  signature: 'Подпись клиента',
  photosAttached: (come: number, all: number) => (come === all ? `Фото с визита: ${all}, все в карточке.` : `Фото с визита: в карточке ${come} из ${all}, остальные ещё на телефоне.`),
  recordLink: { lead: 'Лид клиента', deal: 'Сделка, с которой начался визит' },
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
  undone: 'Распределение этого визита отменил администратор. Выбрать менеджеров повторно можно в журнале Fairlead.',
  noReport: {
    lead: 'По этому лиду нет отчёта о визите, а в роботе не указаны направления. Дождитесь отчёта или заполните поле «Направления».',
    deal: 'По этой сделке нет отчёта о визите, а в роботе не указаны направления. Дождитесь отчёта или заполните поле «Направления».',
  },
  noDirections: 'Направления ещё не настроены. Откройте панель Fairlead, раздел «Направления».',
  unknownDirection: (id: string) => `Направления ${id} нет или оно в архиве. Укажите действующее направление.`,
  recordGone: {
    lead: 'Лид не прочитан: его нет или приложению он не доступен.',
    deal: 'Сделка не прочитана: её нет или приложению она не доступна.',
  },
  ownDeal: 'Эту сделку создал Fairlead. Из неё ничего не распределяется: новые сделки запускали бы робота снова и снова. Уберите робота с этой стадии.',
  severalFound: (found: readonly { readonly kind: 'contact' | 'company'; readonly id: number }[]) =>
    found.map(({ kind, id }) => (kind === 'contact' ? `Контактов с этим телефоном или e-mail несколько: взят № ${id}.` : `Компаний с этим телефоном или e-mail несколько: взята № ${id}.`)).join(' '),
  loadsUnread: 'Портал не сообщил, сколько у сотрудников открытых сделок, поэтому выбор не сделан. В настройках можно считать загрузку по распределениям Fairlead.',
  peopleUnread: 'Портал не назвал сотрудников, поэтому выбор не сделан. Проверьте право user_brief и запустите робота снова.',
}

const en: typeof ru = {
  answer: answerIn('yes', 'no', (year, month, day) => `${year}-${month}-${day}`),
  dealTitle: (direction, client) => `${direction}: ${client}`,
  taskTitle: (client) => `See the client's deals through to closing: ${client}`,
  checklistItem: (direction, manager) => `${direction}, ${manager}: deal No.`,
  whyLink: 'Why these managers',
  reportLink: 'Visit report',
  notTaken: (representative, reason, comment) =>
    lines(`The visit did not take place: ${reasonsEn[reason]}`, `Representative: ${representative}`, comment !== '' && `Comment: ${comment}`),
  notTakenShort: (reason) => `The visit did not take place: ${reasonsEn[reason]}.`,
  photosLink: 'Photos of the visit',
  signature: 'Signature of the client',
  photosAttached: (come, all) => (come === all ? `Photos of the visit: ${all}, all in the card.` : `Photos of the visit: ${come} of ${all} in the card, the others are still on the phone.`),
  recordLink: { lead: "The client's lead", deal: 'The deal that the visit began with' },
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
  undone: 'An administrator has undone the distribution of this visit. Managers can be selected again from Fairlead’s journal.',
  noReport: {
    lead: 'This lead has no visit report and the robot names no directions. Wait for the report or fill in “Directions”.',
    deal: 'This deal has no visit report and the robot names no directions. Wait for the report or fill in “Directions”.',
  },
  noDirections: "Directions are not set up yet. Open Fairlead's panel, section “Directions”.",
  unknownDirection: (id) => `There is no direction ${id}, or it is archived. Name a current one.`,
  recordGone: {
    lead: 'The lead was not read: it is gone or not accessible to the app.',
    deal: 'The deal was not read: it is gone or not accessible to the app.',
  },
  ownDeal: 'Fairlead made this deal. Nothing is distributed from it: new deals would start the rule again and again. Take the rule off this stage.',
  severalFound: (found) =>
    found.map(({ kind, id }) => `Several ${kind === 'contact' ? 'contacts' : 'companies'} have this phone or e-mail: No. ${id} was taken.`).join(' '),
  loadsUnread: 'The portal did not say how many open deals people have, so nobody was picked. The settings can count the load by Fairlead’s own distributions.',
  peopleUnread: 'The portal did not name its people, so nobody was picked. Check the scope user_brief and start the robot again.',
}

export const texts = { ru, en }
export type Texts = typeof ru
