/** How our pages are opened inside a portal. */
import { z } from 'zod'
import { DocumentRef, RunId } from '../ids.ts'

/** One property of a robot as its page of settings shows it; `value` is the portal's own text, an expression of its designer included. */
export const RobotSetting = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  type: z.enum(['string', 'text', 'int', 'bool', 'user', 'select']),
  multiple: z.boolean(),
  values: z.array(z.string()),
  options: z.array(z.object({ value: z.string(), name: z.string() })),
  /** What it holds when it is switched on, else nothing; null: it is no such switch. */
  template: z.string().nullable(),
})
export type RobotSetting = z.infer<typeof RobotSetting>

/** How our pages are opened inside a portal; the server writes it into the page as JSON. */
export const PageContext = z.object({
  page: z.enum(['panel', 'install', 'visit', 'why', 'robot']),
  memberId: z.string(),
  /** The person's: theirs may be one that texts at the portal are not written in. */
  language: z.enum(['ru', 'en', 'pl']),
  /** The record of the card, where the page is a tab. */
  document: DocumentRef.nullable(),
  /** Only for the installing page. */
  ticket: z.string().nullable(),
  /** Only for a robot's page of settings. */
  robot: z.object({ code: z.string(), document: DocumentRef.shape.kind, settings: z.array(RobotSetting) }).nullable(),
  /** The journal's entry that the page was opened for by a link. */
  runId: RunId.nullable(),
})
export type PageContext = z.infer<typeof PageContext>
