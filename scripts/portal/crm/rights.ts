/** Who may touch which CRM record, as the newer methods refuse it: by stable codes and the portal's own words. */
import type { Call } from '../door/method.ts'
import { Refusal } from '../door/refusal.ts'
import type { CrmType } from '../state/kinds.ts'
import type { CrmRecord } from '../state/state.ts'
import { canRead, say } from '../world.ts'
import type { World } from '../world.ts'
import type { Author } from './records.ts'

export const denied = (world: World) => new Refusal(400, 'ACCESS_DENIED', say(world, 'Доступ запрещен', 'Access denied'))
export const notFound = (world: World) => new Refusal(400, 'NOT_FOUND', say(world, 'Элемент не найден', 'Item not found'))
export const noProcess = (world: World) => new Refusal(400, 'NOT_FOUND', say(world, 'Смарт-процесс не найден', 'SPA not found'))

export const author = (call: Call): Author => ({ person: call.person, fromApp: call.installation !== null })

export function intranetOnly(call: Call): void {
  if (!call.person.extranet) return
  throw new Refusal(
    403,
    'allowed_only_intranet_user',
    say(call.world, 'Действие разрешено только интранет-пользователям', 'Only intranet users are allowed to do this'),
  )
}

/** The CRM's settings are its administrator's. */
export function administratorOnly(call: Call): void {
  if (!call.person.administrator) throw denied(call.world)
}

export function typeOf(call: Call, entityTypeId: number): CrmType {
  const { world } = call
  intranetOnly(call)
  if (entityTypeId === 5) throw new Refusal(400, 'ENTITY_TYPE_NOT_SUPPORTED', 'Entity type is not supported')
  if (entityTypeId < 1 || entityTypeId > 4) throw noProcess(world)
  // Leads are switched off: nobody has a right to them.
  if (entityTypeId === 1 && world.state.crmMode === 'simple') throw denied(world)
  return entityTypeId as CrmType
}

/** A record that exists and that this person may read; the real portal tells the two apart, so do we. */
export function findRecord(call: Call, entityTypeId: number, id: number): CrmRecord {
  const type = typeOf(call, entityTypeId)
  const record = call.world.state.records.find((one) => one.type === type && one.id === id)
  if (!record) throw notFound(call.world)
  if (!canRead(call.world, call.person, record)) throw denied(call.world)
  return record
}

/** The owner of a comment, an activity or a product row. */
export function ownerOf(call: Call, entityTypeId: number, id: number): CrmRecord {
  const { world } = call
  const record = world.state.records.find((one) => one.type === entityTypeId && one.id === id)
  if (!record) throw new Refusal(400, 'OWNER_NOT_FOUND', say(world, 'Владелец не найден', 'Owner was not found'))
  if (!canRead(world, call.person, record)) throw denied(world)
  return record
}

const directions = /^(asc|desc)$/i
/** Names and directions of a list of the newer methods are checked, those of the older ones are not. */
export function checkOrder(order: Readonly<Record<string, unknown>>, known: (name: string) => boolean): void {
  for (const [name, direction] of Object.entries(order)) {
    if (!known(name)) throw notAllowed('order', name)
    if (directions.test(String(direction))) continue
    throw new Refusal(
      400,
      'INVALID_ARG_VALUE',
      `Invalid order: allowed sort directions are \`ASC, DESC\`. But got '${String(direction)}' for field '${name}'`,
    )
  }
}
export const notAllowed = (where: string, field: string) =>
  new Refusal(400, 'INVALID_ARG_VALUE', `Invalid ${where}: field '${field}' is not allowed in ${where}`)
