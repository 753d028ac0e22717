/** Dictionaries of the CRM as rows: lists of stages and all the others. */
import type { DictionaryRow } from '../state/crm.ts'
import type { Stage } from '../state/state.ts'
import { say } from '../world.ts'
import type { World } from '../world.ts'

export const isStages = (entityId: string): boolean => entityId === 'STATUS' || /^DEAL_STAGE(_\d+)?$/.test(entityId)

/** What a `get` shows; lists have EXTRA besides. */
export function statusRow(row: Stage | DictionaryRow): Record<string, unknown> {
  const stage = 'semantics' in row ? row : null
  return {
    ID: String(row.id),
    ENTITY_ID: row.entityId,
    STATUS_ID: row.statusId,
    NAME: row.name,
    NAME_INIT: row.system ? row.name : '',
    SORT: String(row.sort),
    SYSTEM: row.system ? 'Y' : 'N',
    CATEGORY_ID: /^DEAL_STAGE_(\d+)$/.exec(row.entityId)?.[1] ?? null,
    COLOR: stage?.color ?? null,
    SEMANTICS: stage?.semantics ?? null,
  }
}

export function statusRows(world: World): Record<string, unknown>[] {
  const stages = world.state.stages.map((stage) => {
    const semantics = stage.semantics === 'S' ? 'success' : stage.semantics === 'F' ? 'failure' : 'process'
    return { ...statusRow(stage), EXTRA: { SEMANTICS: semantics, COLOR: stage.color } }
  })
  return [...stages, ...world.state.dictionaries.map(statusRow)]
}

const names: readonly (readonly [id: string, ru: string, en: string])[] = [
  ['STATUS', 'Стадии лида', 'Lead stages'],
  ['SOURCE', 'Источники', 'Sources'],
  ['CONTACT_TYPE', 'Тип контакта', 'Contact type'],
  ['COMPANY_TYPE', 'Тип компании', 'Company type'],
  ['EMPLOYEES', 'Кол-во сотрудников', 'Employees'],
  ['INDUSTRY', 'Сфера деятельности', 'Industry'],
  ['DEAL_TYPE', 'Тип сделки', 'Deal type'],
  ['HONORIFIC', 'Обращения', 'Salutations'],
]

export function dictionaryNames(world: World): { id: string; name: string }[] {
  const pipelines = world.state.pipelines.map(({ id, name }) => ({
    id: id === 0 ? 'DEAL_STAGE' : `DEAL_STAGE_${id}`,
    name: say(world, `Стадии сделки ${name}`, `Deal stages ${name}`),
  }))
  return [...names.map(([id, ru, en]) => ({ id, name: say(world, ru, en) })), ...pipelines]
}

/** What a list of stages tells besides its name. */
export function stagesInfo(world: World, entityId: string): Record<string, unknown> {
  if (!isStages(entityId)) return {}
  const stages = world.state.stages.filter((stage) => stage.entityId === entityId).sort((one, other) => one.sort - other.sort)
  const category = /^DEAL_STAGE_(\d+)$/.exec(entityId)?.[1]
  const info = {
    SEMANTIC_INFO: {
      START_FIELD: stages[0]?.statusId ?? '',
      FINAL_SUCCESS_FIELD: stages.find((stage) => stage.semantics === 'S')?.statusId ?? '',
      FINAL_UNSUCCESS_FIELD: stages.find((stage) => stage.semantics === 'F')?.statusId ?? '',
      FINAL_SORT: 0,
    },
  }
  if (entityId === 'STATUS') return { ...info, ENTITY_TYPE_ID: 1 }
  if (!category) return { ...info, FIELD_ATTRIBUTE_SCOPE: '', ENTITY_TYPE_ID: 2, CATEGORY_ID: 0 }
  return {
    PARENT_ID: 'DEAL_STAGE',
    ...info,
    PREFIX: `C${category}`,
    FIELD_ATTRIBUTE_SCOPE: `category_${category}`,
    ENTITY_TYPE_ID: 2,
    CATEGORY_ID: category,
  }
}
