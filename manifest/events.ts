/** Portal events that we ask to be told of. ONAPPINSTALL comes by itself, to the address given in the market listing. */
import type { RecordListener } from './define.ts'
import { dealClosed } from './listeners/deal-closed.ts'

/** By the event that they listen to. */
export const recordListeners: ReadonlyMap<string, RecordListener> = new Map([dealClosed].map((one) => [one.event, one]))

export const events: readonly string[] = ['ONAPPUNINSTALL', 'ONAPPUPDATE', ...recordListeners.keys()]
