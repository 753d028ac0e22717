/** CRM's part of the state beside its records: user fields, dictionaries, activities, requisites, product rows, the way through stages. */
import type { CrmType } from './kinds.ts'

export interface ListValue {
  id: number
  value: string
  sort: number
  byDefault: boolean
  xmlId: string
}

export interface UserField {
  id: number
  owner: CrmType
  /** `UF_CRM_…`. */
  name: string
  /** `string`, `enumeration`, `employee`… */
  type: string
  xmlId: string | null
  sort: number
  multiple: boolean
  mandatory: boolean
  /** N no, I exact, E by mask, S by part. */
  showFilter: string
  showInList: boolean
  editInList: boolean
  searchable: boolean
  settings: Record<string, unknown>
  /** Texts by kind (`EDIT_FORM_LABEL`…) and language. */
  labels: Record<string, Record<string, string>>
  list: ListValue[]
}

/** A to-do, an application's own activity, or one of the older kinds. */
export interface Activity {
  id: number
  ownerTypeId: CrmType
  ownerId: number
  /** Records that show it, the owner among them. */
  bindings: { typeId: CrmType; id: number }[]
  /** 1 meeting, 2 call, 3 task, 4 e-mail, 6 by its provider. */
  typeId: number
  providerId: string
  providerTypeId: string
  subject: string
  description: string
  deadline: number | null
  completed: boolean
  responsibleId: number
  authorId: number
  editorId: number
  createdAt: number
  updatedAt: number
  /** A to-do's colour, `1` to `7`. */
  colorId: string
  pingOffsets: number[]
  /** Every other field that was written, by its name in `crm.activity.*`. */
  more: Record<string, unknown>
  /** Of an application's own activity. */
  configurable: { app: string; fields: Record<string, unknown>; layout: Record<string, unknown> } | null
}

export interface Requisite {
  id: number
  ownerTypeId: 3 | 4
  ownerId: number
  presetId: number
  name: string
  active: boolean
  addressOnly: boolean
  sort: number
  createdAt: number
  createdBy: number
  updatedAt: number | null
  updatedBy: number | null
  /** RQ_* and the rest by their names. */
  more: Record<string, string>
}

export interface RequisitePreset {
  id: number
  name: string
  sort: number
  createdAt: number
}

export interface ProductRow {
  id: number
  ownerType: 'L' | 'D'
  ownerId: number
  productId: number
  productName: string
  /** For one piece, with discount and tax. */
  price: number
  quantity: number
  /** 1 a sum, 2 a percentage. */
  discountTypeId: 1 | 2
  discountRate: number
  discountSum: number
  taxRate: number | null
  taxIncluded: boolean
  measureCode: number
  sort: number
}

export interface StageMove {
  id: number
  ownerTypeId: CrmType
  ownerId: number
  /** 1 made, 2 moved, 3 finished, 5 moved to another pipeline. */
  typeId: 1 | 2 | 3 | 5
  at: number
  categoryId: number
  stageId: string
  semantics: 'P' | 'S' | 'F'
}

/** A row of a dictionary that is no list of stages: sources, kinds of clients, industries. */
export interface DictionaryRow {
  id: number
  entityId: string
  statusId: string
  name: string
  sort: number
  system: boolean
}

export interface Currency {
  code: string
  /** `count` of it are worth `amount` of the base currency. */
  count: number
  amount: number
  sort: number
  base: boolean
  /** Names and formats by language. */
  texts: Record<string, Record<string, string>>
  updatedAt: number
}

export interface CrmState {
  userFields: UserField[]
  dictionaries: DictionaryRow[]
  activities: Activity[]
  requisites: Requisite[]
  requisitePresets: RequisitePreset[]
  productRows: ProductRow[]
  stageMoves: StageMove[]
  currencies: Currency[]
  /** Further fields that the search for duplicates looks at. */
  duplicateFields: { id: number; entityTypeId: CrmType; fieldCode: string }[]
}
