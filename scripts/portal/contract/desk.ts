/** A person’s own desk: tasks and notifications. */
import type { TaskCard } from './cards.ts'

export interface DeskQuestions {
  'tasks.list': { ask: { everybody: boolean }; answer: { tasks: TaskCard[] } }
  'task.complete': { ask: { id: number; done: boolean }; answer: Record<string, never> }
  'task.tick': { ask: { id: number; itemId: number; done: boolean }; answer: Record<string, never> }
  'notifications.list': {
    ask: Record<string, never>
    answer: { notifications: { id: number; at: number; text: string; app: string | null; read: boolean }[] }
  }
  'notifications.read': { ask: Record<string, never>; answer: Record<string, never> }
}
