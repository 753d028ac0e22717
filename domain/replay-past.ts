/** What a replay remembers from case to case, as the ledger does in life: turns, cards, loads, limits, clients and main managers. */
import type { DirectionDraw, DirectionPool } from './draw.ts'
import { localTime } from './hours.ts'
import type { DirectionId, UserId } from './ids.ts'
import { mainDays, type MainFacts } from './main.ts'
import { type Candidate, noDemand, type Person, type Presence, type Standing } from './manager.ts'
import type { Named } from './named.ts'
import { usualRules } from './person-rules.ts'
import { byId, firstDeck, type Deck, type DrawPolicy } from './pick.ts'
import type { ReplayCase, ReplayDirection, ReplayDraft } from './replay-case.ts'
import { recordedCandidates, type Seen } from './replay-pool.ts'
import { clientMonths, monthMs } from './settings.ts'

const day = 86_400_000
const here: Presence = { absence: null, workday: 'open' }

interface Count {
  dayBegan: number
  today: number
  weekBegan: number
  week: number
}

/** Of the last so many days; forgets by itself as time goes on. */
function window(days: number) {
  const given: { readonly at: number; readonly id: UserId }[] = []
  const counts = new Map<UserId, number>()
  let from = 0
  return {
    counts: counts as ReadonlyMap<UserId, number>,
    add(at: number, id: UserId): void {
      given.push({ at, id })
      counts.set(id, (counts.get(id) ?? 0) + 1)
    },
    turnTo(now: number): void {
      for (let oldest = given[from]; oldest && oldest.at < now - days * day; oldest = given[++from]) counts.set(oldest.id, (counts.get(oldest.id) ?? 1) - 1)
    },
  }
}

export function createPast({ directions, options, personRules, others, beginning }: ReplayDraft) {
  const begun = <T>(found: Readonly<Record<string, T>> | undefined) => new Map(Object.entries(found ?? {}) as [DirectionId, T][])
  const lastPicked = begun(beginning?.last)
  const decks = begun<Deck>(beginning?.decks)
  const missed = new Map<DirectionId, ReadonlyMap<UserId, number>>([...begun(beginning?.missed)].map(([id, added]) => [id, byId(added)]))
  const loads = window(options.loadDays)
  const mains = window(mainDays)
  let lastMain: UserId | null = null
  const counts = new Map<UserId, Count>()
  const served = new Map<string, Map<DirectionId, { readonly id: UserId; readonly at: number }>>()
  const weights = new Map([...personRules].map(([id, { weight }]) => [id, weight]))
  const zones = new Map([...directions.flatMap(({ members }) => members.map(({ person }) => person)), ...others].map((person) => [person.id, person.timeZone]))
  let clock = 0
  /** As everybody usually stands; what was given to them is counted when it is looked at. */
  const usually = (person: Person, isHead: boolean): Candidate => {
    const rules = personRules.get(person.id)
    if (!rules) return { person, isHead, presence: here }
    const count = () => countOf(person.id, clock)
    const standing: Standing = { rules, openDeals: 0, clientExcluded: false, get today() { return count().today }, get week() { return count().week } }
    return { person, isHead, presence: here, standing }
  }
  const usual = new Map(directions.map(({ id, members }) => [id, members.map(({ person, isHead }) => usually(person, isHead))]))
  const places = new Map([...usual].map(([id, candidates]) => [id, new Map(candidates.map(({ person }, index) => [person.id, index]))]))
  const everybody = new Map<UserId, Candidate>(others.map((person) => [person.id, usually(person, false)]))
  for (const candidates of usual.values()) for (const candidate of candidates) everybody.set(candidate.person.id, candidate)

  function countOf(id: UserId, now: number): Count {
    const { dayBegan, weekBegan } = localTime(now, zones.get(id) ?? null)
    const known = counts.get(id) ?? { dayBegan, today: 0, weekBegan, week: 0 }
    if (known.dayBegan !== dayBegan) Object.assign(known, { dayBegan, today: 0 })
    if (known.weekBegan !== weekBegan) Object.assign(known, { weekBegan, week: 0 })
    counts.set(id, known)
    return known
  }

  function give(at: number, id: UserId): void {
    loads.add(at, id)
    if (!personRules.has(id)) return
    const count = countOf(id, at)
    count.today++
    count.week++
  }
  for (const { userId, at } of beginning?.given ?? []) give(at, userId)
  for (const { userId, at } of beginning?.mains ?? []) {
    mains.add(at, userId)
    lastMain = userId
  }

  /** Whoever serves this client, the latest for each direction, within that time. */
  function serving({ clients, at }: ReplayCase, months: number): Map<DirectionId, UserId> {
    const found = new Map<DirectionId, { readonly id: UserId; readonly at: number }>()
    for (const client of clients) {
      for (const [direction, one] of served.get(client) ?? []) {
        if (one.at >= at - months * monthMs && one.at >= (found.get(direction)?.at ?? 0)) found.set(direction, one)
      }
    }
    return new Map([...found].map(([direction, { id }]) => [direction, id]))
  }

  function away(candidate: Candidate, { at, away: all }: ReplayCase): Candidate {
    const { person } = candidate
    switch (all.get(person.id)) {
      case 'dismissed':
        return { ...candidate, person: { ...person, active: false } }
      case 'absent':
        return { ...candidate, presence: { absence: { from: at, until: at + 1 }, workday: 'open' } }
      case 'workday_closed':
        return { ...candidate, presence: { absence: null, workday: 'closed' } }
      case 'paused': {
        const rules = { ...(candidate.standing?.rules ?? usualRules(person.id)), pausedUntil: at + 1 }
        return { ...candidate, standing: { ...(candidate.standing ?? { today: 0, week: 0, openDeals: 0, clientExcluded: false }), rules } }
      }
      case undefined:
        return candidate
    }
  }

  /** The usual candidates, but for those who are away or serve the client elsewhere. */
  function candidatesOf(id: DirectionId, one: ReplayCase, elsewhere: ReadonlySet<UserId>): readonly Candidate[] {
    const candidates = usual.get(id) ?? []
    if (one.away.size === 0 && elsewhere.size === 0) return candidates
    const changed = [...candidates]
    const place = places.get(id)
    const change = (who: UserId, how: (candidate: Candidate) => Candidate): void => {
      const index = place?.get(who)
      if (index !== undefined) changed[index] = how(changed[index] as Candidate)
    }
    for (const who of one.away.keys()) change(who, (candidate) => away(candidate, one))
    for (const who of elsewhere) change(who, (candidate) => ({ ...candidate, servesClient: true }))
    return changed
  }

  const addedBefore = (id: DirectionId) => {
    const added = missed.get(id)
    return added ? { added } : {}
  }

  return {
    turnTo({ at }: ReplayCase): void {
      clock = at
      loads.turnTo(at)
      mains.turnTo(at)
    },

    poolOf(direction: ReplayDirection, one: ReplayCase): DirectionPool {
      const elsewhere = new Set<UserId>()
      if (options.oneDirectionPerClient) for (const [other, id] of serving(one, clientMonths)) if (other !== direction.id) elsewhere.add(id)
      const record = one.pools?.get(direction.id)
      const unseen = options.oneDirectionPerClient && !one.clients.some((client) => served.has(client))
      const seen: Seen = {
        known: (id) => everybody.get(id),
        away: (candidate) => away(candidate, one),
        servesClient: (id, recorded) => elsewhere.has(id) || (recorded && unseen),
        demand: direction.demand,
        at: one.at,
      }
      const reserve = record ? (record.reserve === null ? null : (everybody.get(record.reserve)?.person ?? null)) : direction.reserve
      return {
        directionId: direction.id,
        candidates: record ? recordedCandidates(record, seen) : candidatesOf(direction.id, one, elsewhere),
        // Of a recorded pool hours and skills have been judged.
        demand: record ? noDemand : { tags: direction.demand.tags, hours: options.hours },
        lastPicked: lastPicked.get(direction.id) ?? null,
        deck: decks.get(direction.id) ?? firstDeck,
        loads: loads.counts,
        ...(options.catchUp === null ? {} : addedBefore(direction.id)),
        weights,
        keep: options.keepManagerMonths > 0 ? (serving(one, options.keepManagerMonths).get(direction.id) ?? record?.keep ?? null) : null,
        heads: options.headAsLastResort ? direction.heads : [],
        reserve,
      }
    },

    named(one: ReplayCase): Named {
      if (one.away.size === 0) return { candidate: (id) => everybody.get(id), rules: personRules }
      const candidate = (id: UserId): Candidate | undefined => {
        const found = everybody.get(id)
        return found && away(found, one)
      }
      return { candidate, rules: personRules }
    },

    mainFacts: ({ owner }: ReplayCase, order: readonly DirectionId[]): MainFacts => ({ mode: options.main, notTwice: options.mainNotTwice, times: mains.counts, last: lastMain, owner, order }),

    remember({ at, clients }: ReplayCase, drawn: readonly DirectionDraw[], main: UserId | null, policy: DrawPolicy): void {
      for (const { directionId, picked, by, standsFor, deck, added } of drawn) {
        if (policy === 'least_loaded' && options.catchUp !== null) missed.set(directionId, byId(added))
        if (picked === null) continue
        for (const client of clients) served.set(client, (served.get(client) ?? new Map<DirectionId, { id: UserId; at: number }>()).set(directionId, { id: standsFor ?? picked, at }))
        if (by === 'head' || by === 'reserve') continue
        give(at, picked)
        if (by !== 'draw') continue
        lastPicked.set(directionId, picked)
        if (deck) decks.set(directionId, { round: deck.round, hadTurn: [...deck.hadTurn, picked] })
      }
      if (main === null) return
      lastMain = main
      mains.add(at, main)
    },
  }
}
