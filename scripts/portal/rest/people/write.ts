/** `user.add`, `.update` and `.fields`: administrators invite people, change them, dismiss them and take them back. */
import { z } from 'zod'
import { method, wire } from '../../door/method.ts'
import type { Call } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import type { Person } from '../../state/state.ts'
import { nextId, personOf, say } from '../../world.ts'
import { keptNames, titles } from './names.ts'

const core = (text: string) => new Refusal(400, 'ERROR_CORE', text)
const wrong = (text: string) => new Refusal(400, 'ERROR_ARGUMENT', text, { argument: '' })
const administrator = { context: 'administrator', notAdministrator: core('access_denied'), caseless: true, writes: true, cost: 0.3 } as const

const texts = ['EMAIL', 'NAME', 'LAST_NAME', 'SECOND_NAME', 'WORK_POSITION', ...keptNames]
const pictures = ['PERSONAL_PHOTO', 'WORK_LOGO']
const fields = {
  ...Object.fromEntries(texts.map((name) => [name, (pictures.includes(name) ? wire.list : wire.text).optional()])),
  UF_DEPARTMENT: z.union([wire.text, z.array(z.unknown())]).optional(),
}
type Values = Readonly<Record<string, unknown>>

const list = (value: unknown): unknown[] =>
  value === undefined || value === null || value === '' ? [] : typeof value === 'object' ? Object.values(value) : [value]

function emailOf(call: Call, value: unknown, self: Person | null): string {
  const email = String(value ?? '').trim()
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) throw wrong('wrong_email')
  if (call.world.state.people.some((one) => one !== self && one.email.toLowerCase() === email.toLowerCase()))
    throw wrong(say(call.world, 'Пользователь с таким email уже существует', 'A user with this e-mail exists already'))
  return email
}

/** Departments that are not there are left out, as the portal leaves them out. */
function departmentsOf(call: Call, value: unknown): number[] {
  const { departments } = call.world.state
  return [...new Set(list(value).map(Number))].filter((id) => departments.some((one) => one.id === id))
}

function write(call: Call, person: Person, given: Values): void {
  const own = { NAME: 'name', LAST_NAME: 'lastName', SECOND_NAME: 'secondName', WORK_POSITION: 'position' } as const
  for (const [name, key] of Object.entries(own)) if (given[name] !== undefined) person[key] = String(given[name])
  if (given['UF_DEPARTMENT'] !== undefined) person.departments = departmentsOf(call, given['UF_DEPARTMENT'])
  const custom = call.world.state.office.userFields.map((one) => one.name)
  const more = Object.entries(given).filter(([name, value]) => value !== undefined && (keptNames.includes(name) || custom.includes(name)))
  if (more.length > 0) person.more = { ...person.more, ...Object.fromEntries(more) }
}

/** Fields that the company made up, and what an invitation from outside has besides. */
const open = (call: Call, name: string): boolean =>
  ['EXTRANET', 'SONET_GROUP_ID', 'MESSAGE_TEXT'].includes(name.toUpperCase()) ||
  call.world.state.office.userFields.some((one) => one.name === name.toUpperCase())

const upper = (values: Values): Values => Object.fromEntries(Object.entries(values).map(([name, value]) => [name.toUpperCase(), value]))

export const userWrite = {
  'user.fields': method({
    params: {},
    run: ({ world }) => ({
      result: { ...titles(world.language), ...Object.fromEntries(world.state.office.userFields.map(({ name, values }) => [name, values['LABEL'] ?? name])) },
    }),
  }),

  /** An invitation: whoever it is has never come in. */
  'user.add': method({
    ...administrator,
    open,
    params: { ...fields, EMAIL: wire.text },
    invalid: () => wrong('wrong_email'),
    run(call, given: Values, rest) {
      const { world } = call
      const more = upper(rest)
      const email = emailOf(call, given['EMAIL'], null)
      const extranet = more['EXTRANET'] === 'Y'
      if (extranet && list(more['SONET_GROUP_ID']).length === 0)
        throw new Refusal(400, 'ERROR_GROUPID', say(world, 'Не указан код группы', 'The group is not given'))
      if (!extranet && list(given['UF_DEPARTMENT']).length === 0) throw wrong('no_extranet_field')
      const person: Person = {
        id: 0,
        name: '',
        lastName: '',
        secondName: '',
        position: '',
        email,
        timeZone: '',
        departments: [],
        administrator: false,
        representative: false,
        extranet,
        active: true,
        registeredAt: world.clock.now(),
        lastActivityAt: null,
        absences: [],
        workday: { state: 'off', openedAt: null, closedAt: null },
      }
      write(call, person, { ...given, ...more })
      person.id = Math.max(nextId(world, 'person'), ...world.state.people.map((one) => one.id + 1))
      world.state.lastId['person'] = person.id
      world.state.people.push(person)
      world.touch()
      return { result: person.id }
    },
  }),

  'user.update': method({
    ...administrator,
    open,
    params: { ...fields, ID: wire.int, ACTIVE: wire.bool.optional() },
    invalid: () => core('access_denied'),
    run(call, given, rest) {
      const person = personOf(call.world, given.ID)
      if (!person) throw core('access_denied')
      const values: Values = { ...given, ...upper(rest) }
      if (values['EMAIL'] !== undefined) person.email = emailOf(call, values['EMAIL'], person)
      if (given.ACTIVE !== undefined) person.active = given.ACTIVE
      write(call, person, values)
      call.world.touch()
      return { result: true }
    },
  }),
}
