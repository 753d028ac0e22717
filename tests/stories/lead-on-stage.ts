/** A stage that distributes, leads that are moved to it, and what each of them has become at the portal. */
import type { Person } from '../house.ts'

let leads = 0

async function stageOf(administrator: Person): Promise<string> {
  const { stages } = await administrator.site('leads.board', {})
  return stages.find(({ name }) => name === 'Отчёт получен')?.id ?? ''
}

/** Puts our robot on the stage. */
export async function distributeOnStage(administrator: Person, directionIds: readonly string[]): Promise<void> {
  const values = { directions: [...directionIds], skip_absent: 'Y', skip_clocked_out: 'Y' }
  await administrator.site('stage.save', {
    stageId: await stageOf(administrator),
    robots: [{ id: 'r1', kind: 'app:distribute-visit', values, afterPrevious: false, timeoutSeconds: 0, wait: true, actAs: null }],
  })
}

/** A new lead of a new client, moved to the stage. @returns its id */
export async function leadOnStage(administrator: Person, title: string): Promise<number> {
  const { id } = await administrator.site('lead.add', { title, contactName: 'Пётр Новый', companyTitle: '', phone: `+7901${String(1_000_000 + leads++)}`, email: '', address: 'Садовая, 1' })
  await administrator.site('lead.move', { id, stageId: await stageOf(administrator) })
  return id
}

/** What the portal has of a lead. */
export async function tally(administrator: Person, leadId: number) {
  const { deals, tasks, timeline, automation } = await administrator.site('lead.show', { id: leadId })
  return {
    answered: automation.filter(({ state }) => state === 'done').length,
    deals: deals.length,
    directions: new Set(deals.map(({ categoryId }) => categoryId)).size,
    tasks: tasks.length,
    checklist: tasks[0]?.checklist.length ?? 0,
    comments: timeline.filter(({ kind, app }) => kind === 'comment' && app !== null).length,
  }
}
