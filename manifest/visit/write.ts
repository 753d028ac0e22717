/** What an assigned visit puts into the portal: the task with the personal link, an observer, a notification. */
import type { Client } from '../../domain/distribution.ts'
import { entityTypeId, type UserId } from '../../domain/ids.ts'
import { visitLinkDays, type Visit } from '../../domain/visit.ts'
import type { Given } from '../define.ts'
import { bindingOf, recordPath } from '../addresses.ts'
import { texts } from '../distribute/texts.ts'
import { effect, type Effect } from '../effect.ts'
import { ref, type Param } from '../methods.ts'
import { plain, plainClient } from '../plain.ts'
import { visitTexts } from './texts.ts'

const day = 86_400_000

export const visitTaskRef = ref('task', ['task', 'id'])

/** @param observers of the record as they are */
export function visitEffects(visit: Visit, client: Client, observers: readonly number[], given: Given): Effect[] {
  return [taskEffect(visit, client, given), ...observerEffect(visit, observers), notice(visit, given)]
}

function taskEffect(visit: Visit, client: Client, given: Given): Effect {
  const words = visitTexts[given.portal.language]
  const crm = bindingOf(visit.document)
  const marker = `fairlead=${visit.id}.visit`
  const link = given.visitLink({ visitId: visit.id, number: 1, document: visit.document, userId: visit.representativeId, expiresAt: given.now + visitLinkDays * day })
  const description = [
    words.taskText,
    `[URL=${link}]${words.reportLink}[/URL]`,
    texts[given.portal.language].client(plainClient(client)),
    `[URL=${given.portal.origin}${recordPath(visit.document)}?${marker}]${texts[given.portal.language].recordLink[visit.document.kind]}[/URL]`,
  ]
  return effect(
    'essential',
    'task',
    'tasks.task.add',
    {
      fields: {
        TITLE: words.taskTitle(visit.title),
        DESCRIPTION: description.filter((block) => block !== '').join('\n\n'),
        RESPONSIBLE_ID: visit.representativeId,
        DEADLINE: new Date(visit.deadline).toISOString(),
        UF_CRM_TASK: [crm],
      },
    },
    { by: 'task', crm, marker },
  )
}

/** The list is written as a whole, so it was read just before; who observes already is left alone. */
function observerEffect({ document, representativeId }: Visit, observers: readonly number[]): Effect[] {
  if (observers.includes(representativeId)) return []
  const fields = { observers: [...observers, representativeId] }
  return [effect('essential', 'observer', 'crm.item.update', { entityTypeId: entityTypeId[document.kind], id: document.id, fields }, null)]
}

function notice({ id, title, representativeId }: Visit, given: Given): Effect {
  const path = `${given.portal.origin}/company/personal/user/${representativeId}/tasks/task/view/`
  return effect(
    'ornament',
    'notice',
    'im.notify.system.add',
    {
      USER_ID: representativeId satisfies UserId,
      MESSAGE: ref('task', ['task', 'id'], `${visitTexts[given.portal.language].notice(plain(title))} ${path}`),
      TAG: `FAIRLEAD|${id}|visit`,
    },
    null,
  )
}

/** The visit is over with its report. A task that somebody completed or deleted before refuses this, and nothing hangs on it. */
export const completeTask = (key: string, taskId: Param): Effect => effect('ornament', key, 'tasks.task.complete', { taskId }, null)
