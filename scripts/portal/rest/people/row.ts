/** How people look to REST, with no more fields than the granted scope shows, and what they are found by. */
import { iso } from '../../clock.ts'
import type { Row } from '../../door/filter.ts'
import type { Call } from '../../door/method.ts'
import type { Person } from '../../state/state.ts'

/** Fields of `user_brief`: no contacts, no LAST_LOGIN, no USER_TYPE (which can be filtered by all the same). */
const briefFields = [
  'ID',
  'XML_ID',
  'ACTIVE',
  'NAME',
  'LAST_NAME',
  'SECOND_NAME',
  'TITLE',
  'IS_ONLINE',
  'TIME_ZONE',
  'PERSONAL_PHOTO',
  'TIMESTAMP_X',
  'DATE_REGISTER',
  'PERSONAL_PROFESSION',
  'PERSONAL_GENDER',
  'PERSONAL_BIRTHDAY',
  'PERSONAL_CITY',
  'PERSONAL_STATE',
  'PERSONAL_COUNTRY',
  'WORK_POSITION',
  'WORK_CITY',
  'WORK_STATE',
  'WORK_COUNTRY',
  'LAST_ACTIVITY_DATE',
  'UF_EMPLOYMENT_DATE',
  'UF_TIMEMAN',
  'UF_SKILLS',
  'UF_INTERESTS',
  'UF_DEPARTMENT',
  'UF_PHONE_INNER',
]
const onlineFor = 15 * 60_000

export function userRow(person: Person, now: number): Record<string, unknown> {
  const online = person.active && person.lastActivityAt !== null && now - person.lastActivityAt < onlineFor
  return {
    ID: String(person.id),
    XML_ID: '',
    ACTIVE: person.active,
    NAME: person.name,
    LAST_NAME: person.lastName,
    SECOND_NAME: person.secondName,
    TITLE: '',
    EMAIL: person.email,
    LAST_LOGIN: person.lastActivityAt === null ? '' : iso(person.lastActivityAt),
    DATE_REGISTER: iso(person.registeredAt),
    TIME_ZONE: person.timeZone,
    IS_ONLINE: online ? 'Y' : 'N',
    TIMESTAMP_X: {},
    // Somebody who was invited and never came has no such key at all.
    ...(person.lastActivityAt === null ? {} : { LAST_ACTIVITY_DATE: iso(person.lastActivityAt).slice(0, 19).replace('T', ' ') }),
    PERSONAL_GENDER: '',
    PERSONAL_BIRTHDAY: '',
    WORK_POSITION: person.position,
    UF_EMPLOYMENT_DATE: '',
    UF_TIMEMAN: person.workday.state === 'off' ? 'N' : 'Y',
    UF_DEPARTMENT: person.departments,
    USER_TYPE: person.extranet ? 'extranet' : 'employee',
    ...person.more,
  }
}

export function visible(call: Call, row: Row, select: readonly string[] | null): Row {
  const full = call.scope.includes('user')
  return Object.fromEntries(
    Object.entries(row).filter(
      ([name]) =>
        (full || briefFields.includes(name)) &&
        (select === null || name === 'ID' || select.includes(name) || (select.includes('UF_*') && name.startsWith('UF_'))),
    ),
  )
}

export const field = (row: Row, name: string): unknown => {
  const key = name.toUpperCase()
  if (key === 'NAME_SEARCH') return `${String(row['NAME'])} ${String(row['LAST_NAME'])} ${String(row['WORK_POSITION'])}`
  // Fields that nobody has filled in yet are empty, not unknown.
  return key in row ? row[key] : key === 'LAST_ACTIVITY_DATE' || /^(PERSONAL|WORK|UF)_/.test(key) ? null : undefined
}

const yesOrNo = (value: unknown): string => (/^(y|1|true)$/i.test(String(value)) ? 'Y' : 'N')

/** The portal takes `true`, `Y` and `1` alike here. */
export function conditions(filter: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(filter).map(([name, value]) => {
      if (/NAME_SEARCH$/i.test(name)) return [`%${name.replace(/^%/, '')}`, value]
      return [name, /ACTIVE$/i.test(name) ? (Array.isArray(value) ? value.map(yesOrNo) : yesOrNo(value)) : value]
    }),
  )
}
