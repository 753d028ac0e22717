/** What a token must cover for a method. */
import type { Handler } from '../door/method.ts'

/** Scopes of methods by the beginning of the name, the longest first; any of them will do. None: the base scope, which every token has. */
const scopes: readonly (readonly [start: string, ...scopes: string[]])[] = [
  ['user.userfield.', 'user.userfield'],
  ['user.option.', ''],
  ['user.admin', ''],
  ['user.access', ''],
  ['user.add', 'user'],
  ['user.update', 'user'],
  ['user.', 'user_brief', 'user_basic', 'user'],
  ['crm.', 'crm'],
  ['bizproc.', 'bizproc'],
  ['tasks.', 'task'],
  ['task.', 'task'],
  ['calendar.', 'calendar'],
  ['timeman.', 'timeman'],
  ['department.', 'department'],
  ['im.', 'im'],
  ['placement.', 'placement'],
  ['userfieldtype.', 'placement'],
  ['disk.', 'disk'],
]
export const scopesOf = (name: string): readonly string[] => scopes.find(([start]) => name.startsWith(start))?.slice(1) ?? ['']

export interface Found {
  readonly name: string
  readonly handler: Handler
  /** Any of them will do; an empty one is the base scope, which every token has. */
  readonly scopes: readonly string[]
}
