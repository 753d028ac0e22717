/** `crm.enum.*`, `crm.multifield.fields`, `crm.type.list`: what the CRM's numbers mean. */
import { described } from '../../crm/field-words.ts'
import { administratorOnly, checkOrder, intranetOnly, notAllowed } from '../../crm/rights.ts'
import { filterFields } from '../../door/filter.ts'
import { method, wire } from '../../door/method.ts'
import { say } from '../../world.ts'

type Meaning = readonly [id: number, ru: string, en: string, code?: string, short?: string]

/** A list without documented codes; 0 stands for "not said". */
const meanings = (list: readonly Meaning[]) =>
  method({
    params: {},
    run: ({ world }) => ({
      result: list.map(([id, ru, en, code, short]) => ({
        ID: id,
        NAME: say(world, ru, en),
        SYMBOL_CODE: code ?? null,
        SYMBOL_CODE_SHORT: short ?? null,
      })),
    }),
  })
const unsaid: Meaning = [0, '', '']

const typeFields = ['id', 'title', 'code', 'createdBy', 'entityTypeId', 'customSectionId', 'createdTime', 'updatedTime', 'updatedBy']

export const crmEnum = {
  'crm.enum.ownertype': meanings([
    [1, 'Лид', 'Lead', 'LEAD', 'L'],
    [2, 'Сделка', 'Deal', 'DEAL', 'D'],
    [3, 'Контакт', 'Contact', 'CONTACT', 'C'],
    [4, 'Компания', 'Company', 'COMPANY', 'CO'],
    [5, 'Счёт (старая версия)', 'Invoice (old)', 'INVOICE', 'I'],
    [31, 'Счёт', 'Invoice', 'SMART_INVOICE', 'SI'],
    [7, 'Предложение', 'Quote', 'QUOTE', 'Q'],
    [8, 'Реквизиты', 'Requisites', 'REQUISITE', 'RQ'],
  ]),
  'crm.enum.activitytype': meanings([
    unsaid,
    [1, 'Встреча', 'Meeting'],
    [2, 'Звонок', 'Call'],
    [3, 'Задача', 'Task'],
    [4, 'Письмо', 'E-mail'],
    [5, 'Действие', 'Action'],
    [6, 'Пользовательское действие', 'Custom action'],
  ]),
  'crm.enum.activitystatus': meanings([
    unsaid,
    [1, 'Ожидается', 'Pending'],
    [2, 'Завершено', 'Completed'],
    [3, 'Завершено автоматически', 'Completed automatically'],
  ]),
  'crm.enum.activitypriority': meanings([unsaid, [1, 'низкая', 'low'], [2, 'средняя', 'medium'], [3, 'высокая', 'high']]),
  'crm.enum.activitydirection': meanings([unsaid, [1, 'Входящее', 'Incoming'], [2, 'Исходящее', 'Outgoing']]),
  'crm.enum.activitynotifytype': meanings([unsaid, [1, 'мин.', 'min'], [2, 'ч.', 'h'], [3, 'дн.', 'd']]),
  'crm.enum.contenttype': meanings([unsaid, [1, 'Plain text', 'Plain text'], [2, 'bbCode', 'bbCode'], [3, 'HTML', 'HTML']]),
  'crm.enum.addresstype': meanings([
    [11, 'Адрес доставки', 'Delivery address'],
    [1, 'Фактический адрес', 'Actual address'],
    [6, 'Юридический адрес', 'Legal address'],
    [4, 'Адрес регистрации', 'Registration address'],
    [8, 'Адрес для корреспонденции', 'Mailing address'],
    [9, 'Адрес бенефициара', "Beneficiary's address"],
  ]),
  'crm.enum.settings.mode': meanings([
    [1, 'Классическая CRM', 'Classic CRM'],
    [2, 'Простая CRM', 'Simple CRM'],
  ]),

  'crm.enum.getorderownertypes': method({
    params: {},
    run: ({ world }) => ({ result: [{ attribute: 'DYN', code: 'DEAL', id: 2, name: say(world, 'Сделка', 'Deal') }] }),
  }),

  'crm.enum.fields': method({
    params: {},
    run: ({ world }) => ({
      result: {
        ID: described('int', 'ID', { readOnly: true }),
        NAME: described('string', say(world, 'Название', 'Name'), { readOnly: true }),
        SYMBOL_CODE: described('string', say(world, 'Символьный код', 'Code'), { readOnly: true }),
        SYMBOL_CODE_SHORT: described('string', say(world, 'Короткий код', 'Short code'), { readOnly: true }),
      },
    }),
  }),

  'crm.multifield.fields': method({
    params: {},
    run: ({ world }) => ({
      result: {
        ID: described('int', 'ID', { readOnly: true }),
        TYPE_ID: described('string', say(world, 'Вид', 'Kind'), { readOnly: true }),
        VALUE: described('string', say(world, 'Значение', 'Value')),
        VALUE_TYPE: described('string', say(world, 'Тип значения', 'Type of the value')),
      },
    }),
  }),

  /** This portal has no smart processes. */
  'crm.type.list': method({
    params: { order: wire.map.optional(), filter: wire.map.optional(), start: wire.int.optional() },
    run(call, { order = {}, filter = {} }) {
      intranetOnly(call)
      administratorOnly(call)
      const known = (name: string) => typeFields.includes(name) || /^is[A-Z]\w+Enabled$/.test(name)
      for (const name of filterFields(filter)) if (!known(name)) throw notAllowed('filter', name)
      checkOrder(order, known)
      return { result: { types: [] }, total: 0 }
    },
  }),
}
