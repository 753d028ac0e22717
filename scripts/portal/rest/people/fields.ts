/** `user.userfield.*`: fields of people that the company made up itself. */
import { matches, sorted } from '../../door/filter.ts'
import type { Row } from '../../door/filter.ts'
import { method, wire } from '../../door/method.ts'
import type { Call } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import type { UserField } from '../../state/office.ts'
import { nextId, say } from '../../world.ts'

const denied = new Refusal(400, '', 'Access denied.')
const noId = new Refusal(400, '', 'ID is not defined or invalid')
const administrator = { context: 'administrator', notAdministrator: denied, caseless: true } as const
const field = (row: Row, name: string): unknown => row[name.toUpperCase()]

const known = ['XML_ID', 'SORT', 'MULTIPLE', 'MANDATORY', 'SHOW_FILTER', 'SHOW_IN_LIST', 'EDIT_IN_LIST', 'IS_SEARCHABLE', 'SETTINGS', 'LIST']
const labels = ['EDIT_FORM_LABEL', 'LIST_COLUMN_LABEL', 'LIST_FILTER_LABEL', 'ERROR_MESSAGE', 'HELP_MESSAGE', 'LABEL']

function row({ id, name, type, values }: UserField): Record<string, unknown> {
  return {
    ID: String(id),
    ENTITY_ID: 'USER',
    FIELD_NAME: name,
    USER_TYPE_ID: type,
    XML_ID: values['XML_ID'] ?? null,
    SORT: String(values['SORT'] ?? 100),
    MULTIPLE: values['MULTIPLE'] ?? 'N',
    MANDATORY: values['MANDATORY'] ?? 'N',
    SHOW_FILTER: values['SHOW_FILTER'] ?? 'N',
    SHOW_IN_LIST: values['SHOW_IN_LIST'] ?? 'Y',
    EDIT_IN_LIST: values['EDIT_IN_LIST'] ?? 'Y',
    IS_SEARCHABLE: values['IS_SEARCHABLE'] ?? 'N',
    SETTINGS: values['SETTINGS'] ?? [],
    ...(values['LIST'] === undefined ? {} : { LIST: values['LIST'] }),
    ...Object.fromEntries(labels.flatMap((label) => (values[label] === undefined ? [] : [[label, values[label]]]))),
  }
}

function write(call: Call, one: UserField, fields: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(fields)) {
    if ([...known, ...labels].includes(name)) one.values[name] = value
    else if (name !== 'FIELD_NAME' && name !== 'USER_TYPE_ID') call.unknown(`fields.${name}`)
  }
}

function find(call: Call, id: number): UserField {
  if (id <= 0) throw noId
  const found = call.world.state.office.userFields.find((one) => one.id === id)
  if (!found) throw denied
  return found
}

export const userFields = {
  'user.userfield.add': method({
    ...administrator,
    writes: true,
    params: { fields: wire.map },
    run(call, { fields }) {
      const { office } = call.world.state
      for (const name of ['FIELD_NAME', 'USER_TYPE_ID'])
        if (!fields[name]) throw new Refusal(400, '', `The '${name}' field is not found.`)
      const given = String(fields['FIELD_NAME']).toUpperCase()
      // Made by REST, a field's name has the entity in it.
      const name = given.startsWith('UF_USR_') ? given : `UF_USR_${given.replace(/^UF_/, '')}`
      if (office.userFields.some((one) => one.name === name))
        throw new Refusal(
          400,
          'ERROR_CORE',
          say(call.world, `Поле ${name} для объекта USER уже существует`, `The field ${name} of the object USER exists already`),
        )
      const added: UserField = { id: nextId(call.world, 'userField'), name, type: String(fields['USER_TYPE_ID']), values: {} }
      write(call, added, fields)
      office.userFields.push(added)
      call.world.touch()
      return { result: added.id }
    },
  }),

  'user.userfield.update': method({
    ...administrator,
    writes: true,
    invalid: () => noId,
    params: { id: wire.int, fields: wire.map.optional() },
    run(call, { id, fields = {} }) {
      write(call, find(call, id), fields)
      call.world.touch()
      return { result: true }
    },
  }),

  'user.userfield.list': method({
    ...administrator,
    params: { order: wire.order.optional(), filter: wire.map.optional() },
    run(call, { order = { ID: 'ASC' }, filter = {} }) {
      const rows = call.world.state.office.userFields.map(row).filter((one) => matches(one, filter, field, (name) => call.unknown(`filter.${name}`)))
      return { result: sorted(rows, order, field), total: rows.length }
    },
  }),

  /** What people had in it goes with it. */
  'user.userfield.delete': method({
    ...administrator,
    writes: true,
    invalid: () => noId,
    params: { id: wire.int },
    run(call, { id }) {
      const gone = find(call, id)
      const { office, people } = call.world.state
      office.userFields = office.userFields.filter((one) => one !== gone)
      for (const person of people)
        if (person.more) person.more = Object.fromEntries(Object.entries(person.more).filter(([name]) => name !== gone.name))
      call.world.touch()
      return { result: true }
    },
  }),
}
