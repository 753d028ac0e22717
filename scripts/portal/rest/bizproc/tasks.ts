/** `bizproc.task.*`: what processes ask of people; answered by whom it concerns, handed on by them and by administrators. */
import { z } from 'zod'
import { iso } from '../../clock.ts'
import { matches, page, sorted } from '../../door/filter.ts'
import type { Row } from '../../door/filter.ts'
import { method, wire } from '../../door/method.ts'
import type { Call } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import type { BpTask } from '../../state/office.ts'
import { isHeadOver, personOf, recordOf, say } from '../../world.ts'

const field = (row: Row, name: string): unknown => row[name.toUpperCase()]
const upper = (map: Row): Row => Object.fromEntries(Object.entries(map).map(([name, value]) => [name.toUpperCase(), value]))
const usual = ['ENTITY', 'DOCUMENT_ID', 'ID', 'WORKFLOW_ID', 'DOCUMENT_NAME', 'NAME', 'DOCUMENT_URL']
const statuses: Readonly<Record<string, number>> = { yes: 1, no: 2, ok: 3, cancel: 4, 1: 1, 2: 2, 3: 3, 4: 4 }

function row(call: Call, task: BpTask): Row {
  const { office } = call.world.state
  const template = office.templates.find((one) => one.id === task.templateId)
  const workflow = office.workflows.find((one) => one.id === task.workflowId)
  const [module, entity, document] = task.documentId
  const [, type = '', id = ''] = /^([A-Z]+)_(\d+)$/.exec(document) ?? []
  const kind = type.toLowerCase() as 'lead' | 'deal' | 'contact' | 'company'
  return {
    ENTITY: entity,
    DOCUMENT_ID: document,
    ID: String(task.id),
    WORKFLOW_ID: task.workflowId,
    DOCUMENT_NAME: recordOf(call.world, kind, Number(id))?.title ?? document,
    DESCRIPTION: '',
    NAME: task.name,
    MODIFIED: iso(task.changedAt),
    WORKFLOW_STARTED: workflow ? iso(workflow.startedAt) : null,
    WORKFLOW_STARTED_BY: workflow ? String(workflow.startedBy) : null,
    OVERDUE_DATE: null,
    WORKFLOW_TEMPLATE_ID: String(task.templateId),
    WORKFLOW_TEMPLATE_NAME: template?.name ?? '',
    WORKFLOW_STATE: workflow ? say(call.world, 'Ожидание ответа', 'Waiting for an answer') : null,
    STATUS: String(task.status),
    USER_ID: String(task.userId),
    USER_STATUS: String(task.status),
    MODULE_ID: module,
    ACTIVITY: task.activity,
    ACTIVITY_NAME: `A${10_000 + task.id}_${task.templateId}_1_1`,
    PARAMETERS: { CommentLabel: say(call.world, 'Комментарий', 'Comment'), CommentRequired: 'N', ShowComment: 'Y', StatusOkLabel: '', Fields: [] },
    DOCUMENT_URL: `/crm/${kind}/details/${id}/`,
  }
}

/** Administrators see everybody's, others their own and their subordinates'. */
function sees({ world, person }: Call, task: BpTask): boolean {
  const whose = personOf(world, task.userId)
  return person.administrator || task.userId === person.id || (whose !== undefined && isHeadOver(world, person, whose))
}

const invalid = (text: string) => new Refusal(400, 'ERROR_TASK_VALIDATION', text)

export const bizprocTasks = {
  'bizproc.task.list': method({
    caseless: true,
    cost: 0.05,
    params: { SELECT: wire.list.optional(), FILTER: wire.map.optional(), ORDER: wire.map.optional(), START: wire.int.optional() },
    invalid: (name) =>
      name === 'SELECT' ? new Refusal(400, 'ERROR_SELECT_VALIDATION_FAILURE', 'Invalid data in SELECT parameter') : invalid(`Invalid ${name}`),
    run(call, { SELECT: select = [], FILTER: filter = {}, ORDER: order = { ID: 'DESC' }, START: start }) {
      const names = select.length > 0 ? [...usual, ...select.map((name) => String(name).toUpperCase())] : usual
      const rows = call.world.state.office.bpTasks
        .filter((task) => sees(call, task))
        .map((task) => row(call, task))
        .filter((one) => matches(one, filter, field, (name) => call.unknown(`FILTER.${name}`)))
      const shown = (one: Row): Row => (names.includes('*') ? one : Object.fromEntries(Object.entries(one).filter(([name]) => names.includes(name))))
      return page(sorted(rows, upper(order), field), start, (page) => page.map(shown))
    },
  }),

  /** One's own only; the answer ends the process. */
  'bizproc.task.complete': method({
    caseless: true,
    writes: true,
    params: { TASK_ID: wire.int, STATUS: z.union([wire.int, z.enum(['yes', 'no', 'ok', 'cancel'])]), COMMENT: wire.text.optional(), FIELDS: wire.map.optional() },
    invalid: (name) => invalid(name === 'TASK_ID' ? 'empty TASK_ID' : 'incorrect STATUS'),
    run(call, { TASK_ID: id, STATUS: given, COMMENT: comment = '', FIELDS: fields = {} }) {
      const status = statuses[String(given)]
      if (id <= 0) throw invalid('empty TASK_ID')
      if (status === undefined) throw invalid('incorrect STATUS')
      const { office } = call.world.state
      const task = office.bpTasks.find((one) => one.id === id && one.userId === call.person.id)
      if (!task) throw new Refusal(400, 'ERROR_TASK_NOT_FOUND', 'Task not found')
      if (task.status !== 0) throw new Refusal(400, 'ERROR_TASK_COMPLETED', 'Task already completed')
      Object.assign(task, { status, comment, fields, changedAt: call.world.clock.now() })
      office.workflows = office.workflows.filter((one) => one.id !== task.workflowId)
      call.world.touch()
      return { result: true }
    },
  }),

  'bizproc.task.delegate': method({
    caseless: true,
    writes: true,
    params: { TASK_IDS: wire.list, FROM_USER_ID: wire.int, TO_USER_ID: wire.int },
    invalid: (name) => (name === 'TASK_IDS' ? invalid('Invalid TASK_IDS') : new Refusal(400, 'ERROR_INVALID_USER_ID', `Invalid ${name}`)),
    run(call, { TASK_IDS: ids, FROM_USER_ID: from, TO_USER_ID: to }) {
      if (ids.length === 0 || ids.some((id) => !/^\d+$/.test(String(id)))) throw invalid('Invalid TASK_IDS')
      for (const [name, id] of [['FROM_USER_ID', from], ['TO_USER_ID', to]] as const)
        if (!personOf(call.world, id)) throw new Refusal(400, 'ERROR_INVALID_USER_ID', `Invalid ${name}`)
      const tasks = call.world.state.office.bpTasks.filter((one) => ids.map(Number).includes(one.id) && one.userId === from && one.status === 0)
      if ((from !== call.person.id && !call.person.administrator) || tasks.length < ids.length || !personOf(call.world, to)?.active)
        throw new Refusal(400, 'ERROR_DELEGATION_NOT_ALLOWED', say(call.world, 'Делегирование не разрешено', 'Delegation is not allowed'))
      for (const task of tasks) Object.assign(task, { userId: to, changedAt: call.world.clock.now() })
      call.world.touch()
      return { result: true }
    },
  }),
}
