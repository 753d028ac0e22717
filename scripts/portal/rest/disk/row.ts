/** How the disk looks to REST: storages, folders, files and their versions; freshly made things have numbers where others have texts. */
import { iso } from '../../clock.ts'
import type { Call } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import { addressOf } from '../../office/disk-address.ts'
import { denied, mayUse, notFound, pathOf } from '../../office/disk.ts'
import type { DiskObject, DiskStorage, DiskVersion } from '../../state/office.ts'
import type { World } from '../../world.ts'

export const storageRow = (storage: DiskStorage) => ({
  ID: String(storage.id),
  NAME: storage.name,
  CODE: null,
  MODULE_ID: 'disk',
  ENTITY_TYPE: storage.entityType,
  ENTITY_ID: storage.entityId,
  ROOT_OBJECT_ID: String(storage.rootId),
})

function place(world: World, object: DiskObject): string {
  const storage = world.state.office.storages.find((one) => one.id === object.storageId)
  const where = storage?.entityType === 'user' ? `company/personal/user/${storage.entityId}/disk` : 'docs'
  return `${world.url}/${where}/${object.kind === 'file' ? 'file' : 'path'}/${pathOf(world, object)}`
}

const either = (fresh: boolean, number: number): number | string => (fresh ? number : String(number))

function common(object: DiskObject, fresh: boolean): Record<string, unknown> {
  return {
    ID: either(fresh, object.id),
    NAME: object.name,
    CODE: null,
    STORAGE_ID: String(object.storageId),
    TYPE: object.kind,
    ...(object.kind === 'folder' ? { REAL_OBJECT_ID: either(fresh, object.id) } : {}),
    PARENT_ID: object.parentId === 0 ? null : String(object.parentId),
    // 3: in the bin by itself.
    DELETED_TYPE: either(fresh, object.deletedAt === null ? 0 : 3),
  }
}

const dates = (object: DiskObject, fresh: boolean) => ({
  CREATE_TIME: iso(object.createdAt),
  UPDATE_TIME: iso(object.updatedAt),
  DELETE_TIME: object.deletedAt === null ? null : iso(object.deletedAt),
  CREATED_BY: String(object.createdBy),
  UPDATED_BY: String(object.updatedBy),
  DELETED_BY: fresh ? null : String(object.deletedBy),
})

export const folderRow = (world: World, folder: DiskObject, fresh = false) => ({
  ...common(folder, fresh),
  ...dates(folder, fresh),
  DETAIL_URL: place(world, folder),
})

const download = (world: World, version: DiskVersion) => addressOf(world, { deed: 'download', id: version.id, userId: version.byId })

export function fileRow(world: World, file: DiskObject, fresh = false): Record<string, unknown> {
  const last = file.versions.at(-1)
  return {
    ...common(file, fresh),
    GLOBAL_CONTENT_VERSION: either(fresh, file.versions.length),
    FILE_ID: either(fresh, last?.fileId ?? 0),
    SIZE: String(last?.size ?? 0),
    ...dates(file, fresh),
    DOWNLOAD_URL: last ? download(world, last) : '',
    DETAIL_URL: place(world, file),
  }
}

export const objectRow = (world: World, object: DiskObject, fresh = false): Record<string, unknown> =>
  object.kind === 'file' ? fileRow(world, object, fresh) : folderRow(world, object, fresh)

export const versionRow = (world: World, file: DiskObject, version: DiskVersion) => ({
  ID: String(version.id),
  OBJECT_ID: String(file.id),
  SIZE: String(version.size),
  NAME: version.name,
  GLOBAL_CONTENT_VERSION: String(file.versions.indexOf(version) + 1),
  CREATE_TIME: iso(version.at),
  CREATED_BY: String(version.byId),
  DOWNLOAD_URL: download(world, version),
})

const kinds: Readonly<Record<string, string>> = { ID: 'integer', TYPE: 'enum', STORAGE_ID: 'integer', PARENT_ID: 'integer', NAME: 'string', CODE: 'string' }

/** What can be filtered by and shown; a real object's number can only be shown. */
export const fieldsOf = (names: readonly string[]) =>
  Object.fromEntries(
    names.map((name) => [
      name,
      {
        TYPE: kinds[name] ?? (name.endsWith('_TIME') ? 'datetime' : /^(MODULE_ID|ENTITY_TYPE|ENTITY_ID)$/.test(name) ? 'string' : /TYPE$/.test(name) ? 'enum' : 'integer'),
        USE_IN_FILTER: !/^(REAL_OBJECT_ID|ROOT_OBJECT_ID|MODULE_ID)$/.test(name),
        USE_IN_SHOW: true,
      },
    ]),
  )

export const argument = (place: 0 | 1) => new Refusal(400, 'ERROR_ARGUMENT', `Invalid value of parameter {Parameter #${place}}`)

/** A file or folder of a storage that this person may use. */
export function find(call: Call, id: number, kind: DiskObject['kind'] | null): DiskObject {
  const object = call.world.state.disk.find((one) => one.id === id && (kind === null || one.kind === kind))
  const storage = call.world.state.office.storages.find((one) => one.id === object?.storageId)
  if (!object || !storage) throw notFound(id)
  if (!mayUse(call.person, storage, call.installation !== null)) throw denied
  return object
}
