/** `disk.folder.*`: folders, what is in them, and uploads into them. */
import { method, wire } from '../../door/method.ts'
import type { Call, Handler } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import { below, checkName, copy, inside, move, remove } from '../../office/disk.ts'
import type { DiskObject } from '../../state/office.ts'
import { argument, fieldsOf, find, folderRow, objectRow } from './row.ts'
import { listed } from './storage.ts'
import { folderInto, uploadInto } from './upload.ts'

const invalid = () => argument(1)
const writing = { invalid, writes: true, cost: 0.1 } as const
const folderOf = (call: Call, id: number): DiskObject => find(call, id, 'folder')

function notRoot(folder: DiskObject, words: string, code = 'DISK_OBJ_22000'): void {
  if (folder.parentId === 0) throw new Refusal(400, code, words)
}

/** Into the bin, with all that is in it, or back out of it. */
function setDeleted(call: Call, folder: DiskObject, deleted: boolean): void {
  const now = call.world.clock.now()
  for (const one of [folder, ...below(call.world, folder)])
    Object.assign(one, deleted ? { deletedAt: now, deletedBy: call.person.id } : { deletedAt: null, deletedBy: 0 })
  folder.updatedAt = now
  call.world.touch()
}

const bin = (deleted: boolean): Handler =>
  method({
    ...writing,
    params: { id: wire.int },
    run(call, { id }) {
      const folder = folderOf(call, id)
      notRoot(folder, 'Could not delete root folder')
      setDeleted(call, folder, deleted)
      return { result: { ...folderRow(call.world, folder), DELETED_TYPE: deleted ? 3 : 0 } }
    },
  })

export const diskFolder = {
  'disk.folder.getFields': method({
    params: {},
    run: () => ({
      result: fieldsOf([
        ...['ID', 'NAME', 'TYPE', 'CODE', 'STORAGE_ID', 'REAL_OBJECT_ID', 'PARENT_ID', 'CREATE_TIME', 'UPDATE_TIME', 'DELETE_TIME'],
        ...['CREATED_BY', 'UPDATED_BY', 'DELETED_BY', 'DELETED_TYPE'],
      ]),
    }),
  }),

  'disk.folder.get': method({ params: { id: wire.int }, invalid, run: (call, { id }) => ({ result: folderRow(call.world, folderOf(call, id)) }) }),

  'disk.folder.getChildren': method({
    params: { id: wire.int, filter: wire.map.optional(), order: wire.map.optional(), start: wire.int.optional() },
    invalid,
    run: (call, { id, filter = {}, order = { NAME: 'ASC' }, start }) =>
      listed(
        call,
        inside(call.world, folderOf(call, id)).map((one) => objectRow(call.world, one)),
        filter,
        order,
        start,
      ),
  }),

  'disk.folder.addSubFolder': method({
    ...writing,
    params: { id: wire.int, data: wire.map },
    run: (call, { id, data }) => folderInto(call, folderOf(call, id), data),
  }),

  /** Without content: an address to post the file to. */
  'disk.folder.uploadFile': method({
    params: {
      id: wire.int,
      data: wire.map.optional(),
      fileContent: wire.list.optional(),
      rights: wire.list.optional(),
      generateUniqueName: wire.bool.optional(),
    },
    invalid: () => argument(0),
    writes: true,
    cost: 0.3,
    run: (call, { id, data, fileContent, generateUniqueName = false }) =>
      uploadInto(call, folderOf(call, id), data, fileContent, generateUniqueName),
  }),

  'disk.folder.rename': method({
    ...writing,
    params: { id: wire.int, newName: wire.text },
    run(call, { id, newName }) {
      const folder = folderOf(call, id)
      const parent = call.world.state.disk.find((one) => one.id === folder.parentId)
      if (newName.trim() === '') throw argument(1)
      if (parent) checkName(call.world, parent, newName, 'folder', folder)
      Object.assign(folder, { name: newName, updatedAt: call.world.clock.now(), updatedBy: call.person.id })
      call.world.touch()
      return { result: folderRow(call.world, folder) }
    },
  }),

  'disk.folder.copyTo': method({
    ...writing,
    params: { id: wire.int, targetFolderId: wire.int },
    run(call, { id, targetFolderId }) {
      const [folder, target] = [folderOf(call, id), folderOf(call, targetFolderId)]
      if (folder === target || below(call.world, folder).includes(target)) throw argument(1)
      checkName(call.world, target, folder.name, 'folder')
      return { result: folderRow(call.world, copy(call.world, folder, target, call.person.id), true) }
    },
  }),

  'disk.folder.moveTo': method({
    ...writing,
    params: { id: wire.int, targetFolderId: wire.int },
    run(call, { id, targetFolderId }) {
      const [folder, target] = [folderOf(call, id), folderOf(call, targetFolderId)]
      notRoot(folder, 'Could not move root folder', '')
      if (folder === target || below(call.world, folder).includes(target)) throw argument(1)
      checkName(call.world, target, folder.name, 'folder', folder)
      move(call.world, folder, target)
      return { result: folderRow(call.world, folder) }
    },
  }),

  'disk.folder.markDeleted': bin(true),
  'disk.folder.restore': bin(false),

  'disk.folder.deleteTree': method({
    ...writing,
    params: { id: wire.int },
    run(call, { id }) {
      const folder = folderOf(call, id)
      notRoot(folder, 'Could not delete root folder')
      remove(call.world, folder)
      return { result: true }
    },
  }),
}
