/** Contacts of leads, deals and companies, companies of contacts: `crm.<kind>.contact.*` and `crm.contact.company.*`. */
import { described } from '../../crm/field-words.ts'
import { updateRecord } from '../../crm/records.ts'
import { author } from '../../crm/rights.ts'
import { method, wire } from '../../door/method.ts'
import type { Call, Handler } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import type { CrmKind } from '../../state/kinds.ts'
import type { CrmRecord } from '../../state/state.ts'
import { canChange, canRead, recordOf, say } from '../../world.ts'

const plain = (text: string) => new Refusal(400, '', text)
const badOwner = plain("The parameter 'ownerEntityID' is invalid or not defined.")
const noRight = new Refusal(400, 'ACCESS_DENIED', 'Access denied!')
const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const step = 10

interface Link {
  readonly id: number
  readonly sort: number
  readonly primary: boolean
}

/** @param other whose numbers the owner holds: its contacts, or a contact's companies */
function family<K extends CrmKind, O extends 'contact' | 'company'>(kind: K, other: O) {
  const idName = other === 'contact' ? 'CONTACT_ID' : 'COMPANY_ID'
  const key = other === 'contact' ? 'contactIds' : 'companyIds'

  function find(call: Call, id: number, changes: boolean): CrmRecord {
    const { world, person } = call
    if (id <= 0) throw badOwner
    if (person.extranet || (kind === 'lead' && world.state.crmMode === 'simple')) throw plain('Access denied.')
    const record = recordOf(world, kind, id)
    if (!record) throw plain('Not found.')
    if (!(changes ? canChange : canRead)(world, person, record)) throw noRight
    return record
  }

  const linksOf = (record: CrmRecord): Link[] =>
    record[key]
      .map((id, index) => ({ id, sort: record.linkSorts[id] ?? (index + 1) * step, primary: index === 0 }))
      .sort((one, two) => one.sort - two.sort)

  function linkOf(call: Call, fields: unknown, index: number, from: string): Link {
    const given = isMap(fields) ? fields : {}
    const id = Number(given[idName] ?? 0)
    if (!recordOf(call.world, other, id)) throw from === 'fields' ? plain("The parameter 'fields' is not valid.") : noSuch(call, id)
    Object.keys(given).forEach((name) => [idName, 'SORT', 'IS_PRIMARY', 'ROLE_ID'].includes(name) || call.unknown(`${from}.${name}`))
    return { id, sort: Number(given['SORT'] ?? (index + 1) * step), primary: given['IS_PRIMARY'] === 'Y' }
  }
  const noSuch = (call: Call, id: number) =>
    new Refusal(400, 'ERROR_CORE', say(call.world, `Элемент с ID ${id} не найден<br>`, `Item with ID ${id} is not found<br>`))

  /** The primary one stands first; everything else that the owner's rules demand is theirs. */
  function write(call: Call, record: CrmRecord, links: readonly Link[]): void {
    const ordered = [...links.filter((link) => link.primary), ...links.filter((link) => !link.primary)]
    record.linkSorts = Object.fromEntries(links.map((link) => [link.id, link.sort]))
    updateRecord(call.world, record, { [key]: ordered.map((link) => link.id) }, author(call), () => undefined)
    call.world.touch()
  }

  const params = { id: wire.int }
  const writing = { caseless: true, writes: true, cost: 0.1 } as const
  const invalid = (name: string) => (name === 'id' ? badOwner : plain(`The parameter '${name}' must be array.`))
  const methods: Record<string, Handler> = {
    [`crm.${kind}.${other}.fields`]: method({
      params: {},
      run: ({ world }) => ({
        result: {
          [idName]: described('integer', other === 'contact' ? say(world, 'Контакт', 'Contact') : say(world, 'Компания', 'Company'), { required: true }),
          SORT: described('integer', say(world, 'Сортировка', 'Sort order')),
          IS_PRIMARY: described('char', say(world, 'Первичный', 'Primary')),
        },
      }),
    }),

    [`crm.${kind}.${other}.items.get`]: method({
      caseless: true,
      params,
      invalid,
      run: (call, { id }) => ({
        result: linksOf(find(call, id, false)).map((link) => ({
          [idName]: link.id,
          SORT: link.sort,
          ROLE_ID: 0,
          IS_PRIMARY: link.primary ? 'Y' : 'N',
        })),
      }),
    }),

    [`crm.${kind}.${other}.items.set`]: method({
      ...writing,
      params: { ...params, items: wire.list },
      invalid,
      run(call, { id, items }) {
        const record = find(call, id, true)
        const links = items.map((item, index) => linkOf(call, item, index, 'items'))
        write(call, record, links)
        return { result: true }
      },
    }),

    [`crm.${kind}.${other}.items.delete`]: method({
      ...writing,
      params,
      invalid,
      run(call, { id }) {
        write(call, find(call, id, true), [])
        return { result: true }
      },
    }),

    [`crm.${kind}.${other}.add`]: method({
      ...writing,
      params: { ...params, fields: wire.map },
      invalid,
      run(call, { id, fields }) {
        const record = find(call, id, true)
        const known = linksOf(record)
        const link = linkOf(call, fields, known.length, 'fields')
        const others = known.filter((one) => one.id !== link.id).map((one) => ({ ...one, primary: one.primary && !link.primary }))
        write(call, record, [...others, link])
        return { result: true }
      },
    }),

    [`crm.${kind}.${other}.delete`]: method({
      ...writing,
      params: { ...params, fields: wire.map },
      invalid,
      run(call, { id, fields }) {
        const record = find(call, id, true)
        const known = linksOf(record)
        const gone = Number(fields[idName] ?? 0)
        if (!known.some((link) => link.id === gone)) throw plain("The parameter 'fields' is not valid.")
        write(call, record, known.filter((link) => link.id !== gone))
        return { result: true }
      },
    }),
  }
  type Deed = 'fields' | 'items.get' | 'items.set' | 'items.delete' | 'add' | 'delete'
  return methods as Record<`crm.${K}.${O}.${Deed}`, Handler>
}

export const crmLinks = {
  ...family('lead', 'contact'),
  ...family('deal', 'contact'),
  ...family('company', 'contact'),
  ...family('contact', 'company'),
}
