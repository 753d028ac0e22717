/** What the portal is told of a visit's personal link: it was closed, made anew, or the visit was handed over. */
import { visitLinkDays } from '../../domain/visit.ts'
import { question, type Ask, type KeptVisit } from '../ask.ts'
import type { Given, Later, Plan } from '../define.ts'
import { effect, type Effect } from '../effect.ts'
import { plain } from '../plain.ts'
import { visitTexts } from './texts.ts'

const day = 86_400_000
/** How soon it looks again while the visit's task is still being written. */
const lookAgainMs = 1000
const linkInTask = /\[URL=[^\]]*\/visit\/[\w.-]+\]/g

/** The link itself was closed or replaced before this run: here its representative learns of it, and the task gets the new one. */
export async function toldOfLink(choice: 'revoke' | 'renew', visitId: string, byName: string, ask: Ask, given: Given): Promise<Plan<Record<string, never>> | Later> {
  const words = visitTexts[given.portal.language]
  const kept = await ask.visit(visitId)
  const end = (log: string, effects: readonly Effect[] = []) => ({ outcome: 'ok' as const, returns: {}, effects, keeps: {}, log, ...(kept ? { about: kept.visit } : {}) })
  if (!kept) return end(words.visitGone)
  if (!kept.settled) return { again: given.now + lookAgainMs }
  const { visit, link, taskId } = kept
  const by = plain(byName)
  if (choice === 'revoke') return end(words.revokedLog(by), [noticeTo(kept, `revoked:${given.runId}`, words.revoked(plain(visit.title), by), given)])
  // Somebody closed it meanwhile: what is told is the last word, and its own run says it.
  if (link.closed !== null) return end(words.revokedMeanwhile)
  const address = given.visitLink({ visitId, number: link.number, document: visit.document, userId: visit.representativeId, expiresAt: link.until ?? given.now + visitLinkDays * day })
  const task = taskId === null ? null : await readTask(taskId, ask)
  if (task === null) return end(words.renewedLog(by), [noticeTo(kept, `renewed:${link.number}`, `${words.renewed(plain(visit.title), by)} [URL=${address}]${words.reportLink}[/URL]`, given)])
  const here = `[URL=${address}]`
  // A replacement is not read for patterns: a function gives it.
  const replaced = task.description.replace(linkInTask, () => here)
  const description = replaced.includes(here) ? replaced : `${task.description}\n\n${here}${words.reportLink}[/URL]`
  return end(words.renewedLog(by), [
    effect('essential', 'description', 'tasks.task.update', { taskId: task.id, fields: { DESCRIPTION: description } }, null),
    noticeTo(kept, `renewed:${link.number}`, `${words.renewedInTask(plain(visit.title), by)} ${taskPath(kept, given)}`, given),
  ])
}

/** The code that opens the link on another device goes to its representative; the next one takes its place. */
export async function codeSent(visitId: string, code: string, ask: Ask, given: Given): Promise<Plan<Record<string, never>>> {
  const words = visitTexts[given.portal.language]
  const kept = await ask.visit(visitId)
  const end = { outcome: 'ok' as const, returns: {}, keeps: {} }
  if (!kept) return { ...end, effects: [], log: words.visitGone }
  return { ...end, about: kept.visit, effects: [noticeTo(kept, 'code', words.code(code, plain(kept.visit.title)), given)], log: words.codeLog(kept.visit.names[String(kept.visit.representativeId)] ?? '') }
}

/** To whoever was to make a visit that somebody else now makes. */
export const handedOver = (others: readonly KeptVisit[], to: string, given: Given): Effect[] =>
  others.map((kept) => noticeTo(kept, `handed:${kept.visit.id}`, visitTexts[given.portal.language].handedOver(plain(kept.visit.title), plain(to)), given))

/** The portal shows one notification of a tag, so that the same one again is the same. */
const noticeTo = ({ visit }: KeptVisit, key: string, text: string, given: Given): Effect =>
  effect('ornament', key, 'im.notify.system.add', { USER_ID: visit.representativeId, MESSAGE: text, TAG: `FAIRLEAD|${visit.id}|${given.hash(key)}` }, null)

const taskPath = ({ visit, taskId }: KeptVisit, given: Given): string => `${given.portal.origin}/company/personal/user/${visit.representativeId}/tasks/task/view/${taskId ?? 0}/`

/** @returns null where the task is no longer there */
async function readTask(id: number, ask: Ask): Promise<{ readonly id: number; readonly description: string } | null> {
  const { found } = await ask.portal({ found: question('tasks.task.list', { order: { ID: 'desc' }, filter: { ID: id }, select: ['ID', 'DESCRIPTION'] }) })
  const task = found.ok ? found.value.tasks.find((one) => one.id === id) : null
  return task ? { id, description: task.description ?? '' } : null
}
