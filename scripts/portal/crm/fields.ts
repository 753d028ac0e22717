/** Fields of CRM records, once for both generations of methods: names, types and titles as the portal tells them, and where the value lies. */
import { iso } from '../clock.ts'
import { crmTypes } from '../state/kinds.ts'
import type { CrmType } from '../state/kinds.ts'
import type { CrmRecord, Multifield } from '../state/state.ts'
import type { World } from '../world.ts'

/** The portal's own words for types; `char` is what the older methods call a flag. */
export type FieldType =
  | ('integer' | 'string' | 'double' | 'char' | 'date' | 'datetime' | 'user' | 'location' | 'file' | 'crm_status' | 'crm_currency' | 'crm_category')
  | ('crm_lead' | 'crm_contact' | 'crm_company' | 'crm_quote')

interface More {
  /** The older methods' name, where it is not the same in capitals. */
  readonly upper?: string
  /** Absent: the value lies in the record under the field's name, or among its further fields. */
  readonly read?: (record: CrmRecord, world: World) => unknown
  readonly write?: (record: CrmRecord, value: never) => void
  readonly readOnly?: true
  /** The older methods write it once. */
  readonly once?: true
  readonly multiple?: true
  readonly deprecated?: true
  readonly statusType?: string
  /** Only one of the generations has it. */
  readonly only?: 'old' | 'item'
}
export interface Field extends More {
  readonly name: string
  readonly types: readonly CrmType[]
  readonly type: FieldType
  readonly upper: string
  readonly title: readonly [ru: string, en: string]
}

const { lead, deal, contact, company } = crmTypes
const all = [lead, deal, contact, company]
const staged = [lead, deal]
const people = [lead, contact]
const clients = [contact, company]
const spoken = [lead, contact, company]

export const upperOf = (name: string): string => name.replace(/([A-Z]|\d+)/g, '_$1').toUpperCase()
const field = (name: string, types: readonly CrmType[], type: FieldType, ru: string, en: string, more: More = {}): Field => ({
  name,
  types,
  type,
  title: [ru, en],
  ...more,
  upper: more.upper ?? upperOf(name),
})
const readOnly = true
const of = (statusType: string) => ({ statusType })

export const stageOf = ({ state }: World, record: CrmRecord) =>
  state.stages.find((stage) => stage.statusId === record.stageId && (stage.entityId === 'STATUS') === (record.type === lead))
export const semanticsOf = (world: World, record: CrmRecord): 'P' | 'S' | 'F' => stageOf(world, record)?.semantics ?? 'P'
const isClosed = (world: World, record: CrmRecord): boolean => semanticsOf(world, record) !== 'P'
const isNew = ({ state }: World, record: CrmRecord): boolean => {
  const own = state.stages.find((stage) => stage.statusId === record.stageId)
  return own !== undefined && !state.stages.some((stage) => stage.entityId === own.entityId && stage.sort < own.sort)
}

const numbersOf = (record: CrmRecord, type: Multifield['typeId'], kind?: string): string =>
  record.fm.find((one) => one.typeId === type && (!kind || one.valueType === kind))?.value ?? ''
/** Telephones and e-mails in single fields, as the newer methods repeat them. */
const compact: readonly (readonly [name: string, type: Multifield['typeId'], kind?: string])[] = [
  ...(['MOBILE', 'WORK', 'MAILING'] as const).map((kind) => [`phone${kind.charAt(0)}${kind.slice(1).toLowerCase()}`, 'PHONE', kind] as const),
  ...(['HOME', 'WORK', 'MAILING'] as const).map((kind) => [`email${kind.charAt(0)}${kind.slice(1).toLowerCase()}`, 'EMAIL', kind] as const),
  ...([['imol', 'IM', 'OPENLINE'] as const, ['email', 'EMAIL'] as const, ['phone', 'PHONE'] as const] as const),
]
/** The words that a search looks through. */
const searched = (record: CrmRecord): string =>
  [record.id, record.title, record.lastName, record.name, record.secondName, record.companyTitle, ...record.fm.map((one) => one.value), record.comments]
    .filter((word) => word !== '')
    .join(' ')
const has = (type: Multifield['typeId']) => (record: CrmRecord) => record.fm.some((one) => one.typeId === type)
const firstOf = (ids: readonly number[], id: number): number[] => (id > 0 ? [id, ...ids.filter((one) => one !== id)] : [])

const address: readonly (readonly [name: string, ru: string, en: string])[] = [
  ['address', 'Адрес', 'Address'],
  ['address2', 'Адрес (стр. 2)', 'Address (line 2)'],
  ['addressCity', 'Город', 'City'],
  ['addressPostalCode', 'Почтовый индекс', 'Postal code'],
  ['addressRegion', 'Район', 'Region'],
  ['addressProvince', 'Область', 'Province'],
  ['addressCountry', 'Страна', 'Country'],
  ['addressCountryCode', 'Код страны', 'Country code'],
  ['addressLocAddrId', 'Идентификатор адреса местоположения', 'Number of the address'],
]
const city: More = {
  read: (record) => record.city,
  write: (record, value: string) => {
    record.city = value
  },
}

export const fields: readonly Field[] = [
  field('id', all, 'integer', 'ID', 'ID', { readOnly }),
  field('title', [lead, deal, company], 'string', 'Название', 'Name'),
  field('honorific', people, 'crm_status', 'Обращение', 'Salutation', of('HONORIFIC')),
  field('name', people, 'string', 'Имя', 'First name'),
  field('secondName', people, 'string', 'Отчество', 'Second name'),
  field('lastName', people, 'string', 'Фамилия', 'Last name'),
  field('photo', [contact], 'file', 'Фотография', 'Photo'),
  field('birthdate', people, 'date', 'Дата рождения', 'Date of birth'),
  field('companyTitle', [lead], 'string', 'Название компании', 'Company name'),
  field('typeId', [deal], 'crm_status', 'Тип', 'Type', of('DEAL_TYPE')),
  field('typeId', [contact], 'crm_status', 'Тип контакта', 'Contact type', of('CONTACT_TYPE')),
  field('typeId', [company], 'crm_status', 'Тип компании', 'Company type', { ...of('COMPANY_TYPE'), upper: 'COMPANY_TYPE' }),
  field('logo', [company], 'file', 'Логотип', 'Logo'),
  field('industry', [company], 'crm_status', 'Сфера деятельности', 'Industry', of('INDUSTRY')),
  field('employees', [company], 'crm_status', 'Кол-во сотрудников', 'Employees', of('EMPLOYEES')),
  field('revenue', [company], 'double', 'Годовой оборот', 'Annual revenue', { read: (record) => record.more['revenue'] ?? 0 }),
  field('isMyCompany', [company], 'char', 'Моя компания', 'My company'),
  field('bankingDetails', [company], 'string', 'Банковские реквизиты', 'Banking details'),
  field('sourceId', [lead, deal, contact], 'crm_status', 'Источник', 'Source', of('SOURCE')),
  field('sourceDescription', [lead, deal, contact], 'string', 'Дополнительно об источнике', 'More about the source'),
  field('categoryId', [deal], 'crm_category', 'Воронка', 'Pipeline', { once: true }),
  field('stageId', [lead], 'crm_status', 'Стадия', 'Stage', { ...of('STATUS'), upper: 'STATUS_ID' }),
  field('stageId', [deal], 'crm_status', 'Стадия сделки', 'Deal stage', of('DEAL_STAGE')),
  field('statusDescription', [lead], 'string', 'Дополнительно о стадии', 'More about the stage'),
  field('stageSemanticId', [lead], 'string', 'Состояние статуса', 'State', {
    readOnly,
    upper: 'STATUS_SEMANTIC_ID',
    read: (record, world) => semanticsOf(world, record),
  }),
  field('stageSemanticId', [deal], 'string', 'Группа стадии', 'Stage group', { readOnly, read: (record, world) => semanticsOf(world, record) }),
  field('isNew', [deal], 'char', 'Новая сделка', 'New deal', { readOnly, read: (record, world) => isNew(world, record) }),
  field('isRecurring', [deal], 'char', 'Регулярная сделка', 'Recurring deal'),
  field('isReturnCustomer', [lead], 'char', 'Повторный лид', 'Repeat lead', { readOnly, read: (record) => record.returning }),
  field('isReturnCustomer', [deal], 'char', 'Повторная сделка', 'Repeat deal', { read: (record) => record.returning, write: (record, yes: boolean) => (record.returning = yes) }),
  field('isRepeatedApproach', [deal], 'char', 'Повторное обращение', 'Repeated approach'),
  field('probability', [deal], 'integer', 'Вероятность', 'Probability'),
  field('post', people, 'string', 'Должность', 'Position'),
  ...address.map(([name, ru, en]) => field(name, spoken, 'string', ru, en, { only: 'old', ...(name === 'addressCity' ? city : {}) })),
  field('addressLegal', [company], 'string', 'Юридический адрес', 'Legal address', { only: 'old' }),
  ...address.map(([name, ru, en]) => field(`reg_${name}`, [company], 'string', `Юридический адрес: ${ru}`, `Legal address: ${en}`, { only: 'old' })),
  field('currencyId', [lead, deal, company], 'crm_currency', 'Валюта', 'Currency'),
  field('opportunity', staged, 'double', 'Сумма', 'Amount'),
  field('isManualOpportunity', staged, 'char', 'Сумма введена вручную', 'Amount set by hand', {
    read: (record) => record.manualOpportunity,
    write: (record, yes: boolean) => (record.manualOpportunity = yes),
  }),
  field('taxValue', [deal], 'double', 'Ставка налога', 'Tax', { read: (record) => record.more['taxValue'] ?? 0 }),
  field('companyId', staged, 'crm_company', 'Компания', 'Company'),
  field('companyId', [contact], 'crm_company', 'Компания', 'Company', {
    deprecated: true,
    write: (record, id: number) => (record.companyIds = firstOf(record.companyIds, id)),
  }),
  field('companyIds', [contact], 'crm_company', 'Компании', 'Companies', { multiple: true }),
  field('contactId', staged, 'crm_contact', 'Контакт', 'Contact', {
    deprecated: true,
    read: (record) => record.contactIds[0] ?? 0,
    write: (record, id: number) => (record.contactIds = firstOf(record.contactIds, id)),
  }),
  field('contactIds', staged, 'crm_contact', 'Контакты', 'Contacts', { multiple: true }),
  field('contactIds', [company], 'crm_contact', 'Контакт', 'Contacts', { multiple: true, upper: 'CONTACT_ID' }),
  field('quoteId', [deal], 'crm_quote', 'Предложение', 'Quote', { readOnly }),
  field('leadId', [deal, ...clients], 'crm_lead', 'Лид', 'Lead', { once: true }),
  field('parentId1', [deal, ...clients], 'crm_lead', 'Лид', 'Lead', {
    only: 'item',
    read: (record) => record.leadId,
    write: (record, id: number) => (record.leadId = id),
  }),
  field('begindate', [deal], 'date', 'Дата начала', 'Start date'),
  field('closedate', [deal], 'date', 'Дата завершения', 'Close date'),
  field('opened', all, 'char', 'Доступен для всех', 'Available to everybody'),
  field('closed', [deal], 'char', 'Закрыта', 'Closed', {
    read: (record, world) => isClosed(world, record),
    // It may be said and follows from the stage.
    write: () => undefined,
  }),
  field('dateClosed', [lead], 'datetime', 'Дата завершения', 'Completed on', {
    readOnly,
    read: (record, world) => (isClosed(world, record) ? iso(record.movedAt) : null),
  }),
  field('export', [contact], 'char', 'Участвует в экспорте контактов', 'Takes part in the export', { read: (record) => record.more['export'] ?? true }),
  field('comments', all, 'string', 'Комментарий', 'Comment'),
  field('additionalInfo', [deal], 'string', 'Дополнительная информация', 'Further information'),
  field('locationId', [deal], 'location', 'Местоположение', 'Location'),
  field('webformId', staged, 'integer', 'Создано CRM-формой', 'Made by a form', { only: 'item' }),
  field('hasPhone', spoken, 'char', 'Задан телефон', 'Has a telephone', { readOnly, read: has('PHONE') }),
  field('hasEmail', spoken, 'char', 'Задан e-mail', 'Has an e-mail', { readOnly, read: has('EMAIL') }),
  field('hasImol', spoken, 'char', 'Задана открытая линия', 'Has an open channel', { readOnly, read: (record) => numbersOf(record, 'IM', 'OPENLINE') !== '' }),
  field('assignedById', all, 'user', 'Ответственный', 'Responsible person'),
  field('createdBy', all, 'user', 'Кем создан', 'Made by', { readOnly, upper: 'CREATED_BY_ID' }),
  field('updatedBy', all, 'user', 'Кем изменён', 'Changed by', { readOnly, upper: 'MODIFY_BY_ID' }),
  field('movedBy', staged, 'user', 'Кем передвинут', 'Moved by', { readOnly, upper: 'MOVED_BY_ID' }),
  field('createdTime', all, 'datetime', 'Дата создания', 'Made on', { readOnly, upper: 'DATE_CREATE', read: (record) => iso(record.createdAt) }),
  field('updatedTime', all, 'datetime', 'Дата изменения', 'Changed on', { readOnly, upper: 'DATE_MODIFY', read: (record) => iso(record.updatedAt) }),
  field('movedTime', staged, 'datetime', 'Когда передвинут', 'Moved on', { readOnly, read: (record) => iso(record.movedAt) }),
  field('lastActivityBy', all, 'user', 'Автор последней активности', 'Last active person', { readOnly, read: (record) => record.updatedBy }),
  field('lastActivityTime', all, 'datetime', 'Последняя активность', 'Last activity', { readOnly, read: (record) => iso(record.updatedAt) }),
  field('lastCommunicationTime', [company], 'string', 'Дата последней коммуникации', 'Last communication', { readOnly }),
  field('observers', all, 'user', 'Наблюдатели', 'Observers', {
    multiple: true,
    only: 'item',
    write: (record, ids: number[]) => (record.observers = [...new Set(ids)]),
  }),
  field('originatorId', all, 'string', 'Внешний источник', 'External source'),
  field('originId', all, 'string', 'Идентификатор во внешнем источнике', 'Number in the external source'),
  field('originVersion', clients, 'string', 'Версия оригинала', 'Version of the original'),
  field('faceId', [contact], 'integer', 'Лицо', 'Face', { readOnly }),
  field('utmSource', all, 'string', 'Рекламная система', 'Advertising system'),
  field('utmMedium', all, 'string', 'Тип трафика', 'Traffic type'),
  field('utmCampaign', all, 'string', 'Обозначение рекламной кампании', 'Campaign'),
  field('utmContent', all, 'string', 'Содержание кампании', 'Campaign content'),
  field('utmTerm', all, 'string', 'Условие поиска кампании', 'Campaign search term'),
  // Columns of a lead's row that nothing fills any more.
  ...['dateCreateShort', 'dateModifyShort', 'isConvert', 'productId', 'shortName', 'login', 'skype', 'icq'].map((name) =>
    field(name, [lead], 'string', name, name, { readOnly, only: 'item', read: () => null }),
  ),
  field('address', [lead], 'string', 'Адрес', 'Address', { only: 'item', readOnly }),
  field('searchContent', [lead], 'string', 'searchContent', 'searchContent', { readOnly, only: 'item', read: (record) => searched(record) }),
  ...compact.map(([name, type, kind]) => field(name, [lead], 'string', name, name, { readOnly, only: 'item', read: (record) => numbersOf(record, type, kind) })),
]

type ByName = ReadonlyMap<string, Field>
const table = (wanted: (field: Field) => boolean, key: (field: Field) => string) => (type: CrmType) =>
  new Map(fields.filter((one) => one.types.includes(type) && wanted(one)).map((one) => [key(one), one]))
const each = (make: (type: CrmType) => ByName): Readonly<Record<CrmType, ByName>> => ({
  [lead]: make(lead),
  [deal]: make(deal),
  [contact]: make(contact),
  [company]: make(company),
})
/** Fields of `crm.item.*` by name. */
export const itemFields = each(table((one) => one.only !== 'old', (one) => one.name))
/** Fields of the older methods by name. */
export const oldFields = each(table((one) => one.only !== 'item', (one) => one.upper))
