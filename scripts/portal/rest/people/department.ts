/** `department.*`: the company's structure, changed by administrators. */
import { matches, page, sorted } from '../../door/filter.ts'
import type { Row } from '../../door/filter.ts'
import { method, wire } from '../../door/method.ts'
import type { Call } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import type { Department } from '../../state/state.ts'
import { nextId, personOf, say } from '../../world.ts'

const field = (row: Row, name: string): unknown => row[name.toUpperCase()] ?? null
const core = (text: string) => new Refusal(400, 'ERROR_CORE', text)
const fields = { NAME: wire.text.optional(), SORT: wire.int.optional(), PARENT: wire.int.optional(), UF_HEAD: wire.int.optional() }
const writing = { caseless: true, writes: true, context: 'administrator', notAdministrator: core('Access denied'), cost: 0.1 } as const

const noName = (call: Call) => core(say(call.world, 'Не введено название раздела.<br>', 'The section name is not given.<br>'))
const oneTop = (call: Call) =>
  core(say(call.world, 'В структуре компании должен быть только один раздел верхнего уровня', 'The company may have one top department only'))

function find(call: Call, id: number): Department {
  const found = call.world.state.departments.find((one) => one.id === id)
  if (!found) throw core('Department not found')
  return found
}

/** A parent that exists and does not lie below the department itself. */
function parent(call: Call, id: number | undefined, of: Department | null): number {
  const { departments } = call.world.state
  let above = departments.find((one) => one.id === id)
  if (!above) throw oneTop(call)
  for (let depth = 0; above && depth < 100; depth += 1) {
    if (above.id === of?.id) throw oneTop(call)
    const next: number | null = above.parentId
    above = departments.find((one) => one.id === next)
  }
  return id ?? 0
}

const headOf = (call: Call, id: number | undefined): number | null => (id && personOf(call.world, id) ? id : null)

export const department = {
  'department.get': method({
    params: {
      sort: wire.text.optional(),
      order: wire.text.optional(),
      ID: wire.ints.optional(),
      NAME: wire.text.optional(),
      SORT: wire.int.optional(),
      PARENT: wire.ints.optional(),
      UF_HEAD: wire.ints.optional(),
      START: wire.int.optional(),
    },
    caseless: true,
    run(call, { sort, order, START: start, ...wanted }) {
      const rows = call.world.state.departments.map((one) => ({
        ID: String(one.id),
        NAME: one.name,
        SORT: one.sort,
        ...(one.parentId === null ? {} : { PARENT: String(one.parentId) }),
        ...(one.headId === null ? {} : { UF_HEAD: String(one.headId) }),
      }))
      const filter = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined))
      const found = rows.filter((row) => matches(row, filter, field, () => undefined))
      return page(sorted(found, { [sort ?? 'ID']: order ?? 'ASC' }, field), start, (page) => page)
    },
  }),

  'department.fields': method({
    params: {},
    run: ({ world }) => ({
      result: {
        ID: 'ID',
        NAME: say(world, 'Название подразделения', 'Department name'),
        SORT: say(world, 'Порядок сортировки', 'Sort order'),
        PARENT: say(world, 'Вышестоящее подразделение', 'Parent department'),
        UF_HEAD: say(world, 'Руководитель', 'Head of department'),
      },
    }),
  }),

  'department.add': method({
    ...writing,
    params: { ...fields, NAME: wire.text, PARENT: wire.int },
    invalid: (name) => core(name === 'NAME' ? 'Не введено название раздела.<br>' : 'В структуре компании должен быть только один раздел верхнего уровня'),
    run(call, { NAME: name, SORT: sort = 500, PARENT: above, UF_HEAD: head }) {
      if (name.trim() === '') throw noName(call)
      const added = { id: 0, name: name.trim(), sort, parentId: parent(call, above, null), headId: headOf(call, head) }
      added.id = Math.max(nextId(call.world, 'department'), ...call.world.state.departments.map((one) => one.id + 1))
      call.world.state.lastId['department'] = added.id
      call.world.state.departments.push(added)
      call.world.touch()
      return { result: added.id }
    },
  }),

  'department.update': method({
    ...writing,
    params: { ID: wire.int, ...fields },
    invalid: (name) => core(name === 'ID' ? 'Department not found' : `Wrong value of ${name}`),
    run(call, { ID: id, NAME: name, SORT: sort, PARENT: above, UF_HEAD: head }) {
      const found = find(call, id)
      if (name?.trim() === '') throw noName(call)
      const parentId = above === undefined || found.parentId === null ? found.parentId : parent(call, above, found)
      Object.assign(found, { name: name?.trim() ?? found.name, sort: sort ?? found.sort, parentId })
      if (head !== undefined) found.headId = headOf(call, head)
      call.world.touch()
      return { result: true }
    },
  }),

  /** What is below it and who works in it move up to its parent. */
  'department.delete': method({
    ...writing,
    params: { ID: wire.int },
    invalid: () => core('Department not found'),
    run(call, { ID: id }) {
      const gone = find(call, id)
      const { state } = call.world
      if (gone.parentId === null) throw oneTop(call)
      const above = gone.parentId
      for (const one of state.departments) if (one.parentId === id) one.parentId = above
      for (const person of state.people)
        if (person.departments.includes(id)) person.departments = [...new Set(person.departments.map((one) => (one === id ? above : one)))]
      state.departments = state.departments.filter((one) => one !== gone)
      call.world.touch()
      return { result: true }
    },
  }),
}
