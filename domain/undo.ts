/** What people have done since with what a distribution created: where there is anything, it is not undone. */
import { z } from 'zod'
import { UserId } from './ids.ts'

/** In the order in which they are looked for; of one deal each is told once. */
export const touches = ['moved', 'reassigned', 'edited', 'commented', 'activity', 'task_added', 'task_begun', 'item_ticked'] as const

export const Touched = z.object({
  what: z.enum(touches),
  kind: z.enum(['deal', 'task']),
  id: z.number().int(),
  /** Of a deal: its direction's name. */
  direction: z.string(),
  /** Whoever did it or is responsible for it now, where the portal says. */
  userId: UserId.nullable(),
})
export type Touched = z.infer<typeof Touched>

export interface DealNow {
  readonly id: number
  readonly stageId: string
  readonly assignedById: number | null
  readonly createdBy: number | null
  readonly updatedBy: number | null
}

export interface DealMade {
  readonly direction: string
  readonly stageId: string
  readonly manager: number
}

const person = (id: number | null): UserId | null => UserId.nullable().catch(null).parse(id)

/** What the deal itself tells. Whoever made it (the application, on somebody's behalf) may write to it without that being work. */
export function touchedDeal(made: DealMade, now: DealNow): Touched[] {
  const touch = (what: Touched['what'], userId: number | null): Touched => ({ what, kind: 'deal', id: now.id, direction: made.direction, userId: person(userId) })
  if (now.stageId !== made.stageId) return [touch('moved', now.updatedBy)]
  if (now.assignedById !== made.manager) return [touch('reassigned', now.assignedById)]
  return now.updatedBy !== null && now.updatedBy !== now.createdBy ? [touch('edited', now.updatedBy)] : []
}
