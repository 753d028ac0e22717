/** `disk.file.*`: files, their versions, their way into the bin and out of it, and where they are found. */
import { method, wire } from '../../door/method.ts'
import type { Call, Handler } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import { addVersion, checkName, copy, denied, move, remove } from '../../office/disk.ts'
import type { DiskObject } from '../../state/office.ts'
import { say } from '../../world.ts'
import { argument, fieldsOf, fileRow, find, objectRow, versionRow } from './row.ts'
import { listed } from './storage.ts'
import { contentIn } from './upload.ts'

const invalid = () => argument(0)
const writing = { invalid, writes: true, cost: 0.1 } as const
const fileOf = (call: Call, id: number): DiskObject => find(call, id, 'file')

const bin = (deleted: boolean): Handler =>
  method({
    ...writing,
    params: { id: wire.int },
    run(call, { id }) {
      const file = fileOf(call, id)
      Object.assign(file, deleted ? { deletedAt: call.world.clock.now(), deletedBy: call.person.id } : { deletedAt: null, deletedBy: 0 })
      call.world.touch()
      return { result: fileRow(call.world, file) }
    },
  })

const target = { id: wire.int, targetFolderId: wire.int }

export const diskFile = {
  'disk.file.getFields': method({
    params: {},
    run: () => ({
      result: fieldsOf([
        ...['ID', 'NAME', 'TYPE', 'CODE', 'STORAGE_ID', 'PARENT_ID', 'CREATE_TIME', 'UPDATE_TIME', 'DELETE_TIME', 'CREATED_BY', 'UPDATED_BY'],
        ...['DELETED_BY', 'GLOBAL_CONTENT_VERSION', 'FILE_ID', 'SIZE', 'DELETED_TYPE'],
      ]),
    }),
  }),

  'disk.file.get': method({ params: { id: wire.int }, invalid, run: (call, { id }) => ({ result: fileRow(call.world, fileOf(call, id)) }) }),

  'disk.file.rename': method({
    ...writing,
    params: { id: wire.int, newName: wire.text },
    run(call, { id, newName }) {
      const file = fileOf(call, id)
      const parent = call.world.state.disk.find((one) => one.id === file.parentId)
      if (newName.trim() === '') throw new Refusal(400, '0', 'Empty name')
      if (parent) checkName(call.world, parent, newName, 'file', file)
      Object.assign(file, { name: newName, updatedAt: call.world.clock.now(), updatedBy: call.person.id })
      call.world.touch()
      return { result: fileRow(call.world, file) }
    },
  }),

  'disk.file.copyTo': method({
    ...writing,
    params: target,
    run(call, { id, targetFolderId }) {
      const [file, folder] = [fileOf(call, id), find(call, targetFolderId, 'folder')]
      checkName(call.world, folder, file.name, 'file')
      return { result: fileRow(call.world, copy(call.world, file, folder, call.person.id), true) }
    },
  }),

  'disk.file.moveTo': method({
    ...writing,
    params: target,
    run(call, { id, targetFolderId }) {
      const [file, folder] = [fileOf(call, id), find(call, targetFolderId, 'folder')]
      checkName(call.world, folder, file.name, 'file', file)
      move(call.world, file, folder)
      return { result: { ...fileRow(call.world, file), PARENT_ID: folder.id } }
    },
  }),

  'disk.file.markDeleted': bin(true),
  'disk.file.restore': bin(false),

  'disk.file.delete': method({
    ...writing,
    params: { id: wire.int },
    run(call, { id }) {
      remove(call.world, fileOf(call, id))
      return { result: true }
    },
  }),

  'disk.file.uploadVersion': method({
    ...writing,
    params: { id: wire.int, fileContent: wire.list },
    run(call, { id, fileContent }) {
      const file = fileOf(call, id)
      addVersion(call.world, file, contentIn(fileContent), call.person.id)
      return { result: fileRow(call.world, file) }
    },
  }),

  'disk.file.getVersions': method({
    params: { id: wire.int, filter: wire.map.optional(), start: wire.int.optional() },
    invalid,
    run(call, { id, filter = {}, start }) {
      const file = fileOf(call, id)
      return listed(
        call,
        file.versions.map((version) => versionRow(call.world, file, version)),
        filter,
        { ID: 'DESC' },
        start,
      )
    },
  }),

  /** What an older version held becomes the newest one. */
  'disk.file.restoreFromVersion': method({
    ...writing,
    params: { id: wire.int, versionId: wire.int },
    run(call, { id, versionId }) {
      const file = fileOf(call, id)
      const version = file.versions.find((one) => one.id === versionId)
      if (!version) throw new Refusal(400, 'DISK_FILE_22004', say(call.world, 'Невозможно восстановить версию из другого файла', 'A version of another file'))
      file.name = version.name
      addVersion(call.world, file, version.content, call.person.id)
      return { result: { ...fileRow(call.world, file), GLOBAL_CONTENT_VERSION: file.versions.length } }
    },
  }),

  'disk.file.search': method({
    params: { QUERY: wire.text, TYPE: wire.text.optional(), FILTER: wire.map.optional(), start: wire.int.optional() },
    invalid: () => new Refusal(400, 'ERROR_ARGUMENT', 'Invalid value of parameter { Parameter #0 [ <required> $QUERY ] }.'),
    run(call, { QUERY: query, TYPE: type = 'all', FILTER: filter = {}, start }) {
      const wrong = (code: string, words: string) => new Refusal(400, code, `${words} (${code}).`)
      if (query.length < 3 || query.length > 255) throw wrong('INVALID_QUERY', 'Search query is invalid.')
      if (!['file', 'folder', 'all'].includes(type)) throw wrong('INVALID_TYPE', 'Search result type is invalid.')
      if (Object.keys(filter).some((key) => key !== 'STORAGE_ID' && key !== 'FOLDER_ID'))
        throw wrong('INVALID_FILTER', 'Search filter contains an unknown field.')
      const { STORAGE_ID: storageId, FOLDER_ID: folderId } = filter
      const reached = (one: DiskObject): boolean => {
        try {
          find(call, one.id, null)
          return true
        } catch (reason) {
          if (reason === denied) return false
          throw reason
        }
      }
      const rows = call.world.state.disk.filter(
        (one) =>
          one.parentId !== 0 &&
          one.deletedAt === null &&
          one.name.toLowerCase().includes(query.toLowerCase()) &&
          (type === 'all' || one.kind === type) &&
          (storageId === undefined || one.storageId === Number(storageId)) &&
          (folderId === undefined || one.parentId === Number(folderId)) &&
          reached(one),
      )
      return listed(call, rows.map((one) => objectRow(call.world, one)), {}, { ID: 'ASC' }, start)
    },
  }),
}
