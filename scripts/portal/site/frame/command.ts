/** A command of a frame, and the place in which it is carried out. */
import type { PersonCard } from '../../contract/cards.ts'
import type { FrameOpening } from '../../contract/frame.ts'
import type { Choice } from './choices.ts'
import type { Layout } from './layout.ts'

/** What the commands need of the place where the frame stands. */
export interface Place {
  opening: FrameOpening
  slider: boolean
  resize(width: unknown, height: unknown): { width: number; height: number }
  title(text: string): void
  installed(finished: boolean): void
  choosePeople(several: boolean): Promise<PersonCard[] | null>
  /** @returns ids of what was chosen; null: cancelled */
  choose(choice: Choice): Promise<string[] | null>
  company(): { people: readonly PersonCard[]; departments: readonly { id: number; name: string }[] }
  /** Opens the application in a slider and waits until it is closed. */
  openApplication(options: Record<string, string>, title: string): Promise<void>
  closeApplication(): void
  reloadData(): Promise<void>
  /** Opens a page of the portal in a slider and waits until it is closed; false where the site has no such page. */
  openPath(path: string): Promise<boolean>
  /** Values of the robot whose settings this page is. */
  setProperties(values: Record<string, unknown>): void
  /** Where the portal draws an interface for the application's hidden page. */
  layout: Layout | null
  noMessenger(): void
  refused(what: 'auth' | 'option' | 'install', problem: unknown): void
}
export type Answer = (value?: unknown) => void
export type Command = (params: unknown, answer: Answer, place: Place) => void | Promise<void>
