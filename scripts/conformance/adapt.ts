/** Turns a documented request into one that this portal can answer: numbers of things that exist here, and places that can be reached. */
import type { Json } from './documents.ts'

/** Finds or makes a thing of a kind and tells its number. */
export interface Finder {
  /** A thing to refer to; the same one each time. */
  known(kind: string): Promise<number | string>
  /** One of the method's own kind, made for this call alone. */
  own(): Promise<number | string>
  /** An earlier version of that thing, which is a file. */
  version(): Promise<number | string>
  readonly method: string
  readonly appUrl: string
  /** Another one with every call. */
  unique(): string
}

const crmKinds: Readonly<Record<string, string>> = {
  '1': 'lead',
  '2': 'deal',
  '3': 'contact',
  '4': 'company',
  L: 'lead',
  D: 'deal',
  C: 'contact',
  CO: 'company',
  lead: 'lead',
  deal: 'deal',
  contact: 'contact',
  company: 'company',
}

const plain = (key: string): string => key.toLowerCase().replace(/[^a-z0-9]/g, '')

/** What a field refers to, by its name without marks. */
const references: readonly (readonly [name: RegExp, kind: string])[] = [
  [
    /^(assignedby|createdby|updatedby|modifyby|modifiedby|movedby|changedby|closedby|responsible|author|authuser|creator|user|host)(id|user)?s?$/,
    'user',
  ],
  [/^(accomplices|auditors|observers|attendees|to|ufhead|users)$/, 'user'],
  [/^responsibleuserid$/, 'user'],
  [/^contactids?$/, 'contact'],
  [/^companyids?$/, 'company'],
  [/^leadid$/, 'lead'],
  [/^dealid$/, 'deal'],
  [/^taskid$/, 'task'],
  [/^(ufdepartment|departmentid|department|parent)s?$/, 'department'],
  [/^(targetfolderid|folderid)$/, 'folder'],
  [/^fileids?$/, 'file'],
  [/^storageid$/, 'storage'],
  [/^templateid$/, 'template'],
  [/^eventid$/, 'event'],
  [/^commentid$/, 'comment'],
  [/^activityid$/, 'activity'],
  [/^(section|sectionid)$/, 'section'],
  [/^eventtoken$/, 'event token'],
  [/^processid$/, 'offline process'],
]

/** Keys beside an id that say of which kind it is. */
const kindBeside = /^(entitytypeid|ownertypeid|entitytype|ownertype)$/
const idBesideKind = /^(entityid|ownerid)$/

const isMap = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

function besideKind(siblings: Json): string | undefined {
  const entry = Object.entries(siblings).find(([key]) => kindBeside.test(plain(key)))
  return entry && (crmKinds[String(entry[1])] ?? crmKinds[String(entry[1]).toLowerCase()])
}

/** Texts that name a thing: `LEAD_1`, `D_5`, `user_7`, an address, a placeholder. */
async function text(value: string, key: string, find: Finder): Promise<unknown> {
  const document = /^(LEAD|DEAL|CONTACT|COMPANY)_\d+$/.exec(value)
  if (document?.[1]) return `${document[1]}_${await find.known(document[1].toLowerCase())}`
  const bound = /^(L|D|C|CO)_\d+$/.exec(value)
  if (bound?.[1]) return `${bound[1]}_${await find.known(crmKinds[bound[1]] ?? 'deal')}`
  if (/^user_\d+$/.test(value)) return `user_${await find.known('user')}`
  // Chats are those of tasks.
  if (/^chat\d+$/.test(value)) return `chat${10_000 + Number(await find.known('task'))}`
  if (/^n\d+$/.test(value)) return `n${await find.known('file')}`
  // One kind of field has one address.
  if (/^https?:\/\//.test(value)) return `${find.appUrl}/${plain(key)}${find.method.startsWith('userfieldtype.') ? find.unique() : ''}`
  if (/^(\*\*put_current_date|formatDate\()/.test(value)) return '2026-01-15T12:00:00+00:00'
  // Two folders of one name are not made.
  if (find.method.startsWith('disk.') && key === 'NAME' && !value.includes('%')) return `${find.unique()} ${value}`
  // A working day is opened and closed today.
  if (plain(key) === 'time' && /^\d{4}-/.test(value)) return new Date().toISOString()
  if (/^C\d+:/.test(value)) return 'NEW'
  if (/^[A-Z]+_CODE$/.test(value) && plain(key) === 'placement') return 'CRM_DEAL_DETAIL_TAB'
  if (/^(field_?name)$/i.test(key)) return `${value.slice(0, 30)}_${find.unique()}`
  if (find.method === 'disk.file.search' && key === 'QUERY') return find.known('name of file')
  // A field that must be filled would stand in the way of every later record.
  if (key === 'MANDATORY') return 'N'
  if (/^(email)$/i.test(key)) return `person${find.unique()}@example.com`
  return value
}

async function one(key: string, value: unknown, siblings: Json, top: boolean, find: Finder): Promise<unknown> {
  const name = plain(key)
  // A task of rights is a kind of right.
  if (name === 'taskid' && 'ACCESS_CODE' in siblings) return value
  const isNumber = typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value))
  const as = (id: number | string) => (typeof value === 'string' ? String(id) : /^\d+$/.test(String(id)) ? Number(id) : id)
  if (isNumber && name === 'notifyid') return as(await find.known('notification'))
  // This portal has no lists: processes are those of leads.
  if (name === 'documenttype' && Array.isArray(value) && value[0] === 'lists') return ['crm', 'CCrmDocumentLead', 'LEAD']
  if (name === 'values' && siblings['type'] === 'PHONE')
    return [await find.known(`phone of ${String(siblings['entity_type'] ?? 'CONTACT').toLowerCase()}`)]
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) {
    const kind = references.find(([pattern]) => pattern.test(name))?.[1]
    if (kind && value.some((item) => /^\d+$/.test(String(item)))) return [as(await find.known(kind))]
    if (top && name === 'ids') return [as(await find.own())]
    return Promise.all(value.map((item) => (typeof item === 'string' ? text(item, key, find) : item)))
  }
  if (Array.isArray(value)) return Promise.all(value.map((item) => (isMap(item) ? adapted(item, false, find) : one(key, item, {}, false, find))))
  if (isMap(value)) return adapted(value, false, find)
  if (kindBeside.test(name)) return crmKinds[String(value)] || !isNumber ? value : 2
  if (
    top &&
    (name === 'id' || name === `${plain(find.method.split('.').at(-2) ?? '')}id` || name === 'itemid') &&
    value !== undefined
  )
    return isNumber || /^bizproc\.workflow\.\w+$/.test(find.method) ? as(await find.own()) : value
  if (idBesideKind.test(name)) {
    const kind = besideKind(siblings)
    if (kind) return as(await find.known(kind))
    if (/user/i.test(String(siblings['type'] ?? ''))) return as(await find.known('user'))
  }
  if (isNumber && name === 'versionid') return as(await find.version())
  const kind = references.find(([pattern]) => pattern.test(name))?.[1]
  if (kind && (isNumber || /token|process/.test(kind))) return as(await find.known(kind))
  // Pipelines and projects of another portal: the general one, and none.
  if (isNumber && /^(categoryid|dealcategoryid|groupid|parentactivityid)$/.test(name)) return 0
  if (isNumber && name === 'parentid') return find.method.startsWith('task.checklistitem') ? 0 : value
  return typeof value === 'string' ? text(value, key, find) : value
}

/** The same map with what exists here; keys that are numbers of people become such of people here. */
async function adapted(params: Json, top: boolean, find: Finder): Promise<Json> {
  const entries: [string, unknown][] = []
  for (const [key, value] of Object.entries(params)) {
    const isFilter = /^filter$/i.test(key) && isMap(value)
    const name = isMap(value) && /^\d+$/.test(key) ? String(await find.known('user')) : key
    entries.push([name, isFilter ? await adapted(value, false, find) : await one(key, value, params, top, find)])
  }
  return Object.fromEntries(entries)
}

export async function adaptedRequest(params: Json | readonly unknown[], find: Finder): Promise<unknown> {
  return isMap(params)
    ? adapted(params, true, find)
    : Promise.all((params as readonly unknown[]).map((item) => (isMap(item) ? adapted(item, false, find) : item)))
}
