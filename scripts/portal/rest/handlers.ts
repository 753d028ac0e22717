/** Every REST method of this portal: exactly those that the manifest names, or it does not compile. */
import { methods } from '../../../manifest/methods.ts'
import type { MethodName } from '../../../manifest/methods.ts'
import type { Handler } from '../method.ts'
import { base } from './base.ts'
import { bizproc } from './bizproc.ts'
import { checklist } from './checklist.ts'
import { company } from './company.ts'
import { crmItem } from './crm-item.ts'
import { crmOld } from './crm-old.ts'
import { crmTimeline } from './crm-timeline.ts'
import { im } from './im.ts'
import { placement } from './placement.ts'
import { tasks } from './tasks.ts'
import { user } from './user.ts'

export const handlers: Record<MethodName, Handler> = {
  ...base,
  ...bizproc,
  ...checklist,
  ...company,
  ...crmItem,
  ...crmOld,
  ...crmTimeline,
  ...im,
  ...placement,
  ...tasks,
  ...user,
}

/** Names are compared without letter case. */
const byLowerCase = new Map(Object.keys(handlers).map((name) => [name.toLowerCase(), name as MethodName]))

export interface Found {
  readonly name: MethodName
  readonly handler: Handler
  /** Empty: the base scope, which every token has. */
  readonly scope: string
}

export function findMethod(name: string): Found | undefined {
  const known = byLowerCase.get(name.toLowerCase())
  return known && { name: known, handler: handlers[known], scope: methods[known].scope }
}
