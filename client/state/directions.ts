/** The portal's directions, shared by every section of the panel. */
import { computed, ref, shallowRef } from 'vue'
import type { DirectionView } from '../../domain/contract/configuration.ts'
import type { Input } from '../../domain/contract/contract.ts'
import type { DirectionId } from '../../domain/ids.ts'
import { ask } from '../api.ts'
import { type Trouble, troubleOf } from '../refused.ts'

const all = shallowRef<DirectionView[] | null>(null)
const trouble = ref<Trouble | null>(null)
const busy = ref(false)

const byPosition = (one: DirectionView, other: DirectionView): number => one.position - other.position
const active = computed(() => (all.value ?? []).filter(({ archived }) => !archived).sort(byPosition))
const archived = computed(() => (all.value ?? []).filter((direction) => direction.archived).sort((a, b) => a.name.localeCompare(b.name)))

let turn = 0

/** Several sections ask, each when it is opened: a later question overtakes an earlier one, whose answer may be older than what is shown. */
async function load(): Promise<void> {
  const mine = ++turn
  busy.value = true
  try {
    const answer = await ask('directions.list', {})
    if (mine !== turn) return
    all.value = answer.directions
    trouble.value = null
  } catch (error) {
    if (mine === turn) trouble.value = troubleOf(error)
  } finally {
    if (mine === turn) busy.value = false
  }
}

/** What was stored stands over the answer to a question that was asked before it. */
function put(changed: DirectionView): void {
  const others = (all.value ?? []).filter(({ id }) => id !== changed.id)
  all.value = [...others, changed]
  if (busy.value) void load()
}

/** These throw `Refused`; the caller shows the sentence where the button is. */
async function save(input: Input<'directions.save'>): Promise<DirectionView> {
  const { direction } = await ask('directions.save', input)
  put(direction)
  return direction
}

async function archive(direction: DirectionView, value: boolean): Promise<void> {
  put((await ask('directions.archive', { id: direction.id, archived: value, version: direction.version })).direction)
}

async function order(ids: readonly DirectionId[]): Promise<void> {
  all.value = (await ask('directions.order', { ids: [...ids] })).directions
}

export const directions = { all, active, archived, trouble, busy, load, save, archive, order }
