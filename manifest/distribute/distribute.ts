/** A distribution from start to plan: one draw for all directions, a main manager, a deal each, one task. */
import { draw, type Draw } from '../../domain/draw.ts'
import { businessKey, dealOrigin, type Distribution } from '../../domain/distribution.ts'
import { headsOf, peopleOf, type Directory } from '../../domain/department.ts'
import type { Direction } from '../../domain/direction.ts'
import type { DirectionId, DocumentRef, UserId } from '../../domain/ids.ts'
import type { Person, PoolRules } from '../../domain/manager.ts'
import { worst, type OutcomeCode } from '../../domain/outcome.ts'
import type { VisitReport } from '../../domain/visit-report.ts'
import type { Ask, KeptDistribution } from '../ask.ts'
import type { Given, Later, Plan } from '../define.ts'
import type { Ref } from '../methods.ts'
import { readVisit, type Read } from './read.ts'
import { texts, type TextFacts } from './texts.ts'
import { dealRef, distributionEffects, taskRef } from './write.ts'

export interface DistributionStart {
  readonly document: DocumentRef
  readonly report: VisitReport | null
  /** Asked for in this order. */
  readonly directionIds: readonly string[]
  /** Makes the business key where there is no report. */
  readonly eventToken: string | null
  readonly rules: PoolRules
  /** Lead stage to move to afterwards; empty: none. */
  readonly moveTo: string
}

/** Everything that the robots of the chain return together. */
export interface DistributionReturns {
  readonly draw: string
  readonly managers: readonly UserId[]
  readonly directions: readonly string[]
  readonly unserved: readonly string[]
  readonly mainManager: UserId | null
  readonly deals: readonly (number | Ref)[]
  readonly task: number | Ref | null
  readonly outcome: OutcomeCode
}

type DistributionPlan = Plan<DistributionReturns>

/** How soon a repeat looks again while the first one is still being written. */
const lookAgainMs = 1000

export async function distribute(start: DistributionStart, ask: Ask, given: Given): Promise<DistributionPlan | Later> {
  const words = texts[given.portal.language]
  const id = given.hash(businessKey(start.document, start.report ? { reportId: start.report.id } : { eventToken: start.eventToken ?? '' }))
  const kept = await ask.distribution(id)
  if (kept) return kept.settled ? already(kept, words.alreadyDone) : { again: given.now + lookAgainMs }

  const configured = await ask.directions()
  const directions: Direction[] = []
  for (const wanted of new Set(start.directionIds)) {
    const direction = configured.find((one) => one.id === wanted && !one.archived)
    if (!direction) return refused(words.unknownDirection(wanted))
    directions.push(direction)
  }
  if (directions.length === 0) return refused(configured.length === 0 ? words.noDirections : words.noReport)

  const directory = await ask.directory()
  const members = new Map(directions.map((direction) => [direction.id, peopleOf(directory, direction.departmentIds).filter((person) => person.active)]))
  const pool = [...new Map([...members.values()].flat().map((person) => [person.id, person])).values()].sort((a, b) => a.id - b.id)
  const result = await readVisit(ask, start.document.id, pool, start.rules, given.now)
  if (!result.ok) return refused(result.reason === 'people' ? words.peopleUnread : words.leadGone)
  const { read } = result

  const drawn = draw(
    directions.map((direction) => ({
      directionId: direction.id,
      candidates: (members.get(direction.id) ?? []).map((person) => candidate(person, read, headsOf(directory, direction.departmentIds))),
    })),
    start.rules,
    given.seed,
    given.random('draw'),
    given.now,
  )
  const distribution = record(id, start, directions, directory, read, drawn, given)
  const before = guardedDeals(distribution, read)
  if (before) return already(before, words.alreadyDone)
  return plan(distribution, start, directions, read, given)
}

function candidate(person: Person, read: Read, heads: ReadonlySet<UserId>) {
  const now = read.people.get(person.id)
  return { person: now?.person ?? person, presence: now?.presence ?? { absence: null, workday: 'unknown' as const }, isHead: heads.has(person.id) }
}

function record(
  id: string,
  start: DistributionStart,
  directions: readonly Direction[],
  directory: Directory,
  read: Read,
  drawn: Draw,
  given: Given,
): Distribution {
  const inRecord = new Set<number>(drawn.directions.flatMap((one) => [...one.eligible, ...one.excluded.map(({ userId }) => userId)]))
  if (start.report) inRecord.add(start.report.representativeId)
  return {
    id,
    runId: given.runId,
    document: start.document,
    reportId: start.report?.id ?? null,
    representativeId: start.report?.representativeId ?? null,
    comment: start.report?.comment ?? '',
    client: read.client,
    rules: { skipAbsent: start.rules.skipAbsent, skipClockedOut: start.rules.skipClockedOut, headsTakePart: start.rules.headsTakePart },
    draw: drawn,
    directions: directions.map(({ id: directionId, name, departmentIds, categoryId, stageId }) => ({
      id: directionId,
      name,
      departments: departmentIds.map((department) => directory.departments.find((one) => one.id === department)?.name ?? String(department)),
      categoryId,
      stageId,
    })),
    names: Object.fromEntries(directory.people.filter((person) => inRecord.has(person.id)).map((person) => [String(person.id), person.name])),
    outcome: worst(drawn.directions.map((one) => one.outcome)),
    decidedAt: given.now,
  }
}

/** Deals of this very distribution at the portal although our ledger does not know it: a restored backup must not double them. */
function guardedDeals(distribution: Distribution, read: Read): KeptDistribution | null {
  const dealIds: Record<string, number> = {}
  for (const { id } of distribution.directions) {
    const found = read.guard.get(dealOrigin(distribution.id, id))
    if (found !== undefined) dealIds[id] = found
  }
  return Object.keys(dealIds).length === 0 ? null : { distribution, settled: true, dealIds, taskId: null }
}

function plan(distribution: Distribution, start: DistributionStart, directions: readonly Direction[], read: Read, given: Given): DistributionPlan {
  const words = texts[given.portal.language]
  const served = distribution.draw.directions.flatMap(({ directionId, picked }) => {
    const direction = directions.find((one) => one.id === directionId)
    return direction && picked !== null ? [{ direction, manager: picked }] : []
  })
  const { mainManager } = distribution.draw
  const summary = returnsOf(distribution, Object.fromEntries(served.map(({ direction }) => [direction.id, dealRef(direction.id)])), taskRef)
  if (mainManager === null) {
    return { outcome: distribution.outcome, returns: summary, effects: [], keeps: { distribution }, log: words.nobody(summary.unserved) }
  }
  const name = (id: UserId): string => distribution.names[id] ?? ''
  const facts: TextFacts = {
    client: distribution.client,
    representative: distribution.representativeId === null ? null : name(distribution.representativeId),
    comment: distribution.comment,
    mainManager: name(mainManager),
    parts: served.map(({ direction, manager }) => ({ direction: direction.name, manager: name(manager) })),
    unserved: summary.unserved,
  }
  return {
    outcome: distribution.outcome,
    returns: summary,
    effects: distributionEffects({ distribution, read, served, mainManager, facts, given, moveTo: start.moveTo }),
    keeps: { distribution },
    log: words.done(served.length, facts.mainManager, facts.unserved),
  }
}

/** @param deals by direction: numbers, or references while they are not made yet */
function returnsOf(distribution: Distribution, deals: Readonly<Record<DirectionId, number | Ref>>, task: number | Ref | null): DistributionReturns {
  const nameOf = (id: DirectionId) => distribution.directions.find((one) => one.id === id)?.name ?? id
  const picked = distribution.draw.directions.filter((one) => one.picked !== null)
  return {
    draw: distribution.id,
    managers: picked.map((one) => one.picked as UserId),
    directions: picked.map(({ directionId }) => directionId),
    unserved: distribution.draw.directions.filter((one) => one.picked === null).map(({ directionId }) => nameOf(directionId)),
    mainManager: distribution.draw.mainManager,
    deals: picked.flatMap(({ directionId }) => deals[directionId] ?? []),
    task: picked.length === 0 ? null : task,
    outcome: distribution.outcome,
  }
}

function already({ distribution, dealIds, taskId }: KeptDistribution, log: string): DistributionPlan {
  const returns = { ...returnsOf(distribution, dealIds, taskId), outcome: 'already_done' as const }
  return { outcome: 'already_done', returns, effects: [], keeps: {}, log }
}

function refused(log: string): DistributionPlan {
  const returns: DistributionReturns = {
    draw: '',
    managers: [],
    directions: [],
    unserved: [],
    mainManager: null,
    deals: [],
    task: null,
    outcome: 'refused',
  }
  return { outcome: 'refused', returns, effects: [], keeps: {}, log }
}
