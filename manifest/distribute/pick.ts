/** The first half of a distribution: everything is read in one batch, then one draw picks a manager for every direction. */
import { distinctPicked, drawDirections, type Draw } from '../../domain/draw.ts'
import { businessKey, dealOrigin, originatorId, type Distribution } from '../../domain/distribution.ts'
import { headsOf, peopleOf, type Directory } from '../../domain/department.ts'
import type { Direction } from '../../domain/direction.ts'
import { type DirectionId, type DocumentRef, UserId } from '../../domain/ids.ts'
import { worst } from '../../domain/outcome.ts'
import { firstDeck, type Deck } from '../../domain/pick.ts'
import { proving, type Drawn } from '../../domain/proof.ts'
import type { RuleMatch } from '../../domain/rule.ts'
import type { VisitReport } from '../../domain/visit-report.ts'
import type { Ask, KeptDistribution } from '../ask.ts'
import type { Given, Keeps } from '../define.ts'
import { readVisit, type Read } from './read.ts'
import { needsOf, ruled, type RuleStart } from './rules.ts'
import { agrees, asSaid, isEnough, type Said } from './said.ts'
import { clientsOf, headsFirst, mayBeNamed, standingsOf } from './standing.ts'
import { texts } from './texts.ts'

const day = 86_400_000

export interface DistributionStart extends RuleStart {
  readonly document: DocumentRef
  readonly report: VisitReport | null
  /** Asked for in this order. */
  readonly directionIds: readonly string[]
  /** Makes the business key where there is no report. */
  readonly eventToken: string | null
  /** Selects again in place of this distribution, which was undone. */
  readonly insteadOf?: string
  /** The record is the self-test's own. */
  readonly demo?: boolean
  /** What the robot's call says of its lead. */
  readonly said?: Said
}

export type Picking =
  | { readonly state: 'refused'; readonly log: string }
  /** Distributed before, by whoever started it. */
  | { readonly state: 'kept'; readonly kept: KeptDistribution }
  /** Drawn, without a main manager yet; nothing is kept or written. */
  | { readonly state: 'drawn'; readonly distribution: Distribution; readonly drawn: readonly Drawn[]; readonly read: Read; readonly said: Keeps['said'] | null }

export async function pickManagers(start: DistributionStart, ask: Ask, given: Given): Promise<Picking> {
  const words = texts[given.portal.language]
  const refused = (log: string): Picking => ({ state: 'refused', log })
  const id = given.hash(businessKey(start.document, originOf(start)))
  const kept = await ask.distribution(id)
  if (kept) return keptNow(kept, ask, words.undone)

  const configured = await ask.directions()
  const directions: Direction[] = []
  for (const wanted of new Set(start.directionIds)) {
    const direction = configured.find((one) => one.id === wanted && !one.archived)
    if (!direction) return refused(words.unknownDirection(wanted))
    directions.push(direction)
  }
  if (directions.length === 0) return refused(configured.length === 0 ? words.noDirections : words.noReport[start.document.kind])

  const directory = await ask.directory()
  const members = new Map(directions.map((direction) => [direction.id, peopleOf(directory, direction.departmentIds).filter((person) => person.active)]))
  const pool = [...new Map([...members.values()].flat().map((person) => [person.id, person])).values()].sort((a, b) => a.id - b.id)
  const personRules = await ask.personRules()
  const others = mayBeNamed(directory, directions, pool, start.rules, personRules, given.now)
  const origins = directions.map((direction) => dealOrigin(id, direction.id))
  const conditional = await ask.rules()
  const needs = needsOf(start, conditional)
  const countDealsOf = needs.countDeals ? pool : pool.filter(({ id: one }) => personRules.get(one)?.dealLimit)
  const said = start.said && isEnough(start, needs, countDealsOf, conditional) ? start.said : null
  const taken = said?.trusted === true
  const result = taken ? asSaid(said.data, [...pool, ...others]) : await readVisit(ask, start.document, { pool, others, rules: needs.rules, countDealsOf, origins }, given.now)
  if (!result.ok) return refused(result.reason === 'record' ? words.recordGone[start.document.kind] : result.reason === 'loads' ? words.loadsUnread : words.peopleUnread)
  // A deal that we made fires robots again: distributing it would have no end (decisions: no recursion).
  if (result.read.source.originatorId === originatorId && !start.demo) return refused(words.ownDeal)

  const { rules, options, match, read } = ruled(start, conditional, result.read)
  const { policy, load, loadDays } = options
  const ids = directions.map((direction) => direction.id)
  const last = policy === 'in_turn' ? await ask.lastPicked(ids) : new Map<DirectionId, UserId>()
  const decks = policy === 'even_random' ? await ask.decks(ids) : new Map<DirectionId, Deck>()
  const missed = policy === 'least_loaded' && options.catchUp !== null ? await ask.missed(ids) : new Map<DirectionId, ReadonlyMap<UserId, number>>()
  const assigned = policy === 'least_loaded' && load === 'assigned' ? await ask.assigned(given.now - loadDays * day) : new Map<UserId, number>()
  const weights = new Map([...personRules].map(([one, { weight }]) => [one, weight]))
  const clients = clientsOf(read, given)
  const standing = await standingsOf({ read, options, personRules, clients, now: given.now }, ask)
  const { pick, drawn: proofs } = proving(id, given.chance)
  const drawn = drawDirections(
    directions.map((direction) => ({
      directionId: direction.id,
      candidates: (members.get(direction.id) ?? []).map((person) => standing.candidate(person, headsOf(directory, direction.departmentIds), direction.id)),
      demand: { tags: direction.tags, hours: options.hours },
      lastPicked: last.get(direction.id) ?? null,
      deck: decks.get(direction.id) ?? firstDeck,
      loads: load === 'open_deals' ? read.openDeals : assigned,
      ...(missed.has(direction.id) ? { added: missed.get(direction.id) } : {}),
      weights,
      keep: standing.keep(direction.id),
      heads: options.headAsLastResort ? headsFirst(directory, direction) : [],
      reserve: direction.reserveId === null ? null : (read.people.get(direction.reserveId)?.person ?? null),
    })),
    rules,
    options,
    pick,
    given.now,
    standing.named,
  )
  // Before somebody steps in or nobody does, everybody is asked for as they are now.
  if (taken && drawn.some(({ outcome }) => outcome !== 'ok')) return pickManagers({ ...start, said: { ...said, trusted: false } }, ask, given)
  const draw: Draw = { ...options, seed: proofs[0]?.seed ?? '', directions: drawn, picked: distinctPicked(drawn), mainManager: null, mainBy: null }
  const distribution = record(id, { ...start, rules }, directions, directory, read, draw, clients, match, given)
  const before = guardedDeals(distribution, read)
  return before ? { state: 'kept', kept: before } : { state: 'drawn', distribution, drawn: proofs, read, said: said && (taken ? 'taken' : agrees(said.data, read) ? 'right' : 'wrong') }
}

const originOf = ({ insteadOf, report, eventToken }: DistributionStart): Parameters<typeof businessKey>[1] =>
  insteadOf !== undefined ? { insteadOf } : report ? { reportId: report.id } : { eventToken: eventToken ?? '' }

/** What was undone is not given back as if it held: either the one that took its place, or a refusal. */
async function keptNow(kept: KeptDistribution, ask: Ask, undone: string): Promise<Picking> {
  const { undone: end } = kept.distribution
  if (!end) return { state: 'kept', kept }
  if (end.successor === null) return { state: 'refused', log: undone }
  const next = await ask.distribution(end.successor)
  return next ? keptNow(next, ask, undone) : { state: 'kept', kept: { ...kept, settled: false } }
}

function record(
  id: string,
  start: DistributionStart,
  directions: readonly Direction[],
  directory: Directory,
  read: Read,
  draw: Draw,
  clients: readonly string[],
  match: RuleMatch | null,
  given: Given,
): Distribution {
  const inRecord = new Set<number>(
    draw.directions.flatMap((one) => [...one.eligible, ...one.excluded.map(({ userId }) => userId), ...[one.reserve, one.picked, one.standsFor].filter((id) => id !== null)]),
  )
  if (start.report) inRecord.add(start.report.representativeId)
  return {
    id,
    runId: given.runId,
    document: start.document,
    reportId: start.report?.id ?? null,
    representativeId: start.report?.representativeId ?? null,
    comment: start.report?.comment ?? '',
    answers: start.report?.answers ?? [],
    client: read.client,
    clients: [...clients],
    ownerId: UserId.nullable().catch(null).parse(read.source.ownerId),
    documentStage: read.source.stage,
    rules: { skipAbsent: start.rules.skipAbsent, skipClockedOut: start.rules.skipClockedOut, headsTakePart: start.rules.headsTakePart },
    fixed: start.fixed ?? {},
    completeTask: start.rules.completeTask,
    match,
    draw,
    directions: directions.map(({ id: directionId, name, departmentIds, categoryId, stageId, fieldDefaults, dealTitle, observerIds }) => ({
      id: directionId,
      name,
      departments: departmentIds.map((department) => directory.departments.find((one) => one.id === department)?.name ?? String(department)),
      categoryId,
      stageId,
      fieldDefaults,
      dealTitle,
      observerIds: observerIds.filter((one) => directory.people.some(({ id, active }) => id === one && active)),
    })),
    names: Object.fromEntries(directory.people.filter((person) => inRecord.has(person.id)).map((person) => [String(person.id), person.name])),
    outcome: worst(draw.directions.map((one) => one.outcome)),
    decidedAt: given.now,
    undone: null,
    insteadOf: start.insteadOf ?? null,
  }
}

/** Deals of this very distribution at the portal although our ledger does not know it: a restored backup must not double them. */
function guardedDeals(distribution: Distribution, read: Read): KeptDistribution | null {
  const dealIds: Record<string, number> = {}
  for (const { id } of distribution.directions) {
    const found = read.guard.get(dealOrigin(distribution.id, id))
    if (found !== undefined) dealIds[id] = found
  }
  return Object.keys(dealIds).length === 0 ? null : { distribution, settled: true, planned: { deals: true, task: true }, dealIds, taskId: null, ticked: new Set(), taskCompleted: false }
}
