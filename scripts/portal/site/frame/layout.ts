/** The built-in interface of an activity's place: what the application wants drawn, and who hears of what is pressed and typed. */
import { ref, type Ref } from 'vue'
import { recordOf } from './message.ts'

export interface Block {
  type: string
  visible: boolean
  properties: Record<string, unknown>
}
export interface LayoutButton {
  title: string
  disabled: boolean
}
export interface Drawn {
  blocks: Record<string, Block>
  primary: LayoutButton | null
  secondary: LayoutButton | null
}
export type LayoutEvent = 'layoutEvent' | 'primaryButton' | 'secondaryButton' | 'valueChange' | 'entityUpdate'

export interface Layout {
  drawn: Ref<Drawn | null>
  locked: Ref<boolean>
  /** @returns false where it is no layout */
  set(params: unknown): boolean
  change(params: unknown): boolean
  button(which: 'primary' | 'secondary', params: unknown): void
  /** @param id of one block; null: of all */
  listen(event: LayoutEvent, id: string | null, tell: (data?: unknown) => void): void
  fire(event: LayoutEvent, data?: { id: string; value: unknown }): void
  finish(): void
}

const blockOf = (value: unknown): Block => {
  const { type, visible, properties } = recordOf(value)
  return { type: typeof type === 'string' ? type : '', visible: visible !== false, properties: { ...recordOf(properties) } }
}
/** Blocks by their ids; those inside sections, lists and lines are read when they are drawn. */
export const blocksOf = (value: unknown): Record<string, Block> => Object.fromEntries(Object.entries(recordOf(value)).map(([id, block]) => [id, blockOf(block)]))
const buttonOf = (value: unknown): LayoutButton | null => {
  const { title, state } = recordOf(value)
  return typeof title === 'string' ? { title, disabled: state === 'disabled' } : null
}

/** A block by its id, however deep. */
function find(blocks: Record<string, Block>, id: string): Block | undefined {
  for (const [key, block] of Object.entries(blocks)) {
    if (key === id) return block
    if ('blocks' in block.properties) {
      // From now on read once, so that what is changed inside stays.
      const inner = blocksOf(block.properties['blocks'])
      block.properties['blocks'] = inner
      const found = find(inner, id)
      if (found) return found
    }
  }
  return undefined
}

export function makeLayout(finish: () => void): Layout {
  const drawn = ref<Drawn | null>(null)
  const locked = ref(false)
  const listeners: { event: LayoutEvent; id: string | null; tell: (data?: unknown) => void }[] = []
  return {
    drawn,
    locked,
    set(params) {
      const { blocks, primaryButton, secondaryButton } = recordOf(params)
      const read = blocksOf(blocks)
      if (Object.keys(read).length === 0) return false
      drawn.value = { blocks: read, primary: buttonOf(primaryButton), secondary: buttonOf(secondaryButton) }
      return true
    },
    change(params) {
      const { id, visible, properties } = recordOf(params)
      const block = drawn.value && typeof id === 'string' ? find(drawn.value.blocks, id) : undefined
      if (!block) return false
      if (typeof visible === 'boolean') block.visible = visible
      Object.assign(block.properties, recordOf(properties))
      return true
    },
    button(which, params) {
      if (!drawn.value) return
      const given = buttonOf(params)
      drawn.value[which] = given ?? (drawn.value[which] && { ...drawn.value[which], disabled: recordOf(params)['state'] === 'disabled' })
    },
    listen: (event, id, tell) => void listeners.push({ event, id, tell }),
    fire(event, data) {
      for (const one of listeners) if (one.event === event && (one.id === null || one.id === data?.id)) one.tell(data)
    },
    finish,
  }
}
