/** Uploads: a file with its content in base64, or an address to post it to. */
import type { Answer, Call } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import { addressOf } from '../../office/disk-address.ts'
import { addFile, addObject, checkName, uniqueName } from '../../office/disk.ts'
import type { DiskObject } from '../../state/office.ts'
import { argument, fileRow, folderRow } from './row.ts'

type Values = Readonly<Record<string, unknown>>

const nameIn = (data: Values | undefined): string => String(data?.['NAME'] ?? data?.['name'] ?? '').trim()

/** `[name, base64]`, or the base64 alone. */
export const contentIn = (given: unknown): string => String(Array.isArray(given) ? (given[1] ?? given[0]) : given)

export function uploadInto(call: Call, folder: DiskObject, data: Values | undefined, given: unknown, unique: boolean): Answer {
  const { world, person } = call
  const wanted = nameIn(data)
  if (given === undefined) {
    const ticket = { deed: 'upload', id: folder.id, userId: person.id, unique, ...(wanted === '' ? {} : { name: wanted }) } as const
    return { result: { field: 'file', uploadUrl: addressOf(world, ticket) } }
  }
  if (wanted === '') throw new Refusal(400, 'DISK_BASE_SERVICE_22001', 'Error: required parameter NAME (DISK_BASE_SERVICE_22001)')
  const name = unique ? uniqueName(world, folder, wanted) : wanted
  checkName(world, folder, name, 'file')
  return { result: fileRow(world, addFile(world, folder, name, contentIn(given), person.id), true) }
}

export function folderInto(call: Call, folder: DiskObject, data: Values): Answer {
  const name = nameIn(data)
  if (name === '') throw argument(1)
  checkName(call.world, folder, name, 'folder')
  return { result: folderRow(call.world, addObject(call.world, folder, 'folder', name, call.person.id), true) }
}
