/** Scopes, and what each lets an application do in one plain line for the market's page. */
import type { Language } from '../state/state.ts'

/** Scopes that this portal knows; an administrator's webhook has them all. */
export const allScopes = [
  ...['crm', 'bizproc', 'placement', 'task', 'im', 'user', 'user_basic', 'user_brief', 'user.userfield'],
  ...['department', 'calendar', 'timeman', 'disk', 'telephony'],
] as const

const names: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  crm: { ru: 'читать лиды и создавать сделки', en: 'read leads and create deals' },
  bizproc: { ru: 'добавлять своих роботов', en: 'add its own automation rules' },
  placement: { ru: 'показывать свои вкладки в карточках', en: 'show its own tabs in cards' },
  task: { ru: 'ставить задачи менеджерам', en: 'give tasks to managers' },
  im: { ru: 'присылать уведомления', en: 'send notifications' },
  user_brief: { ru: 'видеть имена и отделы сотрудников', en: "see people's names and departments" },
  department: { ru: 'видеть структуру компании', en: 'see the company structure' },
  calendar: { ru: 'знать, кто отсутствует', en: 'know who is away' },
  timeman: { ru: 'знать, у кого открыт рабочий день', en: 'know whose working day is open' },
  disk: { ru: 'хранить фотографии', en: 'keep photos' },
}

export const scopeName = (code: string, language: Language): string => names[code]?.[language] ?? code
