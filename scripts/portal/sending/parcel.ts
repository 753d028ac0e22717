/** What is sent to the application, and to where. */
import type { DeliveryRow } from '../contract/inspector.ts'

export interface Parcel {
  readonly kind: DeliveryRow['kind']
  /** The event, or the robot's code. */
  readonly code: string
  readonly name: string
  readonly document: string | null
  readonly url: string
  readonly payload: unknown
  /** A robot that holds its branch: an accepted call waits for its reply. */
  readonly awaited: boolean
  readonly asJson?: boolean
}
