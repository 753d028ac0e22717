/** What an administrator decides for the whole portal. */
import { z } from 'zod'
import { DrawOptions } from './draw.ts'
import { UserId } from './ids.ts'
import { PoolRules } from './manager.ts'

/** Steps of setting up after an installation; everything works from the first one on, `done` only ends the guidance. */
export const setupSteps = ['rights', 'directions', 'rule', 'test', 'switch', 'done'] as const

/** Less than a quarter would take records from under deals that are still open. */
export const journalDays = [90, 180, 365, 730] as const

export const Settings = PoolRules.extend({
  ...DrawOptions.shape,
  /** Who starts a distribution: the submitted visit report itself, or a robot that the administrator put on a stage. */
  starter: z.enum(['report', 'robot']),
  /** Whether the main manager's task is completed when the last of its deals closes; it is told of it in any case. */
  completeTask: z.boolean().default(true),
  /** Who is told when the state of the installation turns red, and when it is well again. */
  alertTo: z.array(UserId).max(20).default([]),
  /** Whether a personal link asks for a code on another device than the first that opened it. */
  linkCode: z.boolean().default(false),
  /** Hours after a visit's deadline when its representative is reminded, and later the head of their department; null: nobody is. */
  remindAfter: z.number().int().min(0).max(720).nullable().default(2),
  remindHeadAfter: z.number().int().min(0).max(720).nullable().default(24),
  /** For so many days runs and what hangs on them are kept after their end; null: without end. */
  journalDays: z.literal(journalDays).nullable().default(null),
  /** How far the setting up came. */
  setup: z.enum(setupSteps).default('rights'),
})
export type Settings = z.infer<typeof Settings>

const withoutDefault = (field: z.ZodType): z.ZodType => (field instanceof z.ZodDefault ? (field.unwrap() as z.ZodType) : field)
/** Some of them: what is not named stays as it is, so nothing has a default here. */
export const SomeSettings = z.object(Object.fromEntries(Object.entries(Settings.shape).map(([name, field]) => [name, withoutDefault(field).optional()]))) as z.ZodType<Partial<Settings>, Partial<Settings>>

/** Bitrix24's own defaults skip nobody; ours do, since a client must not wait for somebody on leave. */
export const defaultSettings: Settings = {
  starter: 'report',
  skipAbsent: true,
  skipClockedOut: true,
  headsTakePart: false,
  completeTask: true,
  alertTo: [],
  linkCode: false,
  remindAfter: 2,
  remindHeadAfter: 24,
  journalDays: null,
  setup: 'rights',
  ...DrawOptions.parse({}),
}

/** How long a client counts as served by somebody where nobody is to serve them in two directions. */
export const clientMonths = 12
/** Months are taken as thirty days. */
export const monthMs = 30 * 86_400_000
