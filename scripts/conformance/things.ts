/** Things that requests refer to: found in the portal, or made there as the documentation makes them. */
import { kindOf } from '../portal/state/kinds.ts'
import { adaptedRequest } from './adapt.ts'
import type { Finder } from './adapt.ts'
import type { Documents, Json } from './documents.ts'
import { sampleRequest } from './samples.ts'
import type { Subject } from './subject.ts'
import { gotNotification, offlineProcess, waitingStep } from './workings.ts'

/** Families whose things are made by a method of another name. */
const makers: Readonly<Record<string, string>> = {
  'disk.folder': 'disk.folder.addSubFolder',
  'disk.file': 'disk.storage.uploadFile',
  'disk.attachedObject': 'tasks.task.files.attach',
  'im.notify': 'im.notify.personal.add',
  'im.notify.read': 'im.notify.personal.add',
  'tasks.task.result': 'tasks.task.result.addFromComment',
  'crm.stagehistory': 'crm.deal.add',
}
/** Families whose things are there and cannot be made. */
const finders: Readonly<Record<string, string>> = {
  'disk.storage': 'disk.storage.getForApp',
  'bizproc.task': 'bizproc.task.list',
}
const familyOfKind: Readonly<Record<string, string>> = {
  lead: 'crm.lead',
  deal: 'crm.deal',
  contact: 'crm.contact',
  company: 'crm.company',
  task: 'tasks.task',
  file: 'disk.file',
  storage: 'disk.storage',
  template: 'bizproc.workflow.template',
  section: 'calendar.section',
  event: 'calendar.event',
  comment: 'task.commentitem',
  activity: 'crm.activity',
}
const verbs = ['add', 'bind', 'set', 'create', 'register']
/** Parameters that say of which sort the thing is: the maker gets the same ones. */
const sort =
  /^(entity_?type_?id|user_?type_?id|owner_?type_?id|type_?id|owner_?id|entity_?id|task_?id|activity_?id|type|code|placement|event|handler|module_?id)$/i

const isMap = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The number in an answer: the answer itself, its `id`, or that of the one thing inside it. */
export function idIn(result: unknown, depth = 0): number | string | undefined {
  if (typeof result === 'number' || (typeof result === 'string' && result !== '')) return result
  if (Array.isArray(result)) return idIn(result[0], depth + 1)
  if (!isMap(result) || depth > 2) return undefined
  const own = Object.entries(result).find(([key]) => /^id$/i.test(key))?.[1]
  if (typeof own === 'number' || typeof own === 'string') return own
  const values = Object.values(result)
  if (values.length === 1 && typeof values[0] === 'number') return values[0]
  const inner = values.find((value) => typeof value === 'object' && value !== null)
  return inner === undefined ? undefined : idIn(inner, depth + 1)
}

export interface Things {
  /** The documented request of a method, or one made up from its schema, as this portal can answer it. */
  request(method: string, params: Json | readonly unknown[] | null): Promise<unknown>
  /** With everything that the schema knows. */
  fullRequest(method: string): Promise<unknown>
  /** Makes a thing of the method's family, if there is a way. */
  make(method: string, like: Json): Promise<number | string | undefined>
}

export function makeThings(subject: Subject, documents: Documents, implemented: (method: string) => string | undefined): Things {
  const anchors = new Map<string, Promise<number | string>>()
  let made = 0
  /** One at a time: all of them put their robot on the same stage. */
  let line: Promise<unknown> = Promise.resolve()
  const waiting = (): Promise<string> => {
    const step = line.then(() => waitingStep(subject, `waits_${(made += 1)}`))
    line = step.catch(() => undefined)
    return step
  }

  const exampleOf = (method: string): Json | null => {
    const found = documents.examples.find((one) => !one.third && one.method.toLowerCase() === method.toLowerCase() && isMap(one.params))
    return (found?.params as Json | undefined) ?? null
  }
  const schemaOf = (method: string) =>
    documents.schemas.get(method) ?? [...documents.schemas.values()].find((one) => one.method.toLowerCase() === method.toLowerCase())

  async function makeIn(family: string, like: Json, depth: number): Promise<number | string | undefined> {
    // One that is still running: that of a robot which waits.
    if (family === 'bizproc.workflow') return (await waiting()).split('|')[0]
    const maker = [makers[family] ?? '', ...verbs.map((verb) => `${family}.${verb}`)].map(implemented).find((one) => one !== undefined)
    if (!maker || depth > 4) return undefined
    const request = (await requestFor(maker, exampleOf(maker), depth + 1)) as Json
    const same = Object.entries(like).filter(([key, value]) => sort.test(key) && (typeof value === 'string' || typeof value === 'number'))
    for (const [key, value] of same) {
      const name = Object.keys(request).find((one) => one.toLowerCase() === key.toLowerCase())
      const fields = Object.values(request).find(isMap)
      const inner = fields && Object.keys(fields).find((one) => one.toLowerCase().replace(/_/g, '') === key.toLowerCase().replace(/_/g, ''))
      if (name) request[name] = value
      else if (fields && inner) fields[inner] = value
    }
    const { status, body } = await subject.call(maker, request)
    const id = status === 200 ? idIn(body['result']) : undefined
    return id
  }

  async function findIn(family: string): Promise<number | string | undefined> {
    const finder = implemented(finders[family] ?? '')
    if (!finder) return undefined
    const ofProcess = family === 'bizproc.task'
    const first = async () => idIn((await subject.call(finder, ofProcess ? { FILTER: { STATUS: 0 } } : {})).body['result'])
    const found = await first()
    const starter = implemented('bizproc.workflow.start')
    if (found !== undefined || !ofProcess || !starter) return found
    // A process asks something of whoever starts it.
    await subject.call(starter, await requestFor(starter, exampleOf(starter), 1))
    return first()
  }

  /** The first that a list of the family tells of. */
  async function listedIn(family: string, like: Json): Promise<number | string | undefined> {
    const lister = [`${family}.list`, `${family}.getlist`].map(implemented).find((one) => one !== undefined)
    if (lister === undefined) return undefined
    const { status, body } = await subject.call(lister, like)
    return status === 200 ? idIn(body['result']) : undefined
  }

  /** From the method's own family upwards: `crm.deal.contact.items` has things of `crm.deal`. */
  async function ownOf(method: string, like: Json, depth: number): Promise<number | string | undefined> {
    const parts = method.split('.').slice(0, -1)
    for (let length = parts.length; length > 0; length -= 1) {
      const family = parts.slice(0, length).join('.')
      const id = (await findIn(family)) ?? (await makeIn(family, like, depth)) ?? (length === parts.length ? await listedIn(family, like) : undefined)
      if (id !== undefined) return id
    }
    return seeded(parts.slice(0, 2).join('.'))
  }

  /** A thing of the seed, where the portal has no way to make one. */
  function seeded(family: string): number | undefined {
    const { records, tasks } = subject.portal.state
    const kind = Object.entries(familyOfKind).find(([, name]) => name === family)?.[0]
    if (kind === 'task') return tasks[0]?.id
    return kind === undefined ? undefined : records.find((one) => kindOf(one.type) === kind)?.id
  }

  async function anchorOf(kind: string, depth: number): Promise<number | string> {
    const { state } = subject.portal
    if (kind === 'user') return state.people.find((one) => one.active && !one.administrator && one.workday.state !== 'off')?.id ?? 1
    if (kind === 'department') return state.departments[1]?.id ?? 1
    if (kind === 'folder') return folder()
    if (kind === 'event token') return waiting()
    if (kind === 'offline process') return offlineProcess(subject)
    if (kind === 'notification') return gotNotification(subject)
    if (kind === 'name of file') return nameOfFile(depth)
    const phoneOf = /^phone of (.+)$/.exec(kind)?.[1]
    if (phoneOf) {
      const records = state.records.filter((one) => kindOf(one.type) === phoneOf)
      return records.flatMap((one) => one.fm).find((one) => one.typeId === 'PHONE')?.value ?? '+7 900 000-00-00'
    }
    const family = familyOfKind[kind]
    return (family ? ((await findIn(family)) ?? (await makeIn(family, {}, depth)) ?? seeded(family)) : undefined) ?? 1
  }
  const known = (kind: string, depth: number): Promise<number | string> => {
    if (kind === 'event token' || kind === 'offline process') return anchorOf(kind, depth)
    const found = anchors.get(kind) ?? anchorOf(kind, depth)
    anchors.set(kind, found)
    return found
  }

  async function folder(): Promise<number | string> {
    const name = implemented('disk.storage.getForApp')
    const { body } = name ? await subject.call(name, {}) : { body: {} as Json }
    return isMap(body['result']) ? (body['result']['ROOT_OBJECT_ID'] as string) : 1
  }

  async function nameOfFile(depth: number): Promise<string> {
    const { body } = await subject.call('disk.file.get', { id: await known('file', depth) })
    return isMap(body['result']) ? String(body['result']['NAME']) : 'none'
  }

  async function versionOf(file: number | string): Promise<number | string> {
    const { body } = await subject.call('disk.file.getVersions', { id: file })
    return idIn(body['result']) ?? 1
  }

  async function requestFor(method: string, params: Json | readonly unknown[] | null, depth: number): Promise<unknown> {
    const given = params ?? exampleOf(method) ?? sampleRequest(schemaOf(method))
    const like = isMap(given) ? given : {}
    let mine: Promise<number | string> | null = null
    const own = () => (mine ??= sortOf(like, method, depth).then(async (sorted) => (await ownOf(method, sorted, depth)) ?? 1))
    const finder: Finder = {
      method,
      appUrl: subject.appUrl,
      known: (kind) => known(kind, depth),
      own,
      version: async () => versionOf(await own()),
      unique: () => String((made += 1)),
    }
    return adaptedRequest(given, finder)
  }

  /** What says of which sort the thing is, itself adapted; without the thing's own number. */
  async function sortOf(like: Json, method: string, depth: number): Promise<Json> {
    const flat = { ...like, ...Object.values(like).find(isMap) }
    const kept = Object.fromEntries(
      Object.entries(flat).filter(([key]) => sort.test(key) && !(/task_?id/i.test(key) && method.startsWith('tasks.task.'))),
    )
    const finder: Finder = {
      method: '',
      appUrl: subject.appUrl,
      known: (kind) => known(kind, depth),
      own: () => Promise.resolve(1),
      version: () => Promise.resolve(1),
      unique: () => String(made),
    }
    return (await adaptedRequest(kept, finder)) as Json
  }

  return {
    request: (method, params) => requestFor(method, params, 0),
    fullRequest: (method) => requestFor(method, sampleRequest(schemaOf(method), true), 0),
    make: async (method, like) => ownOf(method, await sortOf(like, method, 0), 0),
  }
}
