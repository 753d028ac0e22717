/** Departments and people: from the store while they are young enough, else from the portal in one request for all but the largest. */
import type { Department, Directory } from '../../domain/department.ts'
import { DepartmentId, UserId, type MemberId } from '../../domain/ids.ts'
import type { Person } from '../../domain/manager.ts'
import { question, type Answered, type Question } from '../../manifest/ask.ts'
import { hasBeenActive } from '../../manifest/distribute/read.ts'
import type { ResultOf } from '../../manifest/methods.ts'
import { batchLength } from '../portal/encode.ts'
import { PortalError } from '../portal/errors.ts'
import type { Portal } from '../portal/portal.ts'
import type { Store } from '../store/store.ts'
import { askPortal } from './ask-portal.ts'

const pageSize = 50
/** How a batch is shared out while the size of the company is unknown: 200 departments, 2,300 people. */
const departmentPages = 4
/** Of people, and of departments: fifty thousand. Whoever claims more would have us ask, and keep, without end. */
const mostPages = 1000

interface Needs {
  readonly portal: Portal
  readonly store: Store
  readonly memberId: MemberId
  readonly now: () => number
  /** 0: always from the portal. */
  readonly olderThanMs: number
}

export async function freshDirectory({ portal, store, memberId, now, olderThanMs }: Needs): Promise<Directory> {
  const known = await store.directory.get(memberId)
  if (known && now() - known.readAt < olderThanMs) return known
  const directory = await readDirectory(portal, known, now())
  await store.directory.save(memberId, directory)
  return directory
}

/** Whoever a look has found gone is not drawn again from what is in store. */
export async function dismissInStore(store: Store, memberId: MemberId, gone: ReadonlySet<UserId>): Promise<void> {
  const known = await store.directory.get(memberId)
  const isGone = ({ id, active }: Person): boolean => active && gone.has(id)
  if (known?.people.some(isGone)) await store.directory.save(memberId, { ...known, people: known.people.map((one) => (isGone(one) ? { ...one, active: false } : one)) })
}

type Page = { readonly department: Question<'department.get'>; readonly user: Question<'user.get'> }
const pages: { readonly [K in keyof Page]: (start: number) => Page[K] } = {
  department: (start) => question('department.get', { sort: 'ID', order: 'ASC', START: start }),
  // Dismissed people too: the draw says of them why they did not take part. Extranet users are nobody's colleagues.
  user: (start) => question('user.get', { sort: 'ID', order: 'ASC', FILTER: { USER_TYPE: 'employee' }, start }),
}

/** @param known the last directory: how many pages to expect */
export async function readDirectory(portal: Portal, known: Directory | null, now: number): Promise<Directory> {
  const expected = (count: number | undefined, most: number) => (count === undefined ? most : Math.min(most, Math.floor(count / pageSize) + 1))
  const departments = await readAll(portal, {
    department: expected(known?.departments.length, departmentPages),
    user: expected(known?.people.length, batchLength - departmentPages),
  })
  return { ...departments, readAt: now }
}

async function readAll(portal: Portal, first: { readonly department: number; readonly user: number }): Promise<Omit<Directory, 'readAt'>> {
  const departments = new Map<number, Department>()
  const people = new Map<number, Person>()
  let from = { department: 0, user: 0 }
  let count = first
  while (count.department + count.user > 0) {
    const starts = (kind: 'department' | 'user') => Array.from({ length: count[kind] }, (_, index) => (from[kind] + index) * pageSize)
    const answers = await askPortal(portal, {
      ...Object.fromEntries(starts('department').map((start) => [`departments:${start}`, pages.department(start)])),
      ...Object.fromEntries(starts('user').map((start) => [`people:${start}`, pages.user(start)])),
    })
    let departmentTotal = 0
    let userTotal = 0
    for (const start of starts('department')) {
      const answer = valueOf(answers[`departments:${start}`] as Answered<ResultOf<'department.get'>> | undefined)
      departmentTotal = Math.max(departmentTotal, answer.total ?? 0)
      for (const one of answer.value) departments.set(one.ID, departmentOf(one))
    }
    for (const start of starts('user')) {
      const answer = valueOf(answers[`people:${start}`] as Answered<ResultOf<'user.get'>> | undefined)
      userTotal = Math.max(userTotal, answer.total ?? 0)
      for (const one of answer.value) people.set(one.ID, personOf(one))
    }
    const read = { department: from.department + count.department, user: from.user + count.user }
    count = {
      department: count.department === 0 ? 0 : Math.max(0, Math.ceil(departmentTotal / pageSize) - read.department),
      user: count.user === 0 ? 0 : Math.max(0, Math.ceil(userTotal / pageSize) - read.user),
    }
    if (Math.max(departmentTotal, userTotal) > mostPages * pageSize) throw new PortalError('refused', 'directory_too_large', 'the portal names more people or departments than can be read')
    from = read
  }
  return { departments: [...departments.values()], people: [...people.values()] }
}

/** Half a directory would silently leave people out of draws, so one missing page fails the whole. */
function valueOf<T>(answer: Answered<T> | undefined): { value: T; total: number | null } {
  if (!answer?.ok) throw new PortalError('refused', answer?.code ?? 'no_answer', `the directory was not read ${answer?.text ?? ''}`)
  return answer
}

function departmentOf(one: ResultOf<'department.get'>[number]): Department {
  return {
    id: DepartmentId.parse(one.ID),
    name: one.NAME,
    parentId: one.PARENT === null || one.PARENT === 0 ? null : DepartmentId.parse(one.PARENT),
    headId: one.UF_HEAD === null || one.UF_HEAD === 0 ? null : UserId.parse(one.UF_HEAD),
  }
}

export function personOf(one: ResultOf<'user.get'>[number]): Person {
  return {
    id: UserId.parse(one.ID),
    name: `${one.NAME} ${one.LAST_NAME}`.trim(),
    position: one.WORK_POSITION ?? '',
    timeZone: one.TIME_ZONE ? one.TIME_ZONE : null,
    departments: one.UF_DEPARTMENT.filter((id) => id > 0).map((id) => DepartmentId.parse(id)),
    active: one.ACTIVE,
    everActive: hasBeenActive(one.LAST_ACTIVITY_DATE),
  }
}
