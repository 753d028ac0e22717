/** `bizproc.workflow.template.*` and `.start`: processes that an application brings along as files nobody here looks into. */
import { iso } from '../../clock.ts'
import { matches, page, sorted } from '../../door/filter.ts'
import type { Row } from '../../door/filter.ts'
import { method, wire } from '../../door/method.ts'
import type { Call } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import type { BpTemplate } from '../../state/office.ts'
import { nextId, randomText, recordOf, say } from '../../world.ts'

const invalidField = (name: string) => new Refusal(400, 'ERROR_TEMPLATE_VALIDATION_FAILURE', `Incorrect field ${name}!`)
const failure = (text: string) => new Refusal(400, 'ERROR_TEMPLATE_VALIDATION_FAILURE', text)
const denied = new Refusal(403, 'ACCESS_DENIED', 'Access denied!')
const ofApp = {
  context: 'app-and-administrator',
  noContext: new Refusal(403, 'ACCESS_DENIED', 'Application context required'),
  notAdministrator: denied,
  caseless: true,
} as const
const kinds: Readonly<Record<string, 'lead' | 'deal' | 'contact' | 'company'>> = { LEAD: 'lead', DEAL: 'deal', CONTACT: 'contact', COMPANY: 'company' }

type Triple = [string, string, string]
const tripleOf = (value: unknown): Triple | null => {
  const list = typeof value === 'object' && value !== null ? Object.values(value).map(String) : []
  const [module = '', entity = '', type = ''] = list
  return list.length === 3 && list.every((one) => one !== '') ? [module, entity, type] : null
}

/** `[name, base64]` of an exported file, which is packed: gzip or zlib. */
function fileIn(value: unknown): Pick<BpTemplate, 'fileName' | 'data'> {
  const [name, content] = typeof value === 'object' && value !== null ? Object.values(value).map(String) : []
  const bytes = Buffer.from(content ?? '', 'base64')
  if (!name || bytes.length < 2 || !(bytes[0] === 0x78 || (bytes[0] === 0x1f && bytes[1] === 0x8b))) throw invalidField('TEMPLATE_DATA')
  return { fileName: name, data: bytes.toString('base64') }
}

function autoExecute(value: number | undefined): number {
  if (value !== undefined && ![0, 1, 2, 3].includes(value)) throw invalidField('AUTO_EXECUTE')
  return value ?? 0
}

const systemCode = (call: Call): string => `rest_app_${call.installation?.id ?? 0}`
const field = (row: Row, name: string): unknown => row[name.toUpperCase()]
const upper = (map: Row): Row => Object.fromEntries(Object.entries(map).map(([name, value]) => [name.toUpperCase(), value]))

const row = (one: BpTemplate): Row => ({
  ID: String(one.id),
  MODULE_ID: one.documentType[0],
  ENTITY: one.documentType[1],
  DOCUMENT_TYPE: one.documentType,
  AUTO_EXECUTE: String(one.autoExecute),
  NAME: one.name,
  DESCRIPTION: one.description,
  TEMPLATE: [],
  PARAMETERS: [],
  VARIABLES: [],
  CONSTANTS: [],
  MODIFIED: iso(one.changedAt),
  IS_MODIFIED: 'N',
  USER_ID: String(one.userId),
  SYSTEM_CODE: one.systemCode,
})

function own(call: Call, id: number): BpTemplate {
  const found = call.world.state.office.templates.find((one) => one.id === id)
  if (!found) throw new Refusal(400, 'ERROR_TEMPLATE_NOT_FOUND', 'Workflow template not found.')
  if (found.systemCode !== systemCode(call))
    throw new Refusal(400, 'ERROR_TEMPLATE_NOT_OWNER', 'You can update ONLY templates created by current application')
  return found
}

export const bizprocTemplates = {
  'bizproc.workflow.template.add': method({
    ...ofApp,
    writes: true,
    invalid: (name) => (name === 'NAME' ? failure('Empty template name!') : invalidField(name)),
    params: {
      DOCUMENT_TYPE: wire.list,
      NAME: wire.text,
      DESCRIPTION: wire.text.optional(),
      TEMPLATE_DATA: wire.any.refine((value) => value !== undefined),
      AUTO_EXECUTE: wire.int.optional(),
    },
    run(call, { DOCUMENT_TYPE: type, NAME: name, DESCRIPTION: description = '', TEMPLATE_DATA: data, AUTO_EXECUTE: auto }) {
      const documentType = tripleOf(type)
      if (!documentType) throw invalidField('DOCUMENT_TYPE')
      if (name.trim() === '') throw failure('Empty template name!')
      const added: BpTemplate = {
        id: 0,
        documentType,
        name,
        description,
        autoExecute: autoExecute(auto),
        ...fileIn(data),
        changedAt: call.world.clock.now(),
        userId: call.person.id,
        systemCode: systemCode(call),
      }
      added.id = nextId(call.world, 'template')
      call.world.state.office.templates.push(added)
      call.world.touch()
      return { result: added.id }
    },
  }),

  'bizproc.workflow.template.update': method({
    ...ofApp,
    writes: true,
    invalid: (name) => failure(name === 'FIELDS' ? 'No fields to update.' : 'Workflow template not found.'),
    params: { ID: wire.text, FIELDS: wire.map },
    run(call, { ID: id, FIELDS: fields }) {
      const found = own(call, Number(id))
      const given = upper(fields)
      const known = ['NAME', 'DESCRIPTION', 'TEMPLATE_DATA', 'AUTO_EXECUTE']
      Object.keys(given).forEach((name) => known.includes(name) || call.unknown(`FIELDS.${name}`))
      if (!known.some((name) => name in given)) throw failure('No fields to update.')
      if ('NAME' in given && String(given['NAME']).trim() === '') throw failure('Empty template name!')
      const auto = 'AUTO_EXECUTE' in given ? autoExecute(Number(given['AUTO_EXECUTE'])) : found.autoExecute
      const file = 'TEMPLATE_DATA' in given ? fileIn(given['TEMPLATE_DATA']) : {}
      const texts = { name: String(given['NAME'] ?? found.name), description: String(given['DESCRIPTION'] ?? found.description) }
      Object.assign(found, texts, file, { autoExecute: auto, changedAt: call.world.clock.now() })
      call.world.touch()
      return { result: found.id }
    },
  }),

  'bizproc.workflow.template.list': method({
    context: 'administrator',
    notAdministrator: denied,
    caseless: true,
    params: { SELECT: wire.list.optional(), FILTER: wire.map.optional(), ORDER: wire.map.optional(), start: wire.int.optional() },
    run(call, { SELECT: select = ['ID'], FILTER: filter = {}, ORDER: order = { ID: 'ASC' }, start }) {
      const names = select.map((name) => String(name).toUpperCase())
      const rows = call.world.state.office.templates
        .map(row)
        .filter((one) => matches(one, filter, field, (name) => call.unknown(`FILTER.${name}`)))
      const shown = (one: Row): Row =>
        names.includes('*') ? one : Object.fromEntries(Object.entries(one).filter(([name]) => name === 'ID' || names.includes(name)))
      return page(sorted(rows, upper(order), field), start, (page) => page.map(shown))
    },
  }),

  'bizproc.workflow.template.delete': method({
    ...ofApp,
    writes: true,
    invalid: () => new Refusal(400, 'ERROR_TEMPLATE_NOT_FOUND', 'Workflow template not found.'),
    params: { ID: wire.int },
    run(call, { ID: id }) {
      const gone = own(call, id)
      call.world.state.office.templates = call.world.state.office.templates.filter((one) => one !== gone)
      call.world.touch()
      return { result: null }
    },
  }),

  /** Nobody knows what the file holds: the process is played as one approval by whoever started it. */
  'bizproc.workflow.start': method({
    context: 'administrator',
    notAdministrator: denied,
    caseless: true,
    writes: true,
    cost: 0.3,
    invalid: (name) => (name === 'TEMPLATE_ID' ? new Refusal(400, 'ERROR_WRONG_WORKFLOW_ID', 'Empty TEMPLATE_ID') : new Refusal(400, '', 'Wrong DOCUMENT_ID!')),
    params: { TEMPLATE_ID: wire.int, DOCUMENT_ID: wire.list, PARAMETERS: wire.map.optional() },
    run(call, { TEMPLATE_ID: templateId, DOCUMENT_ID: document, PARAMETERS: parameters = {} }) {
      const { office } = call.world.state
      if (templateId === 0) throw new Refusal(400, 'ERROR_WRONG_WORKFLOW_ID', 'Empty TEMPLATE_ID')
      const template = office.templates.find((one) => one.id === templateId)
      if (!template) throw new Refusal(400, 'ERROR_WRONG_WORKFLOW_ID', 'Template not found')
      const documentId = tripleOf(document)
      if (!documentId) throw new Refusal(400, '', 'Wrong DOCUMENT_ID!')
      const [, type = '', id = ''] = /^([A-Z_]+?)_(\d+)$/.exec(documentId[2]) ?? []
      const kind = kinds[type]
      if (documentId[0] === 'crm' && (!kind || !recordOf(call.world, kind, Number(id)))) throw new Refusal(400, '', 'Incorrect document type!')
      if (template.documentType[0] !== documentId[0] || (kind && template.documentType[2] !== type))
        throw new Refusal(400, '', 'Template type and DOCUMENT_ID mismatch!')
      const now = call.world.clock.now()
      const workflowId = `${randomText(7)}.${String(nextId(call.world, 'instance')).padStart(8, '0')}`
      office.workflows.push({ id: workflowId, templateId, documentId, startedAt: now, startedBy: call.person.id, parameters })
      office.bpTasks.push({
        id: nextId(call.world, 'bpTask'),
        workflowId,
        templateId,
        documentId,
        name: say(call.world, `Утвердить: ${template.name}`, `Approve: ${template.name}`),
        userId: call.person.id,
        status: 0,
        activity: 'ApproveActivity',
        comment: '',
        fields: {},
        changedAt: now,
      })
      call.world.touch()
      return { result: workflowId }
    },
  }),
}
