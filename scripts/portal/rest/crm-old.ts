/** CRM's older methods: UPPER_CASE fields and numbers as text. */
import { iso } from '../clock.ts'
import { filterFields, matches, page, phoneDigits, sorted } from '../filter.ts'
import type { Row } from '../filter.ts'
import { method, wire } from '../method.ts'
import { Refusal } from '../refusal.ts'
import type { Address, CrmKind, CrmRecord, Multifield } from '../state.ts'
import { crmTypes, kindOf } from '../state.ts'
import { canRead, recordOf } from '../world.ts'

const orNull = (text: string): string | null => (text === '' ? null : text)
const idOrNull = (id: number | undefined): string | null => (id ? String(id) : null)

function multifields(record: CrmRecord): Record<string, unknown> {
  const of = (type: Multifield['typeId']) =>
    record.fm
      .filter((one) => one.typeId === type)
      .map(({ id, valueType, value, typeId }) => ({ ID: String(id), VALUE_TYPE: valueType, VALUE: value, TYPE_ID: typeId }))
  return Object.fromEntries((['PHONE', 'EMAIL', 'WEB', 'IM'] as const).flatMap((type) => (of(type).length > 0 ? [[type, of(type)]] : [])))
}

const flag = (yes: boolean): string => (yes ? 'Y' : 'N')

/** A lead as `crm.lead.get` answers it: what is empty is null, phones and e-mails are left out where there are none. */
function leadRow(record: CrmRecord, semantics: string): Record<string, unknown> {
  const has = (type: Multifield['typeId']) => flag(record.fm.some((one) => one.typeId === type))
  const more = (name: string) => (record.more[name] as string | undefined) ?? null
  return {
    ID: String(record.id),
    TITLE: record.title,
    HONORIFIC: more('honorific'),
    NAME: orNull(record.name),
    SECOND_NAME: orNull(record.secondName),
    LAST_NAME: orNull(record.lastName),
    COMPANY_TITLE: orNull(record.companyTitle),
    COMPANY_ID: idOrNull(record.companyId),
    CONTACT_ID: idOrNull(record.contactIds[0]),
    IS_RETURN_CUSTOMER: flag(record.returning),
    BIRTHDATE: more('birthdate') ?? '',
    SOURCE_ID: orNull(record.sourceId),
    SOURCE_DESCRIPTION: orNull(record.sourceDescription),
    STATUS_ID: record.stageId,
    STATUS_DESCRIPTION: more('statusDescription'),
    POST: orNull(record.post),
    COMMENTS: orNull(record.comments),
    CURRENCY_ID: record.currencyId,
    OPPORTUNITY: record.opportunity.toFixed(2),
    IS_MANUAL_OPPORTUNITY: flag(record.manualOpportunity),
    HAS_PHONE: has('PHONE'),
    HAS_EMAIL: has('EMAIL'),
    HAS_IMOL: 'N',
    ASSIGNED_BY_ID: String(record.assignedById),
    CREATED_BY_ID: String(record.createdBy),
    MODIFY_BY_ID: String(record.updatedBy),
    DATE_CREATE: iso(record.createdAt),
    DATE_MODIFY: iso(record.updatedAt),
    DATE_CLOSED: semantics === 'P' ? '' : iso(record.movedAt),
    STATUS_SEMANTIC_ID: semantics,
    OPENED: flag(record.opened),
    ORIGINATOR_ID: record.originatorId,
    ORIGIN_ID: record.originId,
    MOVED_BY_ID: String(record.movedBy),
    MOVED_TIME: iso(record.movedAt),
    ADDRESS: orNull(record.address),
    ADDRESS_2: orNull(record.address2),
    ADDRESS_CITY: orNull(record.city),
    ADDRESS_POSTAL_CODE: null,
    ADDRESS_REGION: null,
    ADDRESS_PROVINCE: null,
    ADDRESS_COUNTRY: null,
    ADDRESS_COUNTRY_CODE: null,
    ADDRESS_LOC_ADDR_ID: null,
    UTM_SOURCE: more('utmSource'),
    UTM_MEDIUM: more('utmMedium'),
    UTM_CAMPAIGN: more('utmCampaign'),
    UTM_CONTENT: more('utmContent'),
    UTM_TERM: more('utmTerm'),
    LAST_ACTIVITY_BY: String(record.updatedBy),
    LAST_ACTIVITY_TIME: iso(record.updatedAt),
    ...multifields(record),
  }
}

const addressRow = (one: Address): Record<string, unknown> => ({
  TYPE_ID: String(one.typeId),
  ENTITY_TYPE_ID: String(one.entityTypeId),
  ENTITY_ID: String(one.entityId),
  ADDRESS_1: one.address1,
  ADDRESS_2: one.address2,
  CITY: one.city,
  POSTAL_CODE: one.postalCode,
  REGION: '',
  PROVINCE: one.province,
  COUNTRY: one.country,
  COUNTRY_CODE: null,
  LOC_ADDR_ID: String(one.id),
  ANCHOR_TYPE_ID: String(one.anchorTypeId),
  ANCHOR_ID: String(one.anchorId),
})

const field = (row: Row, name: string): unknown => row[name.toUpperCase()]
const denied = new Refusal(400, '', 'Access denied.')

export const crmOld = {
  'crm.lead.get': method({
    params: { id: wire.int },
    caseless: true,
    invalid: () => new Refusal(400, '', 'ID is not defined or invalid.'),
    run(call, { id }) {
      if (call.world.state.crmMode === 'simple') throw denied
      const lead = recordOf(call.world, 'lead', id)
      if (!lead) throw new Refusal(400, '', 'Not found')
      if (!canRead(call.world, call.person, lead)) throw denied
      const stage = call.world.state.stages.find((one) => one.entityId === 'STATUS' && one.statusId === lead.stageId)
      return { result: leadRow(lead, stage?.semantics ?? 'P') }
    },
  }),

  'crm.address.list': method({
    params: { select: wire.list.optional(), filter: wire.map.optional(), order: wire.map.optional(), start: wire.int.optional() },
    caseless: true,
    run(call, { select = [], filter = {}, order = {}, start }) {
      const { world } = call
      // A lead's address lies in the lead; requisites' addresses are rows of their own.
      const ofLeads = world.state.records
        .filter((record) => record.type === crmTypes.lead && (record.address !== '' || record.city !== ''))
        .map((record): Address => ({
          id: 10_000 + record.id,
          typeId: 1,
          entityTypeId: 1,
          entityId: record.id,
          anchorTypeId: 1,
          anchorId: record.id,
          address1: record.address,
          address2: record.address2,
          city: record.city,
          postalCode: '',
          province: '',
          country: '',
        }))
      const readable = [...world.state.addresses, ...ofLeads].filter((one) => {
        const owner = world.state.records.find((record) => record.type === one.anchorTypeId && record.id === one.anchorId)
        return owner !== undefined && canRead(world, call.person, owner)
      })
      const rows = readable.map(addressRow).filter((row) => matches(row, filter, field, (name) => call.unknown(`filter.${name}`)))
      const names = select.map(String).filter((name) => name !== '*')
      const shown = (row: Row): Row => (names.length === 0 ? row : Object.fromEntries(Object.entries(row).filter(([name]) => names.includes(name))))
      return page(sorted(rows, Object.keys(order).length > 0 ? order : { TYPE_ID: 'asc' }, field), start, (page) => page.map(shown))
    },
  }),

  'crm.duplicate.findbycomm': method({
    params: { type: wire.text, values: wire.list, entity_type: wire.text.optional() },
    cost: 0.04,
    invalid: (name, missing) =>
      name === 'type' && missing
        ? new Refusal(400, 'Communication type is not defined', "Parameter 'type' is required.")
        : new Refusal(400, 'Communication values is not defined', `Parameter '${name}' is required.`),
    run(call, { type, values, entity_type: only }) {
      const kind = type.toUpperCase()
      if (kind !== 'PHONE' && kind !== 'EMAIL')
        throw new Refusal(400, 'Communication type is not supported', `Communication type '${type}' is not supported in current context`)
      if (values.length > 20) throw new Refusal(400, 'Communication values limit is exceeded', 'Too many values')
      const normal = (text: string) => (kind === 'PHONE' ? phoneDigits(text) : text.trim().toLowerCase())
      const wanted = new Set(values.map((value) => normal(String(value))).filter((value) => value !== ''))
      const kinds: CrmKind[] = ['lead', 'contact', 'company']
      const found = kinds
        .filter((one) => !only || only.toUpperCase() === one.toUpperCase())
        .map((one) => {
          const hits = call.world.state.records.filter(
            (record) =>
              kindOf(record.type) === one &&
              canRead(call.world, call.person, record) &&
              record.fm.some((item) => item.typeId === kind && wanted.has(normal(item.value))),
          )
          return [one.toUpperCase(), hits.map((record) => record.id).slice(0, 20)] as const
        })
        .filter(([, ids]) => ids.length > 0)
      return { result: found.length > 0 ? Object.fromEntries(found) : [] }
    },
  }),

  'crm.category.list': method({
    params: { entityTypeId: wire.int },
    run(call, { entityTypeId }) {
      if (entityTypeId !== crmTypes.deal) throw new Refusal(400, 'NOT_FOUND', 'Смарт-процесс не найден')
      const categories = [...call.world.state.pipelines]
        .sort((one, other) => one.sort - other.sort)
        .map(({ id, name, sort }) =>
          id === 0
            ? { id, name, sort, entityTypeId, isDefault: 'Y' }
            : { id, name, sort, entityTypeId, isDefault: 'N', originId: '', originatorId: '' },
        )
      return { result: { categories }, total: categories.length }
    },
  }),

  'crm.status.list': method({
    params: { order: wire.map.optional(), filter: wire.map.optional() },
    caseless: true,
    run(call, { order = {}, filter = {} }) {
      const rows = call.world.state.stages.map((stage) => {
        const category = /^DEAL_STAGE_(\d+)$/.exec(stage.entityId)?.[1] ?? null
        const semantics = stage.semantics === 'S' ? 'success' : stage.semantics === 'F' ? 'failure' : 'process'
        return {
          ID: String(stage.id),
          ENTITY_ID: stage.entityId,
          STATUS_ID: stage.statusId,
          NAME: stage.name,
          NAME_INIT: stage.system ? stage.name : '',
          SORT: String(stage.sort),
          SYSTEM: flag(stage.system),
          CATEGORY_ID: category,
          COLOR: stage.color,
          SEMANTICS: stage.semantics,
          EXTRA: { SEMANTICS: semantics, COLOR: stage.color },
        }
      })
      const sources = [
        {
          ID: '60',
          ENTITY_ID: 'SOURCE',
          STATUS_ID: 'WEB',
          NAME: 'Web',
          NAME_INIT: 'Web',
          SORT: '10',
          SYSTEM: 'Y',
          CATEGORY_ID: null,
          COLOR: null,
          SEMANTICS: null,
        },
      ]
      for (const name of filterFields(filter))
        if (!(name.toUpperCase() in (rows[0] ?? {}))) throw new Refusal(400, 'Invalid parameters.', 'Переданы некорректные параметры.')
      const found = [...rows, ...sources].filter((row) => matches(row, filter, field, () => undefined))
      const result = sorted(found, Object.keys(order).length > 0 ? order : { ENTITY_ID: 'ASC', SORT: 'ASC' }, field)
      return { result, total: result.length }
    },
  }),
}
