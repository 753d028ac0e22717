/** Every REST method of this portal: all that the manifest names, or it does not compile, and siblings that it may name one day. */
import type { MethodName } from '../../../manifest/methods.ts'
import type { Handler } from '../door/method.ts'
import { discovery } from './app/discovery.ts'
import { event } from './app/event.ts'
import { fieldTypes } from './app/field-types.ts'
import { offline } from './app/offline.ts'
import { options } from './app/options.ts'
import { placement } from './app/placement.ts'
import { bizproc } from './bizproc/bizproc.ts'
import { bizprocTasks } from './bizproc/tasks.ts'
import { bizprocTemplates } from './bizproc/templates.ts'
import { workflows } from './bizproc/workflows.ts'
import { calendar } from './calendar/calendar.ts'
import { calendarSections } from './calendar/sections.ts'
import { crmActivity } from './crm/activity.ts'
import { crmAddress } from './crm/address.ts'
import { crmCategory } from './crm/category.ts'
import { crmConfigurable } from './crm/configurable.ts'
import { crmCurrency } from './crm/currency.ts'
import { crmDuplicate } from './crm/duplicate.ts'
import { crmEnum } from './crm/enum.ts'
import { crmHistory } from './crm/history.ts'
import { crmItem } from './crm/item.ts'
import { crmLinks } from './crm/links.ts'
import { crmOld } from './crm/old.ts'
import { crmProductRow } from './crm/productrow.ts'
import { crmRequisite } from './crm/requisite.ts'
import { crmStatus } from './crm/status.ts'
import { crmTimeline } from './crm/timeline.ts'
import { crmTodo } from './crm/todo.ts'
import { crmTriggers } from './crm/triggers.ts'
import { crmUserField } from './crm/userfield.ts'
import { crmVolatile } from './crm/volatile.ts'
import { diskFile } from './disk/file.ts'
import { diskFolder } from './disk/folder.ts'
import { diskStorage } from './disk/storage.ts'
import { imAnswer } from './im/answer.ts'
import { im } from './im/im.ts'
import { imMessage } from './im/message.ts'
import { department } from './people/department.ts'
import { userFields } from './people/fields.ts'
import { timeman } from './people/timeman.ts'
import { user } from './people/user.ts'
import { userWrite } from './people/write.ts'
import { checklistDeeds } from './tasks/checklist-deeds.ts'
import { checklist } from './tasks/checklist.ts'
import { taskComments } from './tasks/comments.ts'
import { taskDeeds } from './tasks/deeds.ts'
import { taskElapsed } from './tasks/elapsed.ts'
import { taskMarks } from './tasks/marks.ts'
import { taskNames } from './tasks/names.ts'
import { taskResults } from './tasks/results.ts'
import { tasks } from './tasks/tasks.ts'
import { type Found, scopesOf } from './method-scopes.ts'

export const handlers: Record<MethodName, Handler> & Record<string, Handler> = {
  ...bizproc,
  ...bizprocTasks,
  ...bizprocTemplates,
  ...checklist,
  ...checklistDeeds,
  ...calendar,
  ...calendarSections,
  ...crmActivity,
  ...crmAddress,
  ...crmCategory,
  ...crmConfigurable,
  ...crmCurrency,
  ...crmDuplicate,
  ...crmEnum,
  ...crmHistory,
  ...crmItem,
  ...crmLinks,
  ...crmOld,
  ...crmProductRow,
  ...crmRequisite,
  ...crmStatus,
  ...crmTimeline,
  ...crmTodo,
  ...crmTriggers,
  ...crmUserField,
  ...crmVolatile,
  ...department,
  ...diskFile,
  ...diskFolder,
  ...diskStorage,
  ...discovery({ names: () => Object.keys(handlers), find: (name) => findMethod(name) }),
  ...event,
  ...fieldTypes,
  ...im,
  ...imAnswer,
  ...imMessage,
  ...offline,
  ...options,
  ...placement,
  ...taskDeeds,
  ...taskComments,
  ...taskElapsed,
  ...taskMarks,
  ...taskResults,
  ...taskNames,
  ...tasks,
  ...timeman,
  ...user,
  ...userFields,
  ...userWrite,
  ...workflows,
}

/** Names are compared without letter case. */
const byLowerCase = new Map<string, Found>(
  Object.entries(handlers).map(([name, handler]) => [name.toLowerCase(), { name, handler, scopes: scopesOf(name) }]),
)

export const findMethod = (name: string): Found | undefined => byLowerCase.get(name.toLowerCase())
