/** A draft of the rules on cases of the past: who would have got whom, what would have stayed without a manager, and what would differ. */
import { drawDirections, distinctPicked, type DrawOptions, type DirectionDraw, type DirectionPool } from './draw.ts'
import type { DirectionId, UserId } from './ids.ts'
import { chooseMain } from './main.ts'
import type { PoolRules } from './manager.ts'
import type { OutcomeCode } from './outcome.ts'
import { byChance } from './pick.ts'
import type { Random } from './random.ts'
import type { ReplayCase, ReplayDirection, ReplayDraft } from './replay-case.ts'
import { createPast } from './replay-past.ts'
import { ruledBy } from './rule.ts'

const day = 86_400_000

export interface ReplayPerson {
  readonly userId: UserId
  readonly picked: number
  readonly main: number
  readonly actual: number
  readonly actualMain: number
  /** Of the days with cases in their directions: those on which they got none, and those on which they got more than `overload`. */
  readonly idleDays: number
  readonly overloadedDays: number
}

export interface ReplayResult {
  readonly cases: number
  /** Directions asked for, of all cases; those that the draft does not have are in `unknown`. */
  readonly asked: number
  readonly unknown: number
  readonly people: readonly ReplayPerson[]
  readonly byDirection: ReadonlyMap<DirectionId, ReadonlyMap<UserId, number>>
  readonly unserved: readonly { readonly caseId: string; readonly directionId: DirectionId; readonly outcome: OutcomeCode }[]
  /** Where it is known who really got the client, and the draft gives them to somebody else. */
  readonly differs: readonly { readonly caseId: string; readonly directionId: DirectionId; readonly actual: UserId | null; readonly draft: UserId | null }[]
  readonly compared: number
  /** Cases with another main manager, of those that had one, and who that would be. */
  readonly mains: { readonly differs: readonly { readonly caseId: string; readonly draft: UserId | null }[]; readonly compared: number }
  /** More clients than that on one (UTC) day is too much: twice what a busy day has a person on average, at least three. */
  readonly overload: number
}

/**
 * Goes through the cases in order; yields how far it is (0 to 1) so that whoever asks may breathe, show progress or stop.
 * @param chance of one case by its id: apart, so that a case that is left out later moves nobody's chance
 */
export function* replay(cases: readonly ReplayCase[], draft: ReplayDraft, chance: (caseId: string) => Random): Generator<number, ReplayResult> {
  const ruling = rulings(draft)
  const past = createPast(draft)
  const byId = new Map(draft.directions.map((direction) => [direction.id, direction]))
  const order = draft.directions.map(({ id }) => id)
  const book = createBook()
  let done = 0
  for (const one of cases) {
    const wanted = one.directionIds.flatMap((id) => byId.get(id) ?? [])
    book.ask(one, wanted, one.directionIds.length - wanted.length)
    past.turnTo(one)
    const pick = byChance(chance(one.id))
    const { rules, options } = ruling(one)
    const pools = wanted.map((direction): DirectionPool => past.poolOf(direction, one))
    const drawn = drawDirections(pools, rules, options, pick, one.at, past.named(one))
    const picked = distinctPicked(drawn)
    const { mainManager } = chooseMain(picked, drawn, past.mainFacts(one, order), pick)
    past.remember(one, drawn, mainManager, options.policy)
    book.note(one, drawn, mainManager)
    if (++done % 50 === 0) yield done / cases.length
  }
  return book.close(cases.length)
}

/** What decides a case: the draft, or a rule with conditions over it. */
function rulings({ rules, options, choices }: ReplayDraft): (one: ReplayCase) => { readonly rules: PoolRules; readonly options: DrawOptions } {
  const bySettings = { rules, options }
  const known = new Map([...(choices ?? [])].map(([id, choice]) => [id, ruledBy({ ...rules, ...options }, { choice })]))
  return ({ rule, fixed }) => {
    const ruled = known.get(rule ?? '')
    const decided = ruled ? { rules: ruled, options: ruled } : bySettings
    return fixed ? { ...decided, rules: { ...decided.rules, ...fixed } } : decided
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** The counting of what came out. */
function createBook() {
  const people = new Map<UserId, Mutable<ReplayPerson>>()
  const byDirection = new Map<DirectionId, Map<UserId, number>>()
  const unserved: ReplayResult['unserved'][number][] = []
  const differs: ReplayResult['differs'][number][] = []
  /** Of each day: who could have got a client, and how many everybody got. */
  const days = new Map<number, { readonly could: Set<ReplayDirection>; readonly got: Map<UserId, number> }>()
  let asked = 0
  let unknown = 0
  let compared = 0
  const mains = { differs: [] as ReplayResult['mains']['differs'][number][], compared: 0 }
  const of = (userId: UserId): Mutable<ReplayPerson> => {
    const known = people.get(userId) ?? { userId, picked: 0, main: 0, actual: 0, actualMain: 0, idleDays: 0, overloadedDays: 0 }
    people.set(userId, known)
    return known
  }
  const dayOf = (at: number) => {
    const number = Math.floor(at / day)
    const known = days.get(number) ?? { could: new Set<ReplayDirection>(), got: new Map<UserId, number>() }
    days.set(number, known)
    return known
  }
  const countUp = <K>(counts: Map<K, number>, key: K): void => void counts.set(key, (counts.get(key) ?? 0) + 1)

  return {
    ask({ at }: ReplayCase, wanted: readonly ReplayDirection[], missing: number): void {
      asked += wanted.length + missing
      unknown += missing
      for (const direction of wanted) dayOf(at).could.add(direction)
    },

    note({ id, at, actual, actualMain }: ReplayCase, drawn: readonly DirectionDraw[], main: UserId | null): void {
      for (const { directionId, picked, outcome } of drawn) {
        if (picked === null) unserved.push({ caseId: id, directionId, outcome })
        else {
          of(picked).picked++
          countUp(dayOf(at).got, picked)
          const counts = byDirection.get(directionId) ?? new Map<UserId, number>()
          byDirection.set(directionId, counts)
          countUp(counts, picked)
        }
        const really = actual.get(directionId)
        if (really === undefined) continue
        compared++
        if (really !== null) of(really).actual++
        if (really !== picked) differs.push({ caseId: id, directionId, actual: really, draft: picked })
      }
      if (main !== null) of(main).main++
      if (actualMain === null) return
      of(actualMain).actualMain++
      mains.compared++
      if (actualMain !== main) mains.differs.push({ caseId: id, draft: main })
    },

    close(cases: number): ReplayResult {
      let given = 0
      let chances = 0
      const couldOn = [...days.values()].map(({ could, got }) => {
        const those = new Set([...could].flatMap(({ members }) => members.filter(({ person }) => person.active).map(({ person }) => person.id)))
        for (const count of got.values()) given += count
        chances += those.size
        return { those, got }
      })
      const overload = Math.max(3, Math.ceil((2 * given) / Math.max(1, chances)))
      for (const { those, got } of couldOn) {
        for (const id of those) if (!got.has(id)) of(id).idleDays++
        for (const [id, count] of got) if (count > overload) of(id).overloadedDays++
      }
      const all = [...people.values()].sort((a, b) => b.picked - a.picked || a.userId - b.userId)
      return { cases, asked, unknown, people: all, byDirection, unserved, differs, compared, mains, overload }
    },
  }
}

