/** Words for the inspector: the things that calls are about, counted in both languages, and phrases where nothing is counted. */
import type { Language } from '../state/state.ts'

export type Texts = Readonly<Record<Language, string>>

/** Commands `from` to `to` of a batch, counted from 1. */
export interface Line {
  readonly from: number
  readonly to: number
  readonly summary: Texts
}

export interface Noun {
  readonly ru: readonly [one: string, few: string, many: string]
  readonly en: readonly [one: string, many: string]
  /** Russian says "two" differently of them. */
  readonly feminine?: true
}

export const nouns = {
  lead: { ru: ['лид', 'лида', 'лидов'], en: ['lead', 'leads'] },
  deal: { ru: ['сделка', 'сделки', 'сделок'], en: ['deal', 'deals'], feminine: true },
  contact: { ru: ['контакт', 'контакта', 'контактов'], en: ['contact', 'contacts'] },
  company: { ru: ['компания', 'компании', 'компаний'], en: ['company', 'companies'], feminine: true },
  record: { ru: ['запись CRM', 'записи CRM', 'записей CRM'], en: ['CRM record', 'CRM records'], feminine: true },
  task: { ru: ['задача', 'задачи', 'задач'], en: ['task', 'tasks'], feminine: true },
  item: { ru: ['пункт чек-листа', 'пункта чек-листа', 'пунктов чек-листа'], en: ['checklist item', 'checklist items'] },
  comment: { ru: ['комментарий', 'комментария', 'комментариев'], en: ['comment', 'comments'] },
  notification: { ru: ['уведомление', 'уведомления', 'уведомлений'], en: ['notification', 'notifications'] },
  robot: { ru: ['робот', 'робота', 'роботов'], en: ['robot', 'robots'] },
  tab: { ru: ['вкладка', 'вкладки', 'вкладок'], en: ['tab', 'tabs'], feminine: true },
  person: { ru: ['сотрудник', 'сотрудника', 'сотрудников'], en: ['person', 'people'] },
  event: { ru: ['событие', 'события', 'событий'], en: ['event', 'events'] },
  reply: { ru: ['ответ роботу', 'ответа роботам', 'ответов роботам'], en: ['reply to a robot', 'replies to robots'] },
  trigger: { ru: ['триггер', 'триггера', 'триггеров'], en: ['trigger', 'triggers'] },
  workflow: { ru: ['запуск роботов', 'запуска роботов', 'запусков роботов'], en: ['run of robots', 'runs of robots'] },
  command: { ru: ['команда', 'команды', 'команд'], en: ['command', 'commands'], feminine: true },
} as const satisfies Record<string, Noun>

const rules = new Intl.PluralRules('ru')
const small = {
  ru: ['', '', 'два', 'три', 'четыре', 'пять', 'шесть', 'семь', 'восемь', 'девять'],
  en: ['', '', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
} as const

export function nounFor(language: Language, noun: Noun, count: number): string {
  if (language === 'en') return noun.en[count === 1 ? 0 : 1]
  const rule = rules.select(count)
  return noun.ru[rule === 'one' ? 0 : rule === 'few' ? 1 : 2]
}

/** `сделка`, `две сделки`, `три сделки`, `12 сделок`; one of a thing is said without a number. */
export function counted(language: Language, noun: Noun, count: number): string {
  const word = nounFor(language, noun, count)
  if (count === 1) return word
  const number = language === 'ru' && count === 2 && noun.feminine ? 'две' : small[language][count] || String(count)
  return `${number} ${word}`
}

/** What a call is about where there is nothing to count. */
export const phrases: Readonly<Record<string, Texts>> = {
  profile: { ru: 'кто спрашивает', en: 'who asks' },
  'app.info': { ru: 'сведения о приложении', en: 'about the application' },
  scope: { ru: 'права приложения', en: 'rights of the application' },
  'server.time': { ru: 'время портала', en: "the portal's time" },
  'user.current': { ru: 'текущий сотрудник', en: 'the current user' },
  'user.get': { ru: 'сотрудники', en: 'people' },
  'department.get': { ru: 'отделы', en: 'departments' },
  'calendar.accessibility.get': { ru: 'кто отсутствует', en: 'who is away' },
  'crm.item.list 1': { ru: 'поиск лидов', en: 'search for leads' },
  'crm.item.list 2': { ru: 'поиск сделок', en: 'search for deals' },
  'crm.item.list 3': { ru: 'поиск контактов', en: 'search for contacts' },
  'crm.item.list 4': { ru: 'поиск компаний', en: 'search for companies' },
  'crm.address.list': { ru: 'адреса', en: 'addresses' },
  'crm.duplicate.findbycomm': { ru: 'поиск дубликатов', en: 'search for duplicates' },
  'crm.category.list': { ru: 'воронки', en: 'pipelines' },
  'crm.item.fields 1': { ru: 'поля лидов', en: 'fields of leads' },
  'crm.item.fields 2': { ru: 'поля сделок', en: 'fields of deals' },
  'crm.status.list': { ru: 'стадии', en: 'stages' },
  'crm.timeline.comment.list': { ru: 'комментарии', en: 'comments' },
  'crm.activity.list': { ru: 'дела', en: 'activities' },
  'tasks.task.list': { ru: 'задачи', en: 'tasks' },
  'task.checklistitem.getlist': { ru: 'чек-лист', en: 'checklist' },
  'bizproc.robot.list': { ru: 'роботы приложения', en: 'robots of the application' },
  'crm.settings.mode.get': { ru: 'режим CRM: с лидами или без', en: 'mode of the CRM: with leads or without' },
  'crm.automation.trigger.list': { ru: 'триггеры приложения', en: 'triggers of the application' },
  'bizproc.workflow.instances': { ru: 'работающие роботы', en: 'running robots' },
  'bizproc.workflow.instance.list': { ru: 'работающие роботы', en: 'running robots' },
  'placement.get': { ru: 'вкладки приложения', en: 'tabs of the application' },
  'event.get': { ru: 'подписки на события', en: 'subscriptions to events' },
  'oauth/token': { ru: 'обмен токена', en: 'exchange of a token' },
}

/** What is done to a thing, where the noun alone would not say it. */
export const deeds: Readonly<Record<string, Texts>> = {
  'timeman.status': { ru: 'рабочий день', en: 'working day' },
  'crm.item.update': { ru: 'изменение', en: 'change' },
  'crm.item.delete': { ru: 'удаление', en: 'removal' },
  'tasks.task.update': { ru: 'изменение', en: 'change' },
  'tasks.task.complete': { ru: 'завершение', en: 'completion' },
  'tasks.task.renew': { ru: 'возобновление', en: 'reopening' },
  'tasks.task.delete': { ru: 'удаление', en: 'removal' },
  'task.checklistitem.complete': { ru: 'отметка', en: 'tick' },
  'task.checklistitem.renew': { ru: 'снятие отметки', en: 'tick taken back' },
  'task.checklistitem.delete': { ru: 'удаление', en: 'removal' },
  'crm.automation.trigger.add': { ru: 'регистрация', en: 'registration' },
  'crm.automation.trigger.delete': { ru: 'удаление', en: 'removal' },
  'crm.automation.trigger.execute': { ru: 'срабатывание', en: 'firing' },
  'bizproc.workflow.terminate': { ru: 'остановка', en: 'end' },
  'bizproc.workflow.kill': { ru: 'удаление', en: 'removal' },
  'bizproc.robot.add': { ru: 'регистрация', en: 'registration' },
  'bizproc.robot.update': { ru: 'обновление', en: 'update' },
  'bizproc.robot.delete': { ru: 'удаление', en: 'removal' },
  'placement.bind': { ru: 'регистрация', en: 'registration' },
  'placement.unbind': { ru: 'удаление', en: 'removal' },
  'event.bind': { ru: 'подписка', en: 'subscription' },
  'event.unbind': { ru: 'отписка', en: 'end of a subscription' },
}
