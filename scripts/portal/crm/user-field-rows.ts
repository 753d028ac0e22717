/** User fields as the CRM's methods show them, and what those methods write: types, settings, labels, values of lists. */
import { createHash } from 'node:crypto'
import { Refusal } from '../door/refusal.ts'
import type { ListValue, UserField } from '../state/crm.ts'
import { kindOf } from '../state/kinds.ts'
import type { CrmType } from '../state/kinds.ts'
import { nextId, say } from '../world.ts'
import type { World } from '../world.ts'

type Values = Readonly<Record<string, unknown>>

/** Types with their names and the settings that a new field of them has. */
export const userTypes: readonly (readonly [id: string, ru: string, en: string, settings: Values])[] = [
  ['string', 'Строка', 'Text', { SIZE: 20, ROWS: 1, REGEXP: '', MIN_LENGTH: 0, MAX_LENGTH: 0, DEFAULT_VALUE: '' }],
  ['integer', 'Целое число', 'Integer', { SIZE: 20, MIN_VALUE: 0, MAX_VALUE: 0, DEFAULT_VALUE: null }],
  ['double', 'Число', 'Number', { PRECISION: 4, SIZE: 20, MIN_VALUE: 0, MAX_VALUE: 0, DEFAULT_VALUE: null }],
  ['boolean', 'Да/Нет', 'Yes/No', { DEFAULT_VALUE: 0, DISPLAY: 'CHECKBOX', LABEL: ['', ''], LABEL_CHECKBOX: '' }],
  ['enumeration', 'Список', 'List', { DISPLAY: 'LIST', LIST_HEIGHT: 1, CAPTION_NO_VALUE: '', SHOW_NO_VALUE: 'Y' }],
  ['datetime', 'Дата/Время', 'Date and time', { DEFAULT_VALUE: { TYPE: 'NONE', VALUE: '' }, USE_SECOND: 'Y', USE_TIMEZONE: 'N' }],
  ['date', 'Дата', 'Date', { DEFAULT_VALUE: { TYPE: 'NONE', VALUE: '' } }],
  ['money', 'Деньги', 'Money', { DEFAULT_VALUE: '' }],
  ['url', 'Ссылка', 'Link', { POPUP: 'Y', SIZE: 20, MIN_LENGTH: 0, MAX_LENGTH: 0, DEFAULT_VALUE: '', ROWS: 1 }],
  ['address', 'Адрес Google карты', 'Google map address', { SHOW_MAP: 'Y' }],
  [
    'file',
    'Файл',
    'File',
    { SIZE: 20, LIST_WIDTH: 0, LIST_HEIGHT: 0, MAX_SHOW_SIZE: 0, MAX_ALLOWED_SIZE: 0, EXTENSIONS: [], TARGET_BLANK: 'Y' },
  ],
  ['employee', 'Привязка к пользователю', 'Link to a user', {}],
  ['crm_status', 'Привязка к справочникам CRM', 'Link to CRM dictionaries', { ENTITY_TYPE: '' }],
  ['iblock_section', 'Привязка к разделам инф. блоков', 'Link to sections', { IBLOCK_TYPE_ID: '', IBLOCK_ID: 0, DEFAULT_VALUE: '', DISPLAY: 'LIST', LIST_HEIGHT: 1 }],
  ['iblock_element', 'Привязка к элементам инфоблоков', 'Link to elements', { IBLOCK_TYPE_ID: '', IBLOCK_ID: 0, DEFAULT_VALUE: '', DISPLAY: 'LIST', LIST_HEIGHT: 1 }],
  ['crm', 'Привязка к элементам CRM', 'Link to CRM items', { LEAD: 'N', CONTACT: 'N', COMPANY: 'N', DEAL: 'N' }],
]
export const settingsOf = (type: string): Values => userTypes.find(([id]) => id === type)?.[3] ?? {}

/** Languages that a portal has texts in. */
const languages = ['ru', 'en', 'de', 'fr', 'it', 'pl', 'tr', 'ua', 'kz', 'la', 'br', 'sc', 'tc', 'ja', 'vn', 'id', 'ms', 'th', 'hi', 'in', 'ar']
const labelKinds = ['EDIT_FORM_LABEL', 'LIST_COLUMN_LABEL', 'LIST_FILTER_LABEL', 'ERROR_MESSAGE', 'HELP_MESSAGE']

const flag = (yes: boolean): string => (yes ? 'Y' : 'N')
const isYes = (value: unknown): boolean => /^(y|1|true)$/i.test(String(value))
export const entityOf = (owner: CrmType): string => `CRM_${kindOf(owner).toUpperCase()}`

/** @param language null: labels in all languages, as a `get` shows them; a language: its texts; undefined: none */
export function userFieldRow(field: UserField, language: string | null | undefined): Record<string, unknown> {
  const texts = (kind: string): unknown => {
    const own = field.labels[kind] ?? {}
    if (language === null) return Object.fromEntries(languages.map((one) => [one, own[one] ?? '']))
    return own[language ?? ''] ?? null
  }
  return {
    ID: String(field.id),
    ENTITY_ID: entityOf(field.owner),
    FIELD_NAME: field.name,
    USER_TYPE_ID: field.type,
    XML_ID: field.xmlId,
    SORT: String(field.sort),
    MULTIPLE: flag(field.multiple),
    MANDATORY: flag(field.mandatory),
    SHOW_FILTER: field.showFilter,
    SHOW_IN_LIST: flag(field.showInList),
    EDIT_IN_LIST: flag(field.editInList),
    IS_SEARCHABLE: flag(field.searchable),
    SETTINGS: field.settings,
    ...(language === undefined ? {} : Object.fromEntries(labelKinds.map((kind) => [kind, texts(kind)]))),
    ...(field.type === 'enumeration'
      ? {
          LIST: field.list.map(({ id, sort, value, byDefault, xmlId }) => ({
            ID: String(id),
            SORT: String(sort),
            VALUE: value,
            DEF: flag(byDefault),
            XML_ID: xmlId,
          })),
        }
      : {}),
  }
}

const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

function writeList(world: World, field: UserField, given: unknown): void {
  let list: ListValue[] = field.list.map((one) => ({ ...one }))
  for (const entry of isMap(given) ? Object.values(given).filter(isMap) : []) {
    const known = list.find((one) => one.id === Number(entry['ID'] ?? 0))
    if (known && isYes(entry['DEL'])) list = list.filter((one) => one !== known)
    else if (known) {
      if (entry['VALUE'] !== undefined) known.value = String(entry['VALUE'])
      if (entry['SORT'] !== undefined) known.sort = Number(entry['SORT'])
      if (entry['DEF'] !== undefined) known.byDefault = isYes(entry['DEF'])
      if (entry['XML_ID'] !== undefined) known.xmlId = String(entry['XML_ID'])
    } else if (String(entry['VALUE'] ?? '') !== '') {
      const id = nextId(world, 'listValue')
      const xmlId = String(entry['XML_ID'] ?? createHash('md5').update(`${field.name}.${id}`).digest('hex'))
      list.push({ id, value: String(entry['VALUE']), sort: Number(entry['SORT'] ?? 500), byDefault: isYes(entry['DEF']), xmlId })
    }
  }
  const twice = list.find((one) => list.some((other) => other !== one && other.xmlId === one.xmlId))
  if (twice)
    throw new Refusal(
      400,
      'ERROR_CORE',
      say(world, `Элемент списка со значением XML_ID=${twice.xmlId} уже существует.<br>`, `A list item with XML_ID=${twice.xmlId} exists already.<br>`),
    )
  field.list = list.sort((one, other) => one.sort - other.sort)
}

/** One text stands for every language, a map for those that it names; LABEL for all kinds that are not given. */
function writeLabels(field: UserField, kind: string, value: unknown): void {
  const texts = isMap(value) ? value : Object.fromEntries(languages.map((language) => [language, value]))
  field.labels[kind] = { ...field.labels[kind], ...Object.fromEntries(Object.entries(texts).map(([language, text]) => [language, String(text ?? '')])) }
}

/** @returns whether values of the list were written */
export function writeUserField(world: World, field: UserField, given: Values, unknown: (name: string) => void): boolean {
  for (const [name, value] of Object.entries(given)) {
    if (['USER_TYPE_ID', 'FIELD_NAME', 'ENTITY_ID', 'LABEL', 'LIST'].includes(name)) continue
    if (labelKinds.includes(name)) writeLabels(field, name, value)
    else if (name === 'SORT') field.sort = Number(value) || 100
    else if (name === 'XML_ID') field.xmlId = String(value)
    else if (name === 'MANDATORY') field.mandatory = isYes(value)
    else if (name === 'MULTIPLE') field.multiple = isYes(value)
    else if (name === 'SHOW_FILTER') field.showFilter = isYes(value) ? 'E' : /^[IES]$/.test(String(value)) ? String(value) : 'N'
    else if (name === 'SHOW_IN_LIST') field.showInList = isYes(value)
    else if (name === 'EDIT_IN_LIST') field.editInList = isYes(value)
    else if (name === 'IS_SEARCHABLE') field.searchable = isYes(value)
    else if (name === 'SETTINGS' && isMap(value)) field.settings = { ...field.settings, ...value }
    else unknown(`fields.${name}`)
  }
  if (given['LABEL'] !== undefined)
    for (const kind of labelKinds.slice(0, 3)) if (given[kind] === undefined) writeLabels(field, kind, given['LABEL'])
  if (given['LIST'] === undefined || field.type !== 'enumeration') return false
  writeList(world, field, given['LIST'])
  return true
}
