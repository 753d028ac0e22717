/** The steps of a distribution as robots of their own: each takes a draw from our ledger and carries it one step further. */
import type { Distribution } from '../../domain/distribution.ts'
import type { DocumentRef, UserId } from '../../domain/ids.ts'
import type { OutcomeCode } from '../../domain/outcome.ts'
import { question, type Ask, type KeptDistribution, type Question } from '../ask.ts'
import type { Given, Later, Plan } from '../define.ts'
import { property } from '../fields.ts'
import type { Ref } from '../methods.ts'
import { chainTexts, drawMissing } from './chain-texts.ts'
import { withMain } from './distribute.ts'
import { dealRef, madeDeals, nameIn, servedOf, taskRef, unservedOf } from './facts.ts'
import { pagesOf, readVisit } from './read.ts'
import { moveDeals, replaceDismissed, type Replaced } from './replace.ts'
import { stageQuestion } from './source.ts'
import { dealsOf, lookAgain, onlyReturns } from './returns.ts'
import { texts } from './texts.ts'
import { checkEffects, comments, dealEffects, notices, peopleToCheck, stageEffects, taskEffects } from './write.ts'

/** The field by which the chain's robots hand a draw on. */
export const drawProperty = property.text({
  name: { ru: 'Выбор', en: 'Draw', pl: 'Wybór' },
  description: {
    ru: 'Из результатов робота «Выбрать менеджеров». Этот робот должен запускаться после предыдущего',
    en: 'From the results of “Pick managers”. This rule has to run after the previous one',
    pl: 'Z wyników reguły „Wybierz menedżerów”. Ta reguła musi działać po poprzedniej',
  },
  required: true,
  whenEmpty: drawMissing,
})

/** The draw if it is one of this record; null: refused. */
export async function drawNamed(draw: string, document: DocumentRef, ask: Ask): Promise<KeptDistribution | null> {
  const kept = await ask.distribution(draw)
  return kept && !kept.distribution.undone && kept.distribution.document.kind === document.kind && kept.distribution.document.id === document.id ? kept : null
}

export interface MainReturns {
  readonly mainManager: UserId | null
  readonly outcome: OutcomeCode
}

export async function chooseMain(kept: KeptDistribution | null, ask: Ask, given: Given): Promise<Plan<MainReturns>> {
  const words = chainTexts[given.portal.language]
  if (!kept) return onlyReturns('refused', { mainManager: null, outcome: 'refused' }, words.unknownDraw)
  const before = kept.distribution.draw.mainManager
  if (before !== null) return onlyReturns('already_done', { mainManager: before, outcome: 'already_done' }, words.again)
  const { distribution, drawn } = await withMain(kept.distribution, ask, given)
  const { mainManager } = distribution.draw
  if (mainManager === null) return onlyReturns('no_eligible', { mainManager, outcome: 'no_eligible' }, words.nobodyPicked)
  return { outcome: 'ok', returns: { mainManager, outcome: 'ok' }, effects: [], keeps: { grown: distribution, drawn }, log: words.mainChosen(nameIn(distribution, mainManager)) }
}

export interface DealsReturns {
  readonly deals: readonly (number | Ref)[]
  readonly outcome: OutcomeCode
}

export async function createDeals(kept: KeptDistribution | null, ask: Ask, given: Given): Promise<Plan<DealsReturns> | Later> {
  const words = chainTexts[given.portal.language]
  const nothing = (outcome: OutcomeCode, log: string) => onlyReturns<DealsReturns>(outcome, { deals: [], outcome }, log)
  if (!kept) return nothing('refused', words.unknownDraw)
  if (kept.planned.deals) {
    if (!kept.settled) return lookAgain(given)
    return onlyReturns('already_done', { deals: dealsOf(kept.distribution, madeDeals(kept.dealIds)), outcome: 'already_done' }, words.again)
  }
  if (servedOf(kept.distribution).length === 0) return nothing('no_eligible', words.nobodyPicked)
  const people = (await ask.directory()).people.filter(({ id }) => peopleToCheck(kept.distribution).includes(id))
  const { document, rules } = kept.distribution
  const said = texts[given.portal.language]
  const result = await readVisit(ask, document, { pool: [], others: people, rules }, given.now)
  if (!result.ok) return nothing('refused', result.reason === 'people' ? said.peopleUnread : said.recordGone[document.kind])
  const gone = peopleToCheck(kept.distribution).filter((id) => result.read.people.get(id)?.person.active !== true)
  const replaced = replaceDismissed(kept.distribution, new Set(gone), given)
  const distribution = replaced?.distribution ?? kept.distribution
  const served = servedOf(distribution)
  const outcome: OutcomeCode = served.length === 0 ? 'no_eligible' : 'ok'
  return {
    outcome,
    returns: { deals: dealsOf(distribution, dealRef), outcome },
    effects:
      served.length === 0
        ? []
        : [...dealEffects(distribution, result.read, given), ...checkEffects(peopleToCheck(distribution)), ...notices(distribution, dealRef, given), ...comments(distribution, given)],
    keeps: replaced ? { grown: distribution, drawn: replaced.drawn } : {},
    log: withReplaced([words.dealsMade(served.length, unservedOf(distribution)), said.severalFound(result.read.severalFound)].join(' ').trim(), replaced),
  }
}

export interface TaskReturns {
  readonly task: number | Ref | null
  readonly outcome: OutcomeCode
}

/** @param moveTo stage to move to afterwards; empty: none */
export async function assignTask(kept: KeptDistribution | null, moveTo: string, ask: Ask, given: Given): Promise<Plan<TaskReturns> | Later> {
  const words = chainTexts[given.portal.language]
  const nothing = (outcome: OutcomeCode, log: string) => onlyReturns<TaskReturns>(outcome, { task: null, outcome }, log)
  if (!kept) return nothing('refused', words.unknownDraw)
  if (!kept.settled) return lookAgain(given)
  if (kept.planned.task) return onlyReturns('already_done', { task: kept.taskId, outcome: 'already_done' }, words.again)
  if (servedOf(kept.distribution).length === 0) return nothing('no_eligible', words.nobodyPicked)
  if (!kept.planned.deals) return nothing('refused', words.noDeals)
  if (Object.keys(kept.dealIds).length === 0) return nothing('refused', words.noneMade)
  if (kept.distribution.draw.mainManager === null) return nothing('refused', words.noMain)
  const now = await readNow(kept.distribution, ask)
  if (!now) return nothing('refused', texts[given.portal.language].recordGone[kept.distribution.document.kind])
  const replaced = replaceDismissed(kept.distribution, now.gone, given)
  const distribution = replaced?.distribution ?? kept.distribution
  const { mainManager } = distribution.draw
  if (mainManager === null) return { ...nothing('no_eligible', withReplaced(words.nobodyPicked, replaced)), keeps: { grown: distribution, drawn: replaced?.drawn ?? [] } }
  const stays = moveTo !== '' && now.stage !== distribution.documentStage && now.stage !== moveTo
  const outcome: OutcomeCode = stays ? 'stage_changed' : 'ok'
  const given_ = words.taskGiven(nameIn(distribution, mainManager))
  return {
    outcome,
    returns: { task: taskRef, outcome },
    effects: [
      ...taskEffects(distribution, mainManager, madeDeals(kept.dealIds), given),
      ...checkEffects(peopleToCheck(distribution)),
      ...(stays ? [] : stageEffects({ ...distribution, documentStage: now.stage }, moveTo)),
      ...(replaced ? moveDeals(replaced, kept.dealIds, given) : []),
    ],
    keeps: replaced ? { grown: distribution, drawn: replaced.drawn } : {},
    log: withReplaced(stays ? `${given_} ${words.stageChanged[distribution.document.kind]}` : given_, replaced),
  }
}

const withReplaced = (log: string, replaced: Replaced | null): string => (replaced ? `${log} ${replaced.log}` : log)

type PeopleQuestions = { readonly [key: `people:${number}`]: Question<'user.get'> }
const recordQuestion = ({ document }: Distribution) => ({ record: stageQuestion(document) })

/** The record's stage and who is gone; null: the record cannot be read. */
async function readNow(distribution: Distribution, ask: Ask): Promise<{ stage: string; gone: Set<UserId> } | null> {
  const people = peopleToCheck(distribution)
  const pages = pagesOf(people)
  const asked: PeopleQuestions = Object.fromEntries(
    pages.map((page, index) => [`people:${index}`, question('user.get', { FILTER: { ID: page } })]),
  )
  const answers = await ask.portal<ReturnType<typeof recordQuestion> & PeopleQuestions>({ ...recordQuestion(distribution), ...asked })
  if (!answers.record.ok) return null
  const stage = answers.record.value.item.stageId ?? ''
  const here = new Set<number>()
  for (const index of pages.keys()) {
    const page = answers[`people:${index}`]
    // Without this answer nobody is known to be gone: the check beside the writing asks once more.
    if (!page?.ok) return { stage, gone: new Set() }
    for (const user of page.value) if (user.ACTIVE) here.add(user.ID)
  }
  return { stage, gone: new Set(people.filter((id) => !here.has(id))) }
}
