/** Quiet sentences in the corner: what was done, or what could not be. */
import { ref } from 'vue'
import { asRefused } from './api.ts'
import { words } from './language.ts'

export interface Notice {
  id: number
  text: string
  kind: 'done' | 'refused' | 'plain'
}

export const notices = ref<Notice[]>([])
let next = 1

export function say(text: string, kind: Notice['kind'] = 'plain'): void {
  const id = next++
  notices.value = [...notices.value.slice(-2), { id, text, kind }]
  setTimeout(() => dismiss(id), kind === 'refused' ? 9000 : 5000)
}
export function dismiss(id: number): void {
  notices.value = notices.value.filter((notice) => notice.id !== id)
}

export function explain(problem: unknown): string {
  const refused = asRefused(problem)
  if (refused.status === 0) return words.value.errors.unreachable
  if (refused.status === 403) return refused.detail ? `${refused.detail} ${words.value.errors.switchPerson}` : words.value.errors.forbidden
  if (refused.detail) return refused.detail
  if (refused.status === 404) return words.value.errors.notFound
  return words.value.errors.other(refused.code)
}
export const sayRefused = (problem: unknown) => say(explain(problem), 'refused')
