/** Triggers of ours that a person can put on a stage: executed, they move the record there. */
import { entityTypeId, type DocumentRef } from '../domain/ids.ts'
import { effect, type Effect } from './effect.ts'
import type { Localised } from './localised.ts'

export interface Trigger {
  readonly code: string
  readonly name: Localised
}

const reportSubmitted: Trigger = {
  code: 'fairlead.visit-report',
  name: { ru: 'Отправлен отчёт о визите', en: 'Visit report submitted' },
}

export const triggers: readonly Trigger[] = [reportSubmitted]

/**
 * Told to the portal when a report came and no workflow was waiting for it: a stage that moved before would end the workflow that waits.
 * It may move the stage, so it stands where a stage move stands. Executed twice it is the same as once: the record is on that stage already.
 */
export const reportTrigger = ({ kind, id }: DocumentRef): Effect =>
  effect('stage', 'trigger', 'crm.automation.trigger.execute', { CODE: reportSubmitted.code, OWNER_TYPE_ID: entityTypeId[kind], OWNER_ID: id }, null)
