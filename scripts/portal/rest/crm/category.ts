/** `crm.category.*`: pipelines of deals. */
import { described } from '../../crm/field-words.ts'
import { administratorOnly, denied, intranetOnly, noProcess, notFound } from '../../crm/rights.ts'
import { method, wire } from '../../door/method.ts'
import type { Call } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import { dealStagesOf } from '../../seed/pipelines.ts'
import { crmTypes } from '../../state/kinds.ts'
import type { Pipeline } from '../../state/state.ts'
import { nextId, say } from '../../world.ts'

const typeNames: Readonly<Record<number, string>> = { 1: 'LEAD', 3: 'CONTACT', 4: 'COMPANY', 5: 'INVOICE', 7: 'QUOTE', 8: 'REQUISITE', 14: 'ORDER' }

function dealsOnly(call: Call, entityTypeId: number): void {
  intranetOnly(call)
  if (entityTypeId === crmTypes.deal) return
  const name = typeNames[entityTypeId]
  throw name ? new Refusal(400, 'ENTITY_TYPE_NOT_SUPPORTED', `Entity type ${name} is not supported`) : noProcess(call.world)
}

function find(call: Call, entityTypeId: number, id: number): Pipeline {
  dealsOnly(call, entityTypeId)
  const pipeline = call.world.state.pipelines.find((one) => one.id === id)
  if (!pipeline) throw notFound(call.world)
  return pipeline
}

const row = ({ id, name, sort, originId, originatorId }: Pipeline): Record<string, unknown> => ({
  id,
  name,
  sort,
  entityTypeId: crmTypes.deal,
  isDefault: id === 0 ? 'Y' : 'N',
  ...(id === 0 ? {} : { originId, originatorId }),
})

/** Everything but whether it is the first one, which deals do not let anybody change. */
function write(call: Call, pipeline: Pipeline, fields: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(fields)) {
    if (name === 'name') {
      const text = String(value).trim()
      if (text === '' || text.length > 255) throw new Refusal(400, '0', "Field 'NAME' is required")
      pipeline.name = text
    } else if (name === 'sort') pipeline.sort = Math.max(0, Number(value) || 0)
    else if (name === 'originId' || name === 'originatorId') pipeline[name] = String(value)
    else call.unknown(`fields.${name}`)
  }
  call.world.touch()
}

const params = { entityTypeId: wire.int, id: wire.int }

export const crmCategory = {
  'crm.category.fields': method({
    params: { entityTypeId: wire.int },
    run(call, { entityTypeId }) {
      dealsOnly(call, entityTypeId)
      const about = (type: string, upperName: string, traits = {}) => ({ ...described(type, upperName, traits), upperName })
      const fields = {
        id: about('integer', 'ID', { readOnly: true }),
        name: about('string', 'NAME'),
        sort: about('integer', 'SORT'),
        entityTypeId: about('integer', 'ENTITY_TYPE_ID', { required: true, readOnly: true }),
        isDefault: about('boolean', 'IS_DEFAULT', { readOnly: true }),
        originId: about('string', 'ORIGIN_ID'),
        originatorId: about('string', 'ORIGINATOR_ID'),
      }
      return { result: { fields } }
    },
  }),

  'crm.category.list': method({
    params: { entityTypeId: wire.int },
    run(call, { entityTypeId }) {
      dealsOnly(call, entityTypeId)
      const categories = [...call.world.state.pipelines].sort((one, other) => one.sort - other.sort).map(row)
      return { result: { categories }, total: categories.length }
    },
  }),

  'crm.category.get': method({ params, run: (call, { entityTypeId, id }) => ({ result: { category: row(find(call, entityTypeId, id)) } }) }),

  /** A new pipeline comes with stages of its own. */
  'crm.category.add': method({
    writes: true,
    cost: 0.1,
    params: { entityTypeId: wire.int, fields: wire.map },
    run(call, { entityTypeId, fields }) {
      const { world } = call
      dealsOnly(call, entityTypeId)
      administratorOnly(call)
      if (fields['name'] === undefined) throw new Refusal(400, '0', "Field 'NAME' is required")
      const pipeline: Pipeline = { id: 0, name: '', sort: 500, originId: '', originatorId: '', required: [] }
      write(call, pipeline, fields)
      pipeline.id = Math.max(nextId(world, 'pipeline'), 1 + Math.max(...world.state.pipelines.map((one) => one.id)))
      world.state.lastId['pipeline'] = pipeline.id
      world.state.pipelines.push(pipeline)
      for (const stage of dealStagesOf(world.language, pipeline.id)) world.state.stages.push({ ...stage, id: nextId(world, 'status') })
      return { result: { category: row(pipeline) } }
    },
  }),

  'crm.category.update': method({
    writes: true,
    params: { ...params, fields: wire.map },
    run(call, { entityTypeId, id, fields }) {
      const pipeline = find(call, entityTypeId, id)
      administratorOnly(call)
      write(call, pipeline, fields)
      return { result: { category: row(pipeline) } }
    },
  }),

  'crm.category.delete': method({
    writes: true,
    params,
    run(call, { entityTypeId, id }) {
      const { world } = call
      const { state } = world
      const pipeline = find(call, entityTypeId, id)
      if (!call.person.administrator) throw denied(world)
      if (id === 0) throw new Refusal(400, '0', 'Default deal category can not be deleted')
      if (state.records.some((record) => record.type === crmTypes.deal && record.categoryId === id))
        throw new Refusal(
          400,
          '0',
          say(world, `Найдены сделки, относящиеся к воронке ${pipeline.name}`, `There are deals in the pipeline ${pipeline.name}`),
        )
      state.pipelines = state.pipelines.filter((one) => one !== pipeline)
      state.stages = state.stages.filter((stage) => stage.entityId !== `DEAL_STAGE_${id}`)
      world.touch()
      return { result: null }
    },
  }),
}
