/** How methods called `fields` describe a field. */
import type { UserField } from '../state/crm.ts'
import { crmTypes } from '../state/kinds.ts'
import type { World } from '../world.ts'
import type { Field } from './fields.ts'
import { itemName } from './user-fields.ts'

export interface Traits {
  readonly required?: boolean
  readonly readOnly?: boolean
  readonly immutable?: boolean
  readonly multiple?: boolean
  readonly dynamic?: boolean
}

export const described = (type: string, title: string, traits: Traits = {}): Record<string, unknown> => ({
  type,
  isRequired: traits.required ?? false,
  isReadOnly: traits.readOnly ?? false,
  isImmutable: traits.immutable ?? false,
  isMultiple: traits.multiple ?? false,
  isDynamic: traits.dynamic ?? false,
  title,
})

const parents: Readonly<Record<string, number>> = { crm_lead: crmTypes.lead, crm_company: crmTypes.company, crm_quote: 7 }

/** @param old the older methods say `char` and hold some fields unchangeable */
export function fieldWords(world: World, field: Field, old: boolean): Record<string, unknown> {
  const { type, title, readOnly = false, multiple = false, once, deprecated, statusType } = field
  const parent = multiple ? undefined : parents[type]
  return {
    ...described(type === 'char' && !old ? 'boolean' : type, title[world.language === 'ru' ? 0 : 1], { readOnly, multiple, immutable: old && once === true }),
    ...(deprecated ? { isDeprecated: true } : {}),
    ...(statusType ? { statusType } : {}),
    ...(parent ? { settings: { parentEntityTypeId: parent } } : {}),
    ...(old ? {} : { upperName: field.upper }),
  }
}

export const multifieldWords = (world: World, type: string): Record<string, unknown> => {
  const titles: Readonly<Record<string, readonly [string, string]>> = {
    PHONE: ['Телефон', 'Telephone'],
    EMAIL: ['E-mail', 'E-mail'],
    WEB: ['Сайт', 'Website'],
    IM: ['Мессенджер', 'Messenger'],
    LINK: ['LINK', 'LINK'],
  }
  return described('crm_multifield', titles[type]?.[world.language === 'ru' ? 0 : 1] ?? type, { multiple: true })
}

export function userFieldWords(world: World, field: UserField, old: boolean): Record<string, unknown> {
  const label = (kind: string) => field.labels[kind]?.[world.language] ?? field.name
  const title = old ? field.name : label('EDIT_FORM_LABEL')
  return {
    ...described(field.type, title, { required: field.mandatory, multiple: field.multiple, dynamic: true }),
    ...(field.type === 'enumeration' ? { items: field.list.map(({ id, value }) => ({ ID: String(id), VALUE: value })) } : {}),
    ...(field.type === 'crm_status' ? { statusType: field.settings['ENTITY_TYPE'] ?? '' } : {}),
    ...(old
      ? { listLabel: label('LIST_COLUMN_LABEL'), formLabel: label('EDIT_FORM_LABEL'), filterLabel: label('LIST_FILTER_LABEL') }
      : { upperName: field.name }),
    settings: field.settings,
  }
}

export const userFieldKey = (field: UserField, original: boolean): string => (original ? field.name : itemName(field.name))
