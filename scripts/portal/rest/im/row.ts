/** Notifications as REST shows them, with the people who wrote them. */
import { iso } from '../../clock.ts'
import type { Call } from '../../door/method.ts'
import type { Notification, Person } from '../../state/state.ts'
import { personOf } from '../../world.ts'

export const mine = (call: Call): Notification[] => call.world.state.notifications.filter((one) => one.userId === call.person.id)

/** False: none are known. */
function phonesOf({ more = {} }: Person): Record<string, unknown> | false {
  const known = [
    ['personal_mobile', more['PERSONAL_MOBILE']],
    ['work_phone', more['WORK_PHONE']],
    ['inner_phone', more['UF_PHONE_INNER']],
  ].filter(([, number]) => number)
  return known.length > 0 && (Object.fromEntries(known) as Record<string, unknown>)
}

const personRow = (person: Person) => ({
  id: person.id,
  active: person.active,
  name: `${person.name} ${person.lastName}`.trim(),
  first_name: person.name,
  last_name: person.lastName,
  work_position: person.position,
  color: '#1eb4aa',
  avatar: '',
  avatar_hr: '',
  gender: 'M',
  birthday: '',
  extranet: person.extranet,
  network: false,
  bot: false,
  connector: false,
  external_auth_id: 'default',
  status: 'online',
  idle: false,
  last_activity_date: person.lastActivityAt === null ? false : iso(person.lastActivityAt),
  mobile_last_date: false,
  desktop_last_date: false,
  absent: false,
  departments: person.departments,
  phones: phonesOf(person),
  bot_data: null,
  type: person.extranet ? 'extranet' : 'user',
  website: '',
  email: person.email,
})

export const notificationRow = (call: Call, one: Notification) => ({
  id: one.id,
  chat_id: call.person.id,
  author_id: one.authorId ?? 0,
  date: iso(one.at),
  notify_type: one.authorId ? 2 : 3,
  notify_module: 'rest',
  notify_event: one.authorId ? 'rest_personal' : 'rest_system',
  notify_tag: one.tag ?? '',
  notify_sub_tag: one.subTag ?? '',
  notify_title: '',
  notify_read: one.read ? 'Y' : 'N',
  setting_name: 'rest|default',
  text: one.text,
  params: null,
})

/** Whoever wrote one of them; the portal and the application are nobody. */
export function authorRows(call: Call, shown: readonly Notification[]) {
  const authors = new Set(shown.map((one) => one.authorId ?? 0).filter((id) => id > 0))
  return [...authors].flatMap((id) => {
    const person = personOf(call.world, id)
    return person ? [personRow(person)] : []
  })
}
