/** Activities as the older methods write them: rows with UPPER_CASE keys and numbers as text. */
import { iso } from '../clock.ts'
import type { Activity } from '../state/crm.ts'
import { kindOf } from '../state/kinds.ts'
import { recordOf } from '../world.ts'
import type { World } from '../world.ts'

type Values = Readonly<Record<string, unknown>>

/** Fields that are kept as they came, with what stands there until they are written. */
export const plainFields: Readonly<Record<string, unknown>> = {
  ASSOCIATED_ENTITY_ID: '0',
  PROVIDER_GROUP_ID: null,
  START_TIME: '',
  END_TIME: '',
  PRIORITY: '2',
  NOTIFY_TYPE: '0',
  NOTIFY_VALUE: '0',
  DESCRIPTION_TYPE: '1',
  DIRECTION: '0',
  LOCATION: '',
  SETTINGS: [],
  ORIGINATOR_ID: null,
  ORIGIN_ID: null,
  PROVIDER_PARAMS: [],
  PROVIDER_DATA: null,
  RESULT_MARK: '0',
  RESULT_VALUE: null,
  RESULT_SUM: null,
  RESULT_CURRENCY_ID: null,
  RESULT_STATUS: '0',
  RESULT_STREAM: '0',
  RESULT_SOURCE_ID: null,
  AUTOCOMPLETE_RULE: '0',
  IS_INCOMING_CHANNEL: 'N',
}

const asText = (value: unknown): unknown => (typeof value === 'number' ? String(value) : value)

/** Everything but communications, which come only where they are asked for. */
export function activityRow(one: Activity): Record<string, unknown> {
  const rest = Object.fromEntries(Object.entries(plainFields).map(([name, standing]) => [name, asText(one.more[name] ?? standing)]))
  return {
    ID: String(one.id),
    OWNER_ID: String(one.ownerId),
    OWNER_TYPE_ID: String(one.ownerTypeId),
    TYPE_ID: String(one.typeId),
    PROVIDER_ID: one.providerId,
    PROVIDER_TYPE_ID: one.providerTypeId,
    SUBJECT: one.subject,
    CREATED: iso(one.createdAt),
    LAST_UPDATED: iso(one.updatedAt),
    DEADLINE: one.deadline === null ? '' : iso(one.deadline),
    COMPLETED: one.completed ? 'Y' : 'N',
    STATUS: one.completed ? '2' : '1',
    RESPONSIBLE_ID: String(one.responsibleId),
    DESCRIPTION: one.description,
    AUTHOR_ID: String(one.authorId),
    EDITOR_ID: String(one.editorId),
    ...rest,
  }
}

/** With whom it is done, and by what number. */
export function communications(world: World, one: Activity): Record<string, unknown>[] {
  const given = one.more['COMMUNICATIONS']
  return (Array.isArray(given) ? (given as Values[]) : []).map((entry, index) => {
    const typeId = Number(entry['ENTITY_TYPE_ID'] ?? one.ownerTypeId)
    const record = typeId >= 1 && typeId <= 4 ? recordOf(world, kindOf(typeId as 1), Number(entry['ENTITY_ID'] ?? one.ownerId)) : undefined
    const company = record && record.companyId > 0 ? recordOf(world, 'company', record.companyId) : undefined
    return {
      ID: String(one.id * 100 + index),
      TYPE: String(entry['TYPE'] ?? (one.typeId === 4 ? 'EMAIL' : 'PHONE')),
      VALUE: String(entry['VALUE'] ?? ''),
      ENTITY_ID: String(record?.id ?? entry['ENTITY_ID'] ?? 0),
      ENTITY_TYPE_ID: String(typeId),
      ENTITY_SETTINGS: {
        HONORIFIC: String(record?.more['honorific'] ?? ''),
        NAME: record?.name ?? '',
        SECOND_NAME: record?.secondName ?? '',
        LAST_NAME: record?.lastName ?? '',
        COMPANY_TITLE: company?.title ?? record?.companyTitle ?? '',
        COMPANY_ID: String(record?.companyId ?? 0),
      },
    }
  })
}
