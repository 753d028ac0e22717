/** The disk: storages, folders, uploads in base64 and by an address, versions, the bin, and files of tasks. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openPortal, type Json, type PortalHouse } from './house.ts'

let house: PortalHouse
let root: number
beforeEach(async () => {
  house = await openPortal({ limits: false, scopes: ['disk'] })
  await house.install()
  root = Number((await house.result<Json>('disk.storage.getForApp'))['ROOT_OBJECT_ID'])
})
afterEach(() => house.close())

const base64 = (text: string) => Buffer.from(text).toString('base64')
const upload = (name: string, text: string, more: Json = {}) =>
  house.result<Json>('disk.folder.uploadFile', { id: root, data: { NAME: name }, fileContent: [name, base64(text)], ...more })
const download = async (address: unknown) => (await fetch(String(address))).text()

describe('a file', () => {
  it('is uploaded in base64, downloaded, renamed and removed', async () => {
    const file = await upload('note.txt', 'hello')
    expect(file).toMatchObject({ ID: expect.any(Number) as unknown, NAME: 'note.txt', SIZE: '5', TYPE: 'file', PARENT_ID: String(root) })
    expect(await download(file['DOWNLOAD_URL'])).toBe('hello')
    const id = file['ID']
    expect(await house.result('disk.file.get', { id })).toMatchObject({ ID: String(id), DELETED_TYPE: '0', GLOBAL_CONTENT_VERSION: '1' })
    expect(await house.result('disk.file.rename', { id, newName: 'new.txt' })).toMatchObject({ NAME: 'new.txt' })
    expect(await house.result('disk.file.markDeleted', { id })).toMatchObject({ DELETED_TYPE: '3', DELETED_BY: '1' })
    expect(await house.result('disk.folder.getChildren', { id: root })).toEqual([])
    expect(await house.result('disk.file.restore', { id })).toMatchObject({ DELETED_TYPE: '0' })
    await house.result('disk.file.delete', { id })
    expect(await house.refusal('disk.file.get', { id })).toEqual(['ERROR_NOT_FOUND', `Could not find entity with id \`${String(id)}\``])
  })

  it('is posted to an address that was given for it', async () => {
    const place = await house.result<{ field: string; uploadUrl: string }>('disk.folder.uploadFile', { id: root })
    const form = new FormData()
    form.append(place.field, new Blob([new Uint8Array([0, 255, 13, 10, 1])]), 'picture.bin')
    const answer = (await (await fetch(place.uploadUrl, { method: 'POST', body: form })).json()) as { result: Json }
    expect(answer.result).toMatchObject({ NAME: 'picture.bin', SIZE: '5' })
    const bytes = Buffer.from(await (await fetch(String(answer.result['DOWNLOAD_URL']))).arrayBuffer())
    expect([...bytes]).toEqual([0, 255, 13, 10, 1])
    expect((await fetch(place.uploadUrl.replace('disk%7C', 'disk%7Cx'), { method: 'POST', body: form })).status).toBe(401)
  })

  it('keeps its versions', async () => {
    const { ID: id } = await upload('note.txt', 'one')
    const first = (await house.result<Json[]>('disk.file.getVersions', { id }))[0]
    await house.result('disk.file.uploadVersion', { id, fileContent: ['note.txt', base64('two')] })
    const versions = await house.result<Json[]>('disk.file.getVersions', { id })
    expect(versions.map((one) => one['GLOBAL_CONTENT_VERSION'])).toEqual(['2', '1'])
    const back = await house.result<Json>('disk.file.restoreFromVersion', { id, versionId: first?.['ID'] })
    expect(back['GLOBAL_CONTENT_VERSION']).toBe(3)
    expect(await download(back['DOWNLOAD_URL'])).toBe('one')
  })

  it('is refused without a name, twice under one name, empty or too large', async () => {
    await upload('note.txt', 'one')
    expect((await house.refusal('disk.folder.uploadFile', { id: root, fileContent: ['x', base64('x')] }))[0]).toBe('DISK_BASE_SERVICE_22001')
    expect((await house.refusal('disk.folder.uploadFile', { id: root, data: { NAME: 'note.txt' }, fileContent: ['x', base64('x')] }))[0]).toBe('DISK_OBJ_22000')
    expect((await upload('note.txt', 'two', { generateUniqueName: true }))['NAME']).toBe('note (1).txt')
    expect((await house.refusal('disk.folder.uploadFile', { id: root, data: { NAME: 'e' }, fileContent: ['e', ''] }))[0]).toBe('ERROR_COULD_NOT_SAVE_FILE')
    const large = ['l', 'A'.repeat(14_500_000)]
    expect((await house.refusal('disk.folder.uploadFile', { id: root, data: { NAME: 'l' }, fileContent: large }))[0]).toBe('ERROR_COULD_NOT_SAVE_FILE')
    expect(await house.refusal('disk.file.get')).toEqual(['ERROR_ARGUMENT', 'Invalid value of parameter {Parameter #0}'])
  })
})

it('folders are made, copied, moved, found and removed with all that is in them', async () => {
  const add = async (name: string, id: unknown = root) => (await house.result<Json>('disk.folder.addSubFolder', { id, data: { NAME: name } }))['ID']
  const [photos, other] = [await add('Photos'), await add('Other')]
  await house.result('disk.folder.uploadFile', { id: photos, data: { NAME: 'roof.png' }, fileContent: ['roof.png', base64('x')] })
  const copied = await house.result<Json>('disk.folder.copyTo', { id: photos, targetFolderId: other })
  expect(await house.result('disk.folder.getChildren', { id: copied['ID'] })).toMatchObject([{ NAME: 'roof.png' }])
  expect((await house.refusal('disk.folder.moveTo', { id: photos, targetFolderId: other }))[0]).toBe('DISK_OBJ_22000')
  expect((await house.refusal('disk.folder.moveTo', { id: root, targetFolderId: other }))[1]).toBe('Could not move root folder')
  expect(await house.result('disk.file.search', { QUERY: 'roof' })).toHaveLength(2)
  expect((await house.refusal('disk.file.search', { QUERY: 'ro' }))[0]).toBe('INVALID_QUERY')
  await house.result('disk.folder.deleteTree', { id: other })
  expect(await house.result('disk.file.search', { QUERY: 'roof' })).toHaveLength(1)
  expect(await house.result('disk.folder.getChildren', { id: root, filter: { NAME: '%hot%' } })).toMatchObject([{ NAME: 'Photos' }])
})

it('storages are for those whom they belong to', async () => {
  const ordinary = await house.tokenOf(3)
  const names = async (token?: string) => (await house.result<Json[]>('disk.storage.getList', {}, token)).map((one) => one['ENTITY_TYPE'])
  expect((await names(ordinary)).sort()).toEqual(['common', 'restapp', 'user'])
  expect((await names()).filter((type) => type === 'user').length).toBeGreaterThan(10)
  const own = (await house.result<Json[]>('disk.storage.getList', { filter: { ENTITY_TYPE: 'user' } })).find((one) => one['ENTITY_ID'] === '4')
  expect(await house.refusal('disk.storage.get', { id: own?.['ID'] }, ordinary)).toEqual(['ACCESS_DENIED', 'Access denied'])
  expect((await house.refusal('disk.storage.rename', { id: own?.['ID'], newName: 'x' }))[1]).toBe('Access denied (invalid type of storage)')
})

it('a file belongs to a task by its number', async () => {
  const { ID: id } = await upload('note.txt', 'hello')
  const { task } = await house.result<{ task: Json }>('tasks.task.add', {
    fields: { TITLE: 'x', RESPONSIBLE_ID: 4, UF_TASK_WEBDAV_FILES: [`n${String(id)}`] },
  })
  const { attachmentId } = await house.result<Json>('tasks.task.files.attach', { taskId: task['id'], fileId: id })
  expect(await house.result('disk.attachedObject.get', { id: attachmentId })).toMatchObject({ OBJECT_ID: String(id), NAME: 'note.txt', SIZE: '5' })
  const shown = await house.result<{ task: Json }>('tasks.task.get', { taskId: task['id'], select: ['UF_TASK_WEBDAV_FILES'] })
  expect(shown.task['ufTaskWebdavFiles']).toHaveLength(2)
})
