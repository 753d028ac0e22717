/** `tasks.task.getFields`: every field of a task with its kind and title. */
import { method } from '../../door/method.ts'
import type { Language } from '../../state/state.ts'

type Title = readonly [ru: string, en: string] | null
type Extra = Readonly<{ required?: true; primary?: true; default?: unknown; values?: 'yes' | 'status' | 'priority' | 'mark' | readonly string[] }>
type Field = readonly [name: string, type: string, title: Title, extra?: Extra]

const values: Readonly<Record<'yes' | 'status' | 'priority' | 'mark', Readonly<Record<string, readonly [ru: string, en: string]>>>> = {
  yes: { Y: ['Да', 'Yes'], N: ['Нет', 'No'] },
  status: {
    2: ['Ждёт выполнения', 'Pending'],
    3: ['Выполняется', 'In progress'],
    4: ['Ожидает контроля', 'Awaiting control'],
    5: ['Завершена', 'Completed'],
    6: ['Отложена', 'Deferred'],
  },
  priority: { 2: ['Высокий', 'High'], 1: ['Средний', 'Medium'], 0: ['Низкий', 'Low'] },
  mark: { N: ['Отрицательная', 'Negative'], P: ['Положительная', 'Positive'] },
}

const yes = (name: string, title: Title = null): Field => [name, 'enum', title, { values: 'yes', default: 'N' }]
const moment = (name: string, title: Title = null): Field => [name, 'datetime', title, { default: null }]
const number = (name: string, title: Title = null, initial: unknown = null): Field => [name, 'integer', title, { default: initial }]

const fields: readonly Field[] = [
  ['ID', 'integer', ['ID', 'ID'], { primary: true }],
  number('PARENT_ID', ['ID базовой задачи', 'Parent task ID'], 0),
  ['TITLE', 'string', ['Название', 'Name'], { required: true }],
  ['DESCRIPTION', 'string', ['Описание', 'Description']],
  ['MARK', 'enum', ['Оценка', 'Rating'], { values: 'mark', default: null }],
  ['PRIORITY', 'enum', ['Приоритет', 'Priority'], { values: 'priority', default: 1 }],
  ['STATUS', 'enum', ['Статус', 'Status'], { values: 'status', default: 2 }],
  yes('MULTITASK', ['Множественная задача', 'Multiple task']),
  yes('NOT_VIEWED'),
  yes('REPLICATE', ['Повторяемая задача', 'Recurring task']),
  number('GROUP_ID', ['Проект', 'Project'], 0),
  number('STAGE_ID', ['Стадия', 'Stage'], 0),
  number('SPRINT_ID', ['Спринт', 'Sprint'], 0),
  number('BACKLOG_ID', ['Бэклог', 'Backlog'], 0),
  ['CREATED_BY', 'integer', ['Постановщик', 'Created by'], { required: true }],
  moment('CREATED_DATE'),
  ['RESPONSIBLE_ID', 'integer', ['Исполнитель', 'Responsible'], { required: true }],
  ['ACCOMPLICES', 'array', null],
  ['AUDITORS', 'array', null],
  number('CHANGED_BY', ['Изменил', 'Changed by']),
  moment('CHANGED_DATE', ['Дата изменения', 'Changed on']),
  number('STATUS_CHANGED_BY', ['Изменил статус', 'Status changed by']),
  moment('STATUS_CHANGED_DATE', ['Дата изменения статуса', 'Status changed on']),
  number('CLOSED_BY', ['Закрыл задачу', 'Closed by']),
  moment('CLOSED_DATE', ['Дата закрытия', 'Closed on']),
  moment('ACTIVITY_DATE'),
  moment('DATE_START', ['Дата начала', 'Started on']),
  moment('DEADLINE', ['Крайний срок', 'Deadline']),
  moment('START_DATE_PLAN', ['Плановое начало', 'Planned start']),
  moment('END_DATE_PLAN', ['Плановое завершение', 'Planned end']),
  ['GUID', 'string', ['GUID', 'GUID'], { default: null }],
  ['XML_ID', 'string', ['XML_ID', 'XML_ID'], { default: null }],
  number('COMMENTS_COUNT', ['Кол-во комментариев', 'Comments'], 0),
  number('SERVICE_COMMENTS_COUNT', null, 0),
  number('NEW_COMMENTS_COUNT', ['Кол-во новых комментариев', 'New comments'], 0),
  yes('ALLOW_CHANGE_DEADLINE'),
  yes('ALLOW_TIME_TRACKING'),
  yes('TASK_CONTROL', ['Принять работу', 'Check the work']),
  yes('ADD_IN_REPORT', ['Добавить в отчет', 'Add to report']),
  yes('FORKED_BY_TEMPLATE_ID', ['Создано из шаблона', 'Made from template']),
  number('TIME_ESTIMATE', ['Затраченное время', 'Time estimate']),
  number('TIME_SPENT_IN_LOGS', ['Затраченное время из истории изменений', 'Time spent']),
  yes('MATCH_WORK_TIME', ['Пропустить выходные дни', 'Skip days off']),
  number('FORUM_TOPIC_ID', ['FORUM_TOPIC_ID', 'FORUM_TOPIC_ID']),
  number('FORUM_ID', ['FORUM_ID', 'FORUM_ID']),
  ['SITE_ID', 'string', ['SITE_ID', 'SITE_ID']],
  yes('SUBORDINATE', ['Задача подчиненного', "Subordinate's task"]),
  yes('FAVORITE', ['Избранное', 'Favorite']),
  moment('EXCHANGE_MODIFIED', ['EXCHANGE_MODIFIED', 'EXCHANGE_MODIFIED']),
  number('EXCHANGE_ID', ['EXCHANGE_ID', 'EXCHANGE_ID']),
  number('OUTLOOK_VERSION', ['OUTLOOK_VERSION', 'OUTLOOK_VERSION']),
  moment('VIEWED_DATE'),
  ['SORTING', 'double', ['Индекс сортировки', 'Sort index']],
  number('DURATION_PLAN', ['Затрачено (план)', 'Planned duration']),
  number('DURATION_FACT', ['Затрачено (фактически)', 'Actual duration']),
  ['CHECKLIST', 'array', null],
  ['DURATION_TYPE', 'enum', ['DURATION_TYPE', 'DURATION_TYPE'], { values: ['secs', 'mins', 'hours', 'days', 'weeks', 'monts', 'years'], default: 'days' }],
  yes('IS_MUTED'),
  yes('IS_PINNED'),
  yes('IS_PINNED_IN_GROUP'),
  number('FLOW_ID', ['Поток', 'Flow']),
  ['UF_CRM_TASK', 'crm', null],
  ['UF_TASK_WEBDAV_FILES', 'disk_file', null],
  ['UF_MAIL_MESSAGE', 'mail_message', null],
]

function described([, type, title, extra = {}]: Field, language: Language): Record<string, unknown> {
  const word = (pair: readonly [ru: string, en: string]) => pair[language === 'ru' ? 0 : 1]
  const choice = typeof extra.values === 'string' ? values[extra.values] : null
  return {
    title: title && word(title),
    type,
    ...extra,
    ...(choice ? { values: Object.fromEntries(Object.entries(choice).map(([key, pair]) => [key, word(pair)])) } : {}),
  }
}

export const taskNames = {
  'tasks.task.getFields': method({
    params: {},
    run: ({ world }) => ({ result: { fields: Object.fromEntries(fields.map((field) => [field[0], described(field, world.language)])) } }),
  }),
}
