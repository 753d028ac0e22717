/** Every REST method of this portal: all that the manifest names, or it does not compile, and siblings that it may name one day. */
import { methods } from '../../../manifest/methods.ts'
import type { MethodName } from '../../../manifest/methods.ts'
import type { Handler } from '../method.ts'
import { base } from './base.ts'
import { bizproc } from './bizproc.ts'
import { checklistDeeds } from './checklist-deeds.ts'
import { checklist } from './checklist.ts'
import { calendarSections } from './calendar-sections.ts'
import { calendar } from './calendar.ts'
import { crmItem } from './crm-item.ts'
import { crmOld } from './crm-old.ts'
import { crmTimeline } from './crm-timeline.ts'
import { crmTriggers } from './crm-triggers.ts'
import { department } from './department.ts'
import { im } from './im.ts'
import { placement } from './placement.ts'
import { taskDeeds } from './task-deeds.ts'
import { tasks } from './tasks.ts'
import { timeman } from './timeman.ts'
import { user } from './user.ts'
import { workflows } from './workflows.ts'

export const handlers: Record<MethodName, Handler> & Record<string, Handler> = {
  ...base,
  ...bizproc,
  ...checklist,
  ...checklistDeeds,
  ...calendar,
  ...calendarSections,
  ...crmItem,
  ...crmOld,
  ...crmTimeline,
  ...crmTriggers,
  ...department,
  ...im,
  ...placement,
  ...taskDeeds,
  ...tasks,
  ...timeman,
  ...user,
  ...workflows,
}

/** Scopes of methods that the manifest does not name, by the beginning of the name. */
const scopes: readonly (readonly [start: string, scope: string])[] = [
  ['crm.', 'crm'],
  ['bizproc.', 'bizproc'],
  ['tasks.', 'task'],
  ['task.', 'task'],
  ['calendar.', 'calendar'],
  ['timeman.', 'timeman'],
  ['department.', 'department'],
]
const named: Readonly<Record<string, { readonly scope: string } | undefined>> = methods
const scopeOf = (name: string): string => named[name]?.scope ?? scopes.find(([start]) => name.startsWith(start))?.[1] ?? ''

export interface Found {
  readonly name: string
  readonly handler: Handler
  /** Empty: the base scope, which every token has. */
  readonly scope: string
}

/** Names are compared without letter case. */
const byLowerCase = new Map<string, Found>(
  Object.entries(handlers).map(([name, handler]) => [name.toLowerCase(), { name, handler, scope: scopeOf(name) }]),
)

export const findMethod = (name: string): Found | undefined => byLowerCase.get(name.toLowerCase())
