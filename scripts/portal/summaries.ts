/** Plain words for the inspector: what a call was about, beside the method's name. */
import type { Language } from './state.ts'

const words: Readonly<Record<string, readonly [ru: string, en: string]>> = {
  profile: ['кто спрашивает', 'who asks'],
  'app.info': ['сведения о приложении', 'about the application'],
  scope: ['права приложения', 'rights of the application'],
  'server.time': ['время портала', "the portal's time"],
  'user.current': ['текущий сотрудник', 'the current user'],
  'user.get': ['сотрудники', 'people'],
  'department.get': ['отделы', 'departments'],
  'calendar.accessibility.get': ['кто отсутствует', 'who is away'],
  'timeman.status': ['рабочий день', 'working day'],
  'crm.lead.get': ['лид', 'lead'],
  'crm.item.get': ['запись CRM', 'CRM record'],
  'crm.item.list': ['записи CRM', 'CRM records'],
  'crm.item.add': ['новая запись CRM', 'new CRM record'],
  'crm.item.update': ['изменение записи CRM', 'change of a CRM record'],
  'crm.address.list': ['адреса', 'addresses'],
  'crm.duplicate.findbycomm': ['поиск дубликатов', 'search for duplicates'],
  'crm.category.list': ['воронки', 'pipelines'],
  'crm.status.list': ['стадии', 'stages'],
  'crm.timeline.comment.add': ['комментарий', 'comment'],
  'crm.timeline.comment.list': ['комментарии', 'comments'],
  'tasks.task.add': ['новая задача', 'new task'],
  'tasks.task.list': ['задачи', 'tasks'],
  'task.checklistitem.add': ['пункт чек-листа', 'checklist item'],
  'task.checklistitem.getlist': ['чек-лист', 'checklist'],
  'im.notify.system.add': ['уведомление', 'notification'],
  'bizproc.event.send': ['ответ роботу', 'reply to a robot'],
  'bizproc.robot.add': ['регистрация робота', 'registration of a robot'],
  'bizproc.robot.update': ['обновление робота', 'update of a robot'],
  'bizproc.robot.delete': ['удаление робота', 'removal of a robot'],
  'bizproc.robot.list': ['роботы приложения', 'robots of the application'],
  'placement.bind': ['регистрация вкладки', 'registration of a tab'],
  'placement.unbind': ['удаление вкладки', 'removal of a tab'],
  'placement.get': ['вкладки приложения', 'tabs of the application'],
  'event.bind': ['подписка на событие', 'subscription to an event'],
  'event.unbind': ['отписка от события', 'end of a subscription'],
  'event.get': ['подписки на события', 'subscriptions to events'],
}

const kinds: Readonly<Record<string, readonly [ru: string, en: string]>> = {
  1: ['лид', 'lead'],
  2: ['сделка', 'deal'],
  3: ['контакт', 'contact'],
  4: ['компания', 'company'],
}

const commandsRu = (count: number): string => {
  const [ten, hundred] = [count % 10, count % 100]
  if (ten === 1 && hundred !== 11) return 'команда'
  return ten >= 2 && ten <= 4 && (hundred < 12 || hundred > 14) ? 'команды' : 'команд'
}

export function summaryOf(language: Language, method: string, params: Readonly<Record<string, unknown>>): string {
  const index = language === 'ru' ? 0 : 1
  const kind = kinds[String(params['entityTypeId'] ?? '')]
  const id = params['id'] ?? params['ID']
  if (method.toLowerCase().startsWith('crm.item.') && kind) {
    const verb = { get: ['', ''], list: ['поиск: ', 'search: '], add: ['новая запись: ', 'new: '], update: ['изменение: ', 'change: '] }[
      method.split('.')[2] ?? ''
    ] ?? ['', '']
    return `${verb[index]}${kind[index]}${id === undefined ? '' : ` ${String(id)}`}`
  }
  const found = words[method.toLowerCase()]?.[index] ?? ''
  return method.toLowerCase() === 'crm.lead.get' && id !== undefined ? `${found} ${String(id)}` : found
}

export function batchSummary(language: Language, count: number, writes: boolean): string {
  if (language === 'ru') return `${writes ? 'запись' : 'чтение'}: ${count} ${commandsRu(count)}`
  return `${writes ? 'writing' : 'reading'}: ${count} ${count === 1 ? 'command' : 'commands'}`
}
