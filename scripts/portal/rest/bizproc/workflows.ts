/** `bizproc.workflow.*`: running automation of records, listed and ended by administrators. */
import { endInstance } from '../../automation/automation.ts'
import { entities } from '../../automation/robot-call.ts'
import { iso } from '../../clock.ts'
import { matches, page, sorted } from '../../door/filter.ts'
import type { Row } from '../../door/filter.ts'
import { method, wire } from '../../door/method.ts'
import type { Call } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import type { Instance } from '../../state/app.ts'
import type { BpWorkflow } from '../../state/office.ts'

function instanceRow(call: Call, instance: Instance): Row {
  const [entity, type] = entities[instance.document.kind]
  const stage = call.world.state.stages.find(
    (one) => one.statusId === instance.stageId && (one.entityId === 'STATUS') === (instance.document.kind === 'lead'),
  )
  return {
    ID: instance.id,
    MODIFIED: iso(Math.max(instance.startedAt, ...instance.steps.map((step) => step.since))),
    OWNED_UNTIL: null,
    MODULE_ID: 'crm',
    ENTITY: entity,
    DOCUMENT_ID: `${type}_${instance.document.id}`,
    STARTED: iso(instance.startedAt),
    // Automation of a stage is started by nobody.
    STARTED_BY: '0',
    TEMPLATE_ID: String(stage?.id ?? 0),
  }
}

const field = (row: Row, name: string): unknown => row[name.toUpperCase()]
const upper = (map: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(map).map(([name, value]) => [name.toUpperCase(), value]))

const instances = method({
  context: 'administrator',
  caseless: true,
  cost: 0.05,
  params: { SELECT: wire.list.optional(), FILTER: wire.map.optional(), ORDER: wire.map.optional(), start: wire.int.optional() },
  run(call, { SELECT: select = [], FILTER: filter = {}, ORDER: order = {}, start }) {
    const rows = call.world.state.instances
      .filter((instance) => instance.state === 'running')
      .map((instance) => instanceRow(call, instance))
      .concat(call.world.state.office.workflows.map((workflow) => workflowRow(call, workflow)))
      .filter((row) => matches(row, filter, field, (name) => call.unknown(`FILTER.${name}`)))
    const wanted = select.map((name) => String(name).toUpperCase())
    const names = wanted.length > 0 ? wanted : ['ID', 'MODIFIED', 'OWNED_UNTIL']
    const shown = (row: Row): Row => (names.includes('*') ? row : Object.fromEntries(Object.entries(row).filter(([name]) => names.includes(name))))
    const ordered = sorted(rows, Object.keys(order).length > 0 ? upper(order) : { MODIFIED: 'desc' }, field)
    return page(ordered, start, (page) => page.map(shown))
  },
})

function workflowRow(call: Call, workflow: BpWorkflow): Row {
  const [module, entity, id] = workflow.documentId
  const task = call.world.state.office.bpTasks.filter((one) => one.workflowId === workflow.id)
  return {
    ID: workflow.id,
    MODIFIED: iso(Math.max(workflow.startedAt, ...task.map((one) => one.changedAt))),
    OWNED_UNTIL: null,
    MODULE_ID: module,
    ENTITY: entity,
    DOCUMENT_ID: id,
    STARTED: iso(workflow.startedAt),
    STARTED_BY: String(workflow.startedBy),
    TEMPLATE_ID: String(workflow.templateId),
  }
}

/** A process of a template: it ends, and its open tasks with it. */
function endWorkflow(call: Call, id: string): boolean {
  const { office } = call.world.state
  if (!office.workflows.some((one) => one.id === id)) return false
  office.workflows = office.workflows.filter((one) => one.id !== id)
  office.bpTasks = office.bpTasks.filter((one) => one.workflowId !== id || one.status !== 0)
  call.world.touch()
  return true
}

const emptyId = new Refusal(400, 'ERROR_WRONG_WORKFLOW_ID', 'Empty workflow instance ID')
const ending = { context: 'administrator', caseless: true, writes: true, cost: 0.1, invalid: () => emptyId } as const

export const workflows = {
  'bizproc.workflow.instances': instances,
  /** The old name of the same. */
  'bizproc.workflow.instance.list': instances,

  /** Ends the instance and keeps what it has done. */
  'bizproc.workflow.terminate': method({
    ...ending,
    params: { ID: wire.text, STATUS: wire.text.optional() },
    run(call, { ID: id, STATUS: status = '' }) {
      if (id === '') throw emptyId
      if (!endWorkflow(call, id) && !endInstance(call.world, id, status, true)) throw new Refusal(400, 'ERROR_WRONG_WORKFLOW_ID', 'Workflow instance not found')
      return { result: true }
    },
  }),

  /** Ends it and forgets it; what is not there is gone already. */
  'bizproc.workflow.kill': method({
    ...ending,
    params: { ID: wire.text },
    run(call, { ID: id }) {
      if (id === '') throw emptyId
      if (!endWorkflow(call, id)) endInstance(call.world, id, '', false)
      return { result: true }
    },
  }),
}
