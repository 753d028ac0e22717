/** `disk.storage.*`: whose storages there are, what is in them, and uploads into their roots. */
import { iso } from '../../clock.ts'
import { matches, page, sorted } from '../../door/filter.ts'
import type { Row } from '../../door/filter.ts'
import { method, wire } from '../../door/method.ts'
import type { Call } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import { appStorage, denied, inside, mayUse, notFound, storages } from '../../office/disk.ts'
import type { DiskObject, DiskStorage } from '../../state/office.ts'
import { say } from '../../world.ts'
import { argument, fieldsOf, objectRow, storageRow, versionRow } from './row.ts'
import { folderInto, uploadInto } from './upload.ts'

const invalid = () => argument(0)
const usable = (call: Call, storage: DiskStorage): boolean => mayUse(call.person, storage, call.installation !== null)
const field = (row: Row, name: string): unknown => row[name.toUpperCase()]

/** A list with conditions, where `%` stands for any letters inside a plain value. */
export function listed(call: Call, rows: readonly Row[], filter: Row, order: Row, start: number | undefined) {
  const wild = Object.fromEntries(
    Object.entries(filter).map(([name, value]) => [/^\w/.test(name) && String(value).includes('%') ? `=%${name}` : name, value]),
  )
  const found = rows.filter((row) => matches(row, wild, field, (name) => call.unknown(`filter.${name}`)))
  return page(sorted(found, order, field), start, (page) => page)
}

function find(call: Call, id: number): DiskStorage {
  const storage = storages(call.world).find((one) => one.id === id)
  if (!storage) throw notFound(id)
  if (!usable(call, storage)) throw denied
  return storage
}

function rootOf(call: Call, id: number): DiskObject {
  const { rootId } = find(call, id)
  const root = call.world.state.disk.find((one) => one.id === rootId)
  if (!root) throw notFound(id)
  return root
}

const asked = { filter: wire.map.optional(), order: wire.map.optional(), start: wire.int.optional() }

export const diskStorage = {
  'disk.storage.getList': method({
    params: asked,
    run(call, { filter = {}, order = { ID: 'ASC' }, start }) {
      const rows = storages(call.world)
        .filter((one) => usable(call, one))
        .map(storageRow)
      return listed(call, rows, filter, order, start)
    },
  }),

  'disk.storage.getTypes': method({ params: {}, run: () => ({ result: ['user', 'common', 'group'] }) }),

  'disk.storage.getFields': method({
    params: {},
    run: () => ({ result: fieldsOf(['ID', 'NAME', 'CODE', 'MODULE_ID', 'ENTITY_TYPE', 'ENTITY_ID', 'ROOT_OBJECT_ID']) }),
  }),

  'disk.storage.get': method({ params: { id: wire.int }, invalid, run: (call, { id }) => ({ result: storageRow(find(call, id)) }) }),

  'disk.storage.getForApp': method({
    params: {},
    context: 'app',
    run: (call) => ({ result: storageRow(appStorage(call.world, call.person.id)) }),
  }),

  'disk.storage.getChildren': method({
    params: { id: wire.int, ...asked },
    invalid,
    run: (call, { id, filter = {}, order = { NAME: 'ASC' }, start }) =>
      listed(
        call,
        inside(call.world, rootOf(call, id)).map((one) => objectRow(call.world, one)),
        filter,
        order,
        start,
      ),
  }),

  /** Only the application's own. */
  'disk.storage.rename': method({
    params: { id: wire.int, newName: wire.text },
    context: 'administrator',
    notAdministrator: denied,
    writes: true,
    invalid,
    run(call, { id, newName }) {
      const storage = find(call, id)
      if (storage.entityType !== 'restapp') throw new Refusal(400, '', 'Access denied (invalid type of storage)')
      storage.name = newName
      call.world.touch()
      return { result: storageRow(storage) }
    },
  }),

  'disk.storage.addFolder': method({
    params: { id: wire.int, data: wire.map, rights: wire.list.optional() },
    writes: true,
    invalid: (name) => argument(name === 'id' ? 0 : 1),
    run: (call, { id, data }) => folderInto(call, rootOf(call, id), data),
  }),

  'disk.storage.uploadFile': method({
    params: { id: wire.int, data: wire.map, fileContent: wire.list, rights: wire.list.optional(), generateUniqueName: wire.bool.optional() },
    writes: true,
    cost: 0.3,
    invalid,
    run: (call, { id, data, fileContent, generateUniqueName = false }) => uploadInto(call, rootOf(call, id), data, fileContent, generateUniqueName),
  }),

  'disk.rights.getTasks': method({
    params: {},
    run: ({ world }) => ({
      result: [
        { ID: '79', NAME: 'disk_access_full', TITLE: say(world, 'Полный доступ', 'Full access') },
        { ID: '75', NAME: 'disk_access_edit', TITLE: say(world, 'Редактирование', 'Edit') },
        { ID: '71', NAME: 'disk_access_read', TITLE: say(world, 'Чтение', 'Read') },
      ],
    }),
  }),

  'disk.version.get': method({
    params: { id: wire.int },
    invalid,
    run(call, { id }) {
      const file = call.world.state.disk.find((one) => one.versions.some((version) => version.id === id))
      const version = file?.versions.find((one) => one.id === id)
      const storage = call.world.state.office.storages.find((one) => one.id === file?.storageId)
      if (!file || !version || !storage) throw notFound(id)
      if (!usable(call, storage)) throw denied
      return { result: versionRow(call.world, file, version) }
    },
  }),

  /** A file as a task has it. */
  'disk.attachedObject.get': method({
    params: { id: wire.int },
    invalid,
    run(call, { id }) {
      const task = call.world.state.tasks.find((one) => one.files?.some((file) => file.id === id))
      const attached = task?.files?.find((one) => one.id === id)
      const file = call.world.state.disk.find((one) => one.id === attached?.fileId)
      if (!task || !attached || !file) throw notFound(id)
      const { DOWNLOAD_URL, NAME, SIZE } = objectRow(call.world, file)
      return {
        result: {
          ID: String(id),
          OBJECT_ID: String(file.id),
          MODULE_ID: 'tasks',
          ENTITY_TYPE: 'tasks_task',
          ENTITY_ID: String(task.id),
          CREATE_TIME: iso(attached.at),
          CREATED_BY: String(attached.byId),
          DOWNLOAD_URL,
          NAME,
          SIZE,
        },
      }
    },
  }),
}
