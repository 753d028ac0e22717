/** `tasks.task.add` and `.list`: tasks, bound to CRM records. */
import { matches, page, sorted } from '../../door/filter.ts'
import type { Row } from '../../door/filter.ts'
import { method, wire } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import { invalidTask } from './deeds.ts'
import { addTask, camel } from './fields.ts'
import { mayReadTask, taskRow } from './row.ts'
import { fullRow } from './view.ts'

/** What can be filtered by; XML_ID is not among it. */
const filterable = new Set([
  'id',
  'parentId',
  'groupId',
  'createdBy',
  'responsibleId',
  'accomplice',
  'auditor',
  'title',
  'description',
  'priority',
  'status',
  'realStatus',
  'deadline',
  'createdDate',
  'changedDate',
  'closedDate',
  'dateStart',
  'guid',
  'ufCrmTask',
  'member',
  'favorite',
  'tag',
  'mark',
  'stageId',
])

function filterField(row: Row, name: string): unknown {
  const key = camel(name)
  if (!filterable.has(key)) return undefined
  const names: Record<string, string> = { realStatus: 'status', accomplice: 'accomplices', auditor: 'auditors' }
  if (key === 'member') return [row['createdBy'], row['responsibleId'], ...(row['accomplices'] as string[]), ...(row['auditors'] as string[])]
  return row[names[key] ?? key] ?? null
}

export const tasks = {
  'tasks.task.add': method({
    params: { fields: wire.map },
    writes: true,
    cost: 0.4,
    invalid: invalidTask,
    run(call, { fields }) {
      if (Object.keys(fields).length === 0) throw invalidTask('fields', true)
      return { result: { task: fullRow(call, addTask(call, fields)) } }
    },
  }),

  'tasks.task.list': method({
    params: {
      order: wire.map.optional(),
      filter: wire.map.optional(),
      select: wire.list.optional(),
      params: wire.map.optional(),
      start: wire.int.optional(),
    },
    cost: 0.05,
    run(call, { order = {}, filter = {}, select = [], start }) {
      const rows = call.world.state.tasks
        .filter((task) => mayReadTask(call, task))
        .map((task): Row => ({ ...taskRow(call.world, task), ufCrmTask: task.crm }))
        .filter((row) => matches(row, filter, filterField, (name) => call.unknown(`filter.${name}`)))
      for (const name of Object.keys(order))
        if (rows[0] && !(camel(name) in rows[0])) throw new Refusal(400, '0', 'Неверный ключ сортировки (internal error)')
      const names = select.map((name) => camel(String(name)))
      const everything = names.length === 0 || names.includes('*')
      const shown = (row: Row): Row =>
        Object.fromEntries(
          Object.entries(row).filter(([name]) =>
            name === 'ufCrmTask' ? names.includes(name) || select.includes('UF_*') : name === 'id' || everything || names.includes(name),
          ),
        )
      const ordered = sorted(rows, Object.keys(order).length > 0 ? order : { id: 'asc' }, (row, name) => row[camel(name)])
      return page(ordered, start, (page) => ({ tasks: page.map(shown) }))
    },
  }),
}
