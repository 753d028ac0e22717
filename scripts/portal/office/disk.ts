/** The disk: a storage for each person, one for everybody, one for the application; folders and files in them, with every version. */
import { Refusal } from '../door/refusal.ts'
import type { DiskObject, DiskStorage } from '../state/office.ts'
import type { Person } from '../state/state.ts'
import { fullName, nextId, say } from '../world.ts'
import type { World } from '../world.ts'

/** Bytes of one file. */
export const fileLimit = 10 * 1024 * 1024

export const notFound = (id: number) => new Refusal(400, 'ERROR_NOT_FOUND', `Could not find entity with id \`${id}\``)
export const denied = new Refusal(403, 'ACCESS_DENIED', 'Access denied')

const blank = { createdAt: 0, updatedAt: 0, createdBy: 0, updatedBy: 0, deletedAt: null, deletedBy: 0, versions: [] }

function makeStorage(world: World, entityType: DiskStorage['entityType'], entityId: string, name: string, byId: number): DiskStorage {
  const { office, disk } = world.state
  const now = world.clock.now()
  const storage = { id: nextId(world, 'storage'), name, entityType, entityId, rootId: nextId(world, 'diskObject') }
  office.storages.push(storage)
  disk.push({ ...blank, id: storage.rootId, storageId: storage.id, parentId: 0, kind: 'folder', name, createdAt: now, updatedAt: now, createdBy: byId })
  world.touch()
  return storage
}

/** Storages come into being when somebody first looks. */
function storageOf(world: World, entityType: DiskStorage['entityType'], entityId: string, name: string, byId: number): DiskStorage {
  const known = world.state.office.storages.find((one) => one.entityType === entityType && one.entityId === entityId)
  return known ?? makeStorage(world, entityType, entityId, name, byId)
}

export const appStorage = (world: World, byId: number): DiskStorage =>
  storageOf(world, 'restapp', String(world.state.installation?.id ?? 0), world.listing.code, byId)

export function storages(world: World): DiskStorage[] {
  storageOf(world, 'common', 'shared_files_s1', say(world, 'Общий диск', 'Company Drive'), 0)
  for (const person of world.state.people) if (person.active) storageOf(world, 'user', String(person.id), fullName(person), person.id)
  return world.state.office.storages
}

/** One's own, the company's for its employees, the application's through the application; administrators all. */
export function mayUse(person: Person, storage: DiskStorage, throughApp: boolean): boolean {
  if (person.administrator) return true
  if (storage.entityType === 'user') return storage.entityId === String(person.id)
  return storage.entityType === 'common' ? !person.extranet : throughApp
}

export const inside = (world: World, folder: DiskObject, deleted = false): DiskObject[] =>
  world.state.disk.filter((one) => one.parentId === folder.id && (one.deletedAt !== null) === deleted)

/** Everything in the folder at any depth. */
export function below(world: World, folder: DiskObject): DiskObject[] {
  return world.state.disk.filter((one) => one.parentId === folder.id).flatMap((one) => [one, ...(one.kind === 'folder' ? below(world, one) : [])])
}

export function pathOf(world: World, object: DiskObject): string {
  const parent = world.state.disk.find((one) => one.id === object.parentId)
  return parent && parent.parentId !== 0 ? `${pathOf(world, parent)}/${object.name}` : object.name
}

const taken = (world: World, kind: DiskObject['kind']) =>
  new Refusal(
    400,
    'DISK_OBJ_22000',
    kind === 'folder'
      ? say(world, 'Папка с таким именем уже есть', 'A folder of this name exists already')
      : say(world, 'Файл с таким именем уже есть', 'A file of this name exists already'),
  )

const has = (world: World, folder: DiskObject, name: string, except: DiskObject | null): boolean =>
  inside(world, folder).some((one) => one !== except && one.name.toLowerCase() === name.toLowerCase())

export function checkName(world: World, folder: DiskObject, name: string, kind: DiskObject['kind'], except: DiskObject | null = null): void {
  if (has(world, folder, name, except)) throw taken(world, kind)
}

/** `photo.png`, then `photo (1).png`. */
export function uniqueName(world: World, folder: DiskObject, name: string): string {
  const [, stem = name, ending = ''] = /^(.*?)(\.[^.]*)?$/.exec(name) ?? []
  for (let number = 0; ; number += 1) {
    const tried = number === 0 ? name : `${stem} (${number})${ending}`
    if (!has(world, folder, tried, null)) return tried
  }
}

export function addObject(world: World, folder: DiskObject, kind: DiskObject['kind'], name: string, byId: number): DiskObject {
  const now = world.clock.now()
  const by = { createdAt: now, updatedAt: now, createdBy: byId, updatedBy: byId }
  const object: DiskObject = { ...blank, ...by, versions: [], id: nextId(world, 'diskObject'), storageId: folder.storageId, parentId: folder.id, kind, name }
  world.state.disk.push(object)
  world.touch()
  return object
}

/** @param content base64; white space and what stands around a data URL are left out */
export function addVersion(world: World, file: DiskObject, content: string, byId: number): void {
  const bytes = Buffer.from(content.replace(/^data:[^,]*,/, ''), 'base64')
  if (bytes.length === 0 || bytes.length > fileLimit) throw new Refusal(400, 'ERROR_COULD_NOT_SAVE_FILE', 'Could not save file')
  const now = world.clock.now()
  const version = { fileId: nextId(world, 'diskFile'), at: now, byId, name: file.name, content: bytes.toString('base64'), size: bytes.length }
  file.versions.push({ id: nextId(world, 'diskVersion'), ...version })
  Object.assign(file, { updatedAt: now, updatedBy: byId })
  world.touch()
}

/** @throws before the file is there where its content cannot be kept */
export function addFile(world: World, folder: DiskObject, name: string, content: string, byId: number): DiskObject {
  const file = addObject(world, folder, 'file', name, byId)
  try {
    addVersion(world, file, content, byId)
  } catch (reason) {
    world.state.disk = world.state.disk.filter((one) => one !== file)
    throw reason
  }
  return file
}

export function remove(world: World, object: DiskObject): void {
  const gone = new Set([object, ...below(world, object)])
  world.state.disk = world.state.disk.filter((one) => !gone.has(one))
  world.touch()
}

export function copy(world: World, object: DiskObject, folder: DiskObject, byId: number): DiskObject {
  const children = inside(world, object)
  const copied = addObject(world, folder, object.kind, object.name, byId)
  const last = object.versions.at(-1)
  if (last) addVersion(world, copied, last.content, byId)
  for (const one of children) copy(world, one, copied, byId)
  return copied
}

/** With all that is in it into another storage's folder or another folder. */
export function move(world: World, object: DiskObject, folder: DiskObject): void {
  object.parentId = folder.id
  for (const one of [object, ...below(world, object)]) one.storageId = folder.storageId
  world.touch()
}
