/** A direction while it is being edited: its fields, what is missing, and what would be sent. */
import { computed, reactive, readonly } from 'vue'
import type { DirectionView } from '../../domain/contract/configuration.ts'
import type { Answer, Input } from '../../domain/contract/contract.ts'
import { unknownFields } from '../../domain/deal-title.ts'
import type { DepartmentId, UserId } from '../../domain/ids.ts'
import type { MessageKey } from './language.ts'

export type Choices = Answer<'portal.choices'>
export interface DirectionDraft {
  name: string
  departmentIds: number[]
  categoryId: number | null
  stageId: string | null
  /** Reserve responsible; null: nobody. */
  reserveId: number | null
  tags: string[]
  dealTitle: string
  /** Without those who work here no more. */
  observerIds: number[]
  defaults: { field: string; value: string }[]
}
export type Gap = 'name' | 'departments' | 'stage' | 'reserve' | 'title' | 'defaults'
export const gapWords: Record<Gap, MessageKey> = {
  name: 'editor.needName',
  departments: 'editor.needDepartment',
  stage: 'editor.needStage',
  reserve: 'editor.reserveGone',
  title: 'editor.badTitle',
  defaults: 'editor.badField',
}
const fieldName = /^[A-Za-z][A-Za-z0-9_]{0,49}$/

export function useDirectionDraft(direction: DirectionView | null, choices: () => Choices | null) {
  const draft = reactive<DirectionDraft>({
    name: direction?.name ?? '',
    departmentIds: [...(direction?.departmentIds ?? [])],
    categoryId: direction?.categoryId ?? null,
    stageId: direction?.stageId ?? null,
    reserveId: direction?.reserveId ?? null,
    tags: [...(direction?.tags ?? [])],
    dealTitle: direction?.dealTitle ?? '',
    observerIds: [...(direction?.observerIds ?? [])],
    defaults: Object.entries(direction?.fieldDefaults ?? {}).map(([field, value]) => ({ field, value })),
  })
  const stages = computed(() => choices()?.pipelines.find(({ id }) => id === draft.categoryId)?.stages ?? [])
  const filled = computed(() => draft.defaults.filter(({ field, value }) => field.trim() !== '' || value !== ''))
  /** Chosen once, and no longer among the people who work here. */
  const reserveGone = computed(() => draft.reserveId !== null && !(choices()?.people ?? []).some(({ id }) => id === draft.reserveId))
  const gaps = computed<Gap[]>(() => [
    ...(draft.name.trim() === '' ? (['name'] as const) : []),
    ...(draft.departmentIds.length === 0 ? (['departments'] as const) : []),
    ...(draft.categoryId === null || !stages.value.some(({ id }) => id === draft.stageId) ? (['stage'] as const) : []),
    ...(reserveGone.value ? (['reserve'] as const) : []),
    ...(unknownFields(draft.dealTitle).length > 0 ? (['title'] as const) : []),
    ...(filled.value.some(({ field }) => !fieldName.test(field.trim())) ? (['defaults'] as const) : []),
  ])

  const change = (part: Partial<DirectionDraft>): void => void Object.assign(draft, part)

  /** Another pipeline has other stages: the first one is offered. */
  function choosePipeline(id: number): void {
    change({ categoryId: id })
    draft.stageId = stages.value[0]?.id ?? null
  }

  /** What the pool would be; the sum counts somebody in two departments twice, so it is asked only for one. */
  const peopleCount = computed(() => {
    const chosen = (choices()?.departments ?? []).filter(({ id }) => draft.departmentIds.includes(id))
    return chosen.length === 1 ? (chosen[0]?.peopleCount ?? null) : null
  })

  /** Only when there are no gaps. */
  function input(): Input<'directions.save'> {
    return {
      id: direction?.id ?? null,
      version: direction?.version ?? null,
      name: draft.name.trim(),
      departmentIds: draft.departmentIds as DepartmentId[],
      categoryId: draft.categoryId ?? 0,
      stageId: draft.stageId ?? '',
      reserveId: draft.reserveId as UserId | null,
      tags: [...draft.tags],
      dealTitle: draft.dealTitle.trim(),
      observerIds: draft.observerIds.filter((one) => (choices()?.people ?? []).some(({ id }) => id === one)) as UserId[],
      fieldDefaults: Object.fromEntries(filled.value.map(({ field, value }) => [field.trim(), value])),
    }
  }
  return { draft: readonly(draft), change, stages, gaps, reserveGone, choosePipeline, peopleCount, input }
}
