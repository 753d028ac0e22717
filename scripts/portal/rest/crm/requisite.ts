/** `crm.requisite.*`: requisites of contacts and companies, and the presets that they are made by. */
import { iso } from '../../clock.ts'
import { described } from '../../crm/field-words.ts'
import { method, wire } from '../../door/method.ts'
import type { Call } from '../../door/method.ts'
import { listParams, listRows } from '../../door/plain-list.ts'
import { Refusal } from '../../door/refusal.ts'
import { fireEvent } from '../../sending/events.ts'
import type { Requisite, RequisitePreset } from '../../state/crm.ts'
import type { CrmRecord } from '../../state/state.ts'
import { canChange, canRead, nextId, say } from '../../world.ts'
import type { World } from '../../world.ts'

type Values = Readonly<Record<string, unknown>>
const plain = (text: string) => new Refusal(400, '', text)
const denied = plain('Access denied.')

const texts = [
  ...['CODE', 'XML_ID', 'ORIGINATOR_ID'],
  ...['NAME', 'FIRST_NAME', 'LAST_NAME', 'SECOND_NAME', 'COMPANY_ID', 'COMPANY_NAME', 'COMPANY_FULL_NAME', 'COMPANY_REG_DATE', 'DIRECTOR'].map(rq),
  ...['ACCOUNTANT', 'CEO_NAME', 'CEO_WORK_POS', 'CONTACT', 'EMAIL', 'PHONE', 'FAX', 'IDENT_TYPE', 'IDENT_DOC', 'IDENT_DOC_SER', 'IDENT_DOC_NUM'].map(rq),
  ...['IDENT_DOC_PERS_NUM', 'IDENT_DOC_DATE', 'IDENT_DOC_ISSUED_BY', 'IDENT_DOC_DEP_CODE', 'INN', 'KPP', 'USRLE', 'IFNS', 'OGRN', 'OGRNIP'].map(rq),
  ...['OKPO', 'OKTMO', 'OKVED', 'EDRPOU', 'DRFO', 'KBE', 'IIN', 'BIN', 'ST_CERT_SER', 'ST_CERT_NUM', 'ST_CERT_DATE'].map(rq),
  ...['VAT_ID', 'VAT_CERT_SER', 'VAT_CERT_NUM', 'VAT_CERT_DATE', 'RESIDENCE_COUNTRY', 'BASE_DOC', 'REGON', 'KRS', 'PESEL', 'LEGAL_FORM'].map(rq),
  ...['SIRET', 'SIREN', 'CAPITAL', 'RCS', 'CNPJ', 'STATE_REG', 'MNPL_REG', 'CPF', 'SIGNATURE', 'STAMP'].map(rq),
]
function rq(name: string): string {
  return `RQ_${name}`
}

const flag = (yes: boolean): string => (yes ? 'Y' : 'N')
const isYes = (value: unknown): boolean => /^(y|1|true)$/i.test(String(value))

const row = (one: Requisite): Record<string, unknown> => ({
  ID: String(one.id),
  ENTITY_TYPE_ID: String(one.ownerTypeId),
  ENTITY_ID: String(one.ownerId),
  PRESET_ID: String(one.presetId),
  DATE_CREATE: iso(one.createdAt),
  DATE_MODIFY: one.updatedAt === null ? '' : iso(one.updatedAt),
  CREATED_BY_ID: String(one.createdBy),
  MODIFY_BY_ID: one.updatedBy === null ? null : String(one.updatedBy),
  NAME: one.name,
  ACTIVE: flag(one.active),
  ADDRESS_ONLY: flag(one.addressOnly),
  SORT: String(one.sort),
  RQ_VAT_PAYER: flag(one.more['RQ_VAT_PAYER'] === 'Y'),
  ...Object.fromEntries(texts.map((name) => [name, one.more[name] ?? null])),
})

const presetRow = (one: RequisitePreset): Record<string, unknown> => ({
  ID: String(one.id),
  ENTITY_TYPE_ID: '8',
  COUNTRY_ID: '1',
  DATE_CREATE: iso(one.createdAt),
  DATE_MODIFY: '',
  CREATED_BY_ID: '1',
  MODIFY_BY_ID: null,
  NAME: one.name,
  XML_ID: '',
  ACTIVE: 'Y',
  SORT: String(one.sort),
})

const ownerOf = (world: World, one: Pick<Requisite, 'ownerTypeId' | 'ownerId'>): CrmRecord | undefined =>
  world.state.records.find((record) => record.type === one.ownerTypeId && record.id === one.ownerId)

function find(call: Call, id: number, changes: boolean): Requisite {
  if (id <= 0) throw plain('ID is not defined or invalid.')
  const found = call.world.state.requisites.find((one) => one.id === id)
  if (!found) throw plain(`The Requisite with ID '${id}' is not found`)
  const owner = ownerOf(call.world, found)
  if (!owner || !(changes ? canChange : canRead)(call.world, call.person, owner)) throw denied
  return found
}

function write(call: Call, one: Requisite, fields: Values): void {
  for (const [name, value] of Object.entries(fields)) {
    if (/^(ENTITY_TYPE_ID|ENTITY_ID|PRESET_ID)$/.test(name)) continue
    if (name === 'NAME') one.name = String(value)
    else if (name === 'ACTIVE') one.active = isYes(value)
    else if (name === 'ADDRESS_ONLY') one.addressOnly = isYes(value)
    else if (name === 'SORT') one.sort = Number(value) || 500
    else if (name === 'RQ_VAT_PAYER') one.more[name] = flag(isYes(value))
    else if (texts.includes(name)) one.more[name] = String(value ?? '')
    else call.unknown(`fields.${name}`)
  }
  call.world.touch()
}

const id = { id: wire.int }
const badId = () => plain('ID is not defined or invalid.')
const tell = (call: Call, change: string, one: Requisite) =>
  fireEvent(call.world, `ONCRMREQUISITE${change}`, { FIELDS: { ID: one.id } }, call.person.id)

export const crmRequisite = {
  'crm.requisite.fields': method({
    params: {},
    run({ world }) {
      const numbers = { ENTITY_TYPE_ID: true, ENTITY_ID: true, PRESET_ID: true, SORT: false }
      const result = {
        ID: described('integer', 'ID', { readOnly: true }),
        ...Object.fromEntries(
          Object.entries(numbers).map(([name, required]) => [name, described('integer', name, { required, immutable: required && name !== 'PRESET_ID' })]),
        ),
        DATE_CREATE: described('datetime', say(world, 'Дата создания', 'Made on'), { readOnly: true }),
        DATE_MODIFY: described('datetime', say(world, 'Дата изменения', 'Changed on'), { readOnly: true }),
        CREATED_BY_ID: described('user', say(world, 'Кем создан', 'Made by'), { readOnly: true }),
        MODIFY_BY_ID: described('user', say(world, 'Кем изменён', 'Changed by'), { readOnly: true }),
        NAME: described('string', say(world, 'Название', 'Name'), { required: true }),
        ACTIVE: described('char', say(world, 'Активность', 'Active')),
        ADDRESS_ONLY: described('char', 'ADDRESS_ONLY'),
        RQ_VAT_PAYER: described('char', 'RQ_VAT_PAYER'),
        ...Object.fromEntries(texts.map((name) => [name, described('string', name)])),
      }
      return { result }
    },
  }),

  'crm.requisite.list': method({
    caseless: true,
    params: listParams,
    run(call, asked) {
      const { world } = call
      if (call.person.extranet) throw new Refusal(400, '0', 'Access denied.')
      const readable = world.state.requisites.filter((one) => {
        const owner = ownerOf(world, one)
        return owner !== undefined && canRead(world, call.person, owner)
      })
      return listRows(call, readable.map(row), asked)
    },
  }),

  'crm.requisite.get': method({ caseless: true, params: id, invalid: badId, run: (call, asked) => ({ result: row(find(call, asked.id, false)) }) }),

  'crm.requisite.add': method({
    caseless: true,
    writes: true,
    params: { fields: wire.map },
    invalid: () => plain("Parameter 'fields' must be array."),
    run(call, { fields }) {
      const { world } = call
      const number = (name: string, possible: (value: number) => boolean) => {
        const value = Number(fields[name] ?? 0)
        if (!possible(value)) throw plain(`${name} is not defined or invalid.`)
        return value
      }
      const ownerTypeId = number('ENTITY_TYPE_ID', (value) => value === 3 || value === 4) === 3 ? 3 : 4
      const ownerId = number('ENTITY_ID', (value) => value > 0)
      const presetId = number('PRESET_ID', (value) => world.state.requisitePresets.some((one) => one.id === value))
      const owner = ownerOf(world, { ownerTypeId, ownerId })
      if (!owner) throw plain('Entity not found.')
      if (!canChange(world, call.person, owner)) throw denied
      if (String(fields['NAME'] ?? '') === '') throw plain(say(world, 'Не заполнено обязательное поле "Название"', 'The required field "Name" is empty'))
      const made: Requisite = {
        id: nextId(world, 'requisite'),
        ownerTypeId,
        ownerId,
        presetId,
        name: '',
        active: true,
        addressOnly: false,
        sort: 500,
        createdAt: world.clock.now(),
        createdBy: call.person.id,
        updatedAt: null,
        updatedBy: null,
        more: {},
      }
      write(call, made, fields)
      world.state.requisites.push(made)
      tell(call, 'ADD', made)
      return { result: made.id }
    },
  }),

  'crm.requisite.update': method({
    caseless: true,
    writes: true,
    params: { ...id, fields: wire.map },
    invalid: badId,
    run(call, asked) {
      const one = find(call, asked.id, true)
      write(call, one, asked.fields)
      Object.assign(one, { updatedAt: call.world.clock.now(), updatedBy: call.person.id })
      tell(call, 'UPDATE', one)
      return { result: true }
    },
  }),

  'crm.requisite.delete': method({
    caseless: true,
    writes: true,
    params: id,
    invalid: badId,
    run(call, asked) {
      const { state } = call.world
      const one = find(call, asked.id, true)
      state.requisites = state.requisites.filter((other) => other !== one)
      state.addresses = state.addresses.filter((address) => address.entityTypeId !== 8 || address.entityId !== one.id)
      tell(call, 'DELETE', one)
      call.world.touch()
      return { result: true }
    },
  }),

  'crm.requisite.preset.list': method({
    caseless: true,
    params: listParams,
    run: (call, asked) => listRows(call, call.world.state.requisitePresets.map(presetRow), asked),
  }),

  'crm.requisite.preset.get': method({
    caseless: true,
    params: id,
    invalid: badId,
    run(call, asked) {
      const found = call.world.state.requisitePresets.find((one) => one.id === asked.id)
      if (!found) throw plain(`The Preset with ID '${asked.id}' is not found`)
      return { result: presetRow(found) }
    },
  }),
}
