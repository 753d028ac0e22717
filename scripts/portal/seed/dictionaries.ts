/** What a CRM has before anybody works in it: dictionaries, presets of requisites, the seed's user field, and the way that its records have come. */
import type { CrmState, Requisite, StageMove, UserField } from '../state/crm.ts'
import { crmTypes } from '../state/kinds.ts'
import type { Address, CrmRecord, Language, State } from '../state/state.ts'
import { requiredField } from './pipelines.ts'

type Words = readonly [ru: string, en: string]

const dictionaries: Readonly<Record<string, Readonly<Record<string, Words>>>> = {
  SOURCE: {
    CALL: ['Звонок', 'Call'],
    EMAIL: ['Электронная почта', 'E-mail'],
    WEB: ['Веб-сайт', 'Website'],
    ADVERTISING: ['Реклама', 'Advertising'],
    PARTNER: ['Существующий клиент', 'Existing client'],
    RECOMMENDATION: ['По рекомендации', 'By recommendation'],
    CALLBACK: ['Обратный звонок', 'Callback'],
    OTHER: ['Другое', 'Other'],
  },
  DEAL_TYPE: {
    SALE: ['Продажа', 'Sale'],
    COMPLEX: ['Комплексная продажа', 'Complex sale'],
    GOODS: ['Продажа товара', 'Sale of goods'],
    SERVICES: ['Услуги', 'Services'],
    SERVICE: ['Сервисное обслуживание', 'Maintenance'],
  },
  CONTACT_TYPE: {
    CLIENT: ['Клиенты', 'Clients'],
    SUPPLIER: ['Поставщики', 'Suppliers'],
    PARTNER: ['Партнёры', 'Partners'],
    OTHER: ['Другое', 'Other'],
  },
  COMPANY_TYPE: {
    CUSTOMER: ['Клиент', 'Client'],
    SUPPLIER: ['Поставщик', 'Supplier'],
    COMPETITOR: ['Конкурент', 'Competitor'],
    PARTNER: ['Партнёр', 'Partner'],
    OTHER: ['Другое', 'Other'],
  },
  EMPLOYEES: {
    EMPLOYEES_1: ['менее 50', 'less than 50'],
    EMPLOYEES_2: ['50–250', '50–250'],
    EMPLOYEES_3: ['250–500', '250–500'],
    EMPLOYEES_4: ['более 500', 'more than 500'],
  },
  INDUSTRY: {
    IT: ['Информационные технологии', 'Information technology'],
    MANUFACTURING: ['Производство', 'Manufacturing'],
    DELIVERY: ['Доставка', 'Delivery'],
    NOTPROFIT: ['Не для извлечения прибыли', 'Not for profit'],
    OTHER: ['Другое', 'Other'],
  },
  HONORIFIC: {
    HNR_RU_1: ['г-н', 'Mr'],
    HNR_RU_2: ['г-жа', 'Ms'],
  },
}

const presetNames: readonly Words[] = [
  ['Организация', 'Company'],
  ['ИП', 'Sole proprietor'],
  ['Физ. лицо', 'Person'],
]

const currencies: readonly (readonly [code: string, amount: number, format: string, ru: string, en: string])[] = [
  ['RUB', 1, '# &#8381;', 'Российский рубль', 'Russian ruble'],
  ['USD', 90, '$#', 'Доллар США', 'US dollar'],
  ['EUR', 98, '# &euro;', 'Евро', 'Euro'],
]
const written = { DEC_POINT: '.', THOUSANDS_SEP: '&nbsp;', DECIMALS: '2', THOUSANDS_VARIANT: 'B', HIDE_ZERO: 'Y' }

/** The first stage of Heating demands it. */
const floorArea = ([ru, en]: Words, language: Language): UserField => {
  const texts = { [language]: language === 'ru' ? ru : en }
  return {
    id: 1,
    owner: crmTypes.deal,
    name: requiredField.replace('ufCrm', 'UF_CRM'),
    type: 'string',
    xmlId: null,
    sort: 100,
    multiple: false,
    mandatory: false,
    showFilter: 'N',
    showInList: true,
    editInList: true,
    searchable: false,
    settings: { SIZE: 20, ROWS: 1, REGEXP: '', MIN_LENGTH: 0, MAX_LENGTH: 0, DEFAULT_VALUE: '' },
    labels: { EDIT_FORM_LABEL: texts, LIST_COLUMN_LABEL: texts, LIST_FILTER_LABEL: texts },
    list: [],
  }
}

/** Every staged record of the seed was made where it stands. */
const firstMoves = (records: readonly CrmRecord[]): StageMove[] =>
  records
    .filter((record) => record.type <= crmTypes.deal)
    .map((record, index) => ({
      id: index + 1,
      ownerTypeId: record.type,
      ownerId: record.id,
      typeId: 1,
      at: record.createdAt,
      categoryId: record.categoryId,
      stageId: record.stageId,
      semantics: /(^|:)(WON|CONVERTED)$/.test(record.stageId) ? 'S' : /(^|:)(LOSE|JUNK)$/.test(record.stageId) ? 'F' : 'P',
    }))

/** An address of a client belongs to a requisite, which this makes. */
export const requisiteOf = (address: Address, presetId: number, name: string, at: number): Requisite => ({
  id: address.entityId,
  ownerTypeId: address.anchorTypeId === crmTypes.contact ? crmTypes.contact : crmTypes.company,
  ownerId: address.anchorId,
  presetId,
  name,
  active: true,
  addressOnly: true,
  sort: 500,
  createdAt: at,
  createdBy: 1,
  updatedAt: null,
  updatedBy: null,
  more: {},
})

function seedCrm({ language, seededAt, records, addresses }: StateBefore): CrmState {
  const say = ([ru, en]: Words) => (language === 'ru' ? ru : en)
  const rows = Object.entries(dictionaries).flatMap(([entityId, values]) =>
    Object.entries(values).map(([statusId, name], index) => ({ entityId, statusId, name: say(name), sort: (index + 1) * 10, system: true })),
  )
  const presets = presetNames.map((name, index) => ({ id: index + 1, name: say(name), sort: 500 + index * 10, createdAt: seededAt }))
  return {
    userFields: [floorArea(['Площадь помещения', 'Floor area'], language)],
    dictionaries: rows.map((row, index) => ({ id: 1 + index * 2, ...row })),
    activities: [],
    requisites: addresses
      .filter((address) => address.entityTypeId === 8)
      .map((address) => {
        const preset = presets[address.anchorTypeId === crmTypes.contact ? 2 : 0]
        return requisiteOf(address, preset?.id ?? 1, preset?.name ?? '', seededAt)
      }),
    requisitePresets: presets,
    productRows: [],
    stageMoves: firstMoves(records),
    currencies: currencies.map(([code, amount, format, ru, en], index) => ({
      code,
      count: 1,
      amount,
      sort: (index + 1) * 100,
      base: index === 0,
      texts: { ru: { ...written, FORMAT_STRING: format, FULL_NAME: ru }, en: { ...written, FORMAT_STRING: format, FULL_NAME: en } },
      updatedAt: seededAt,
    })),
    duplicateFields: [],
  }
}

/** Contacts and companies know of each other from both sides. */
function linkClients(records: readonly CrmRecord[]): void {
  for (const contact of records) {
    if (contact.type !== crmTypes.contact || contact.companyId === 0) continue
    if (!contact.companyIds.includes(contact.companyId)) contact.companyIds.push(contact.companyId)
    const company = records.find((one) => one.type === crmTypes.company && one.id === contact.companyId)
    if (company && !company.contactIds.includes(contact.id)) company.contactIds.push(contact.id)
  }
}

export type StateBefore = Omit<State, keyof CrmState>

/** A state with records and without the rest of a CRM is completed with it. */
export function withCrm(state: StateBefore): State {
  linkClients(state.records)
  const crm = seedCrm(state)
  const last = (rows: readonly { id: number }[], least = 0) => Math.max(least, ...rows.map((row) => row.id))
  const lastId = {
    userField: last(crm.userFields),
    status: last(state.stages, 500),
    pipeline: last(state.pipelines),
    requisite: last(crm.requisites, 400),
    preset: last(crm.requisitePresets),
    stageMove: last(crm.stageMoves),
    address: last(state.addresses),
  }
  return { ...state, ...crm, lastId: { ...state.lastId, ...lastId } }
}
