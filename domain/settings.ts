/** What an administrator decides for the whole portal. */
import { z } from 'zod'
import { PoolRules } from './manager.ts'

export const Settings = PoolRules.extend({
  /** Who starts a distribution: the submitted visit report itself, or a robot that the administrator put on a stage. */
  starter: z.enum(['report', 'robot']),
})
export type Settings = z.infer<typeof Settings>

/** Bitrix24's own defaults skip nobody; ours do, since a client must not wait for somebody on leave. */
export const defaultSettings: Settings = { starter: 'report', skipAbsent: true, skipClockedOut: true, headsTakePart: false }
