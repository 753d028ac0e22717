/** Even random: everybody exactly k times after k rounds, a bounded gap with absences, and no order that could be foreseen. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawDirections, DrawOptions, type DirectionDraw, type DirectionPool } from '../../domain/draw.ts'
import { DepartmentId, DirectionId, UserId } from '../../domain/ids.ts'
import type { Candidate } from '../../domain/manager.ts'
import { mend } from '../../domain/mend.ts'
import { byChance, deckOf, firstDeck, type Deck } from '../../domain/pick.ts'
import { randomOf } from '../../server/runs/chance.ts'

const now = Date.UTC(2026, 9, 12, 9)
const rules = { skipAbsent: true, skipClockedOut: true, headsTakePart: false }
const seed = (number: number) => number.toString(16).padStart(64, '0')
const options = DrawOptions.parse({ policy: 'even_random' })
const plumbing = DirectionId.parse('dir_plumbing')

const someone = (id: number, away: boolean): Candidate => ({
  person: { id: UserId.parse(id), name: `Person ${id}`, position: '', timeZone: null, departments: [DepartmentId.parse(1)], active: true, everActive: true },
  presence: { absence: away ? { from: now - 1, until: now + 1 } : null, workday: 'unknown' },
  isHead: false,
})
const pool = (here: readonly number[], away: readonly number[], deck: Deck): DirectionPool => ({
  directionId: plumbing,
  candidates: [...here.map((id) => someone(id, false)), ...away.map((id) => someone(id, true))],
  lastPicked: null,
  deck,
  reserve: null,
})

/** The deck as the ledger keeps it: those who were drawn in the newest round. */
const after = (deck: Deck, one: DirectionDraw): Deck => {
  if (one.picked === null) return deck
  const from = one.deck as Deck
  return { round: from.round, hadTurn: [...from.hadTurn, one.picked] }
}

/** Draws once for each list of those who are here; the others of `everybody` are away. */
function serve(everybody: readonly number[], days: readonly (readonly number[])[], salt = 0): { picked: (number | null)[]; records: DirectionDraw[] } {
  let deck = firstDeck
  const records = days.map((here, day) => {
    const [one] = drawDirections([pool(here, everybody.filter((id) => !here.includes(id)), deck)], rules, options, byChance(randomOf(seed(day + salt * 1000), 'directions')), now)
    deck = after(deck, one as DirectionDraw)
    return one as DirectionDraw
  })
  return { picked: records.map(({ picked }) => picked), records }
}

const people = fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 8 })

describe('even random', () => {
  it('gives each of n people who are always here exactly k clients after k times n draws', () => {
    fc.assert(
      fc.property(people, fc.integer({ min: 1, max: 6 }), fc.nat(), (everybody, rounds, salt) => {
        const { picked } = serve(everybody, Array.from({ length: rounds * everybody.length }, () => everybody), salt)
        for (let round = 0; round < rounds; round++) {
          expect(picked.slice(round * everybody.length, (round + 1) * everybody.length).toSorted()).toEqual(everybody.toSorted())
        }
      }),
    )
  })

  it('keeps two people who are both here within two clients of one another, whoever else comes and goes', () => {
    const life = people.chain((everybody) => fc.tuple(fc.constant(everybody), fc.array(fc.subarray(everybody), { minLength: 1, maxLength: 60 })))
    fc.assert(
      fc.property(life, fc.nat(), ([everybody, days], salt) => {
        const { picked } = serve(everybody, days, salt)
        for (const a of everybody) {
          for (const b of everybody) {
            if (a === b) continue
            let gap = 0
            for (const [day, here] of days.entries()) {
              if (!here.includes(a) || !here.includes(b)) gap = 0
              else gap += picked[day] === a ? 1 : picked[day] === b ? -1 : 0
              expect(Math.abs(gap)).toBeLessThanOrEqual(2)
            }
          }
        }
      }),
    )
  })

  it('lets whoever returns from a long absence owe one turn, not all that were missed', () => {
    const { picked } = serve([1, 2, 3], [...Array.from({ length: 20 }, () => [1, 2]), ...Array.from({ length: 9 }, () => [1, 2, 3])])
    const back = picked.slice(20)
    expect(back.filter((id) => id === 3).length).toBeGreaterThanOrEqual(3)
    expect(back.filter((id) => id === 3).length).toBeLessThanOrEqual(4)
  })

  it('deals a newcomer in at once, in the round that is under way', () => {
    const { picked } = serve([1, 2, 3], [[1, 2], [1, 2, 3], [1, 2, 3], [1, 2, 3]])
    expect(new Set(picked.slice(0, 3))).toEqual(new Set([1, 2, 3]))
  })

  it('has every order of a round equally often', () => {
    const orders = new Map<string, number>()
    const rounds = 6000
    for (let salt = 0; salt < rounds; salt++) {
      const order = serve([1, 2, 3], [[1, 2, 3], [1, 2, 3], [1, 2, 3]], salt + 1).picked.join('')
      orders.set(order, (orders.get(order) ?? 0) + 1)
    }
    expect(orders.size).toBe(6)
    const chiSquare = [...orders.values()].reduce((sum, count) => sum + (count - rounds / 6) ** 2 / (rounds / 6), 0)
    // 99.9 % of chi-square with 5 degrees of freedom.
    expect(chiSquare).toBeLessThan(20.515)
  })

  it('leaves the record of what it picked from: the round, and whose card was gone', () => {
    const { records } = serve([1, 2], [[1, 2], [1, 2], [1, 2]])
    expect(records.map(({ deck }) => deck)).toEqual([
      { round: 1, hadTurn: [] },
      { round: 1, hadTurn: [records[0]?.picked] },
      { round: 2, hadTurn: [] },
    ])
  })

  it('takes a person who is busy with another direction for away: their card stays', () => {
    const directions = drawDirections(
      [pool([1], [], firstDeck), { ...pool([1, 2], [], { round: 4, hadTurn: [UserId.parse(2)] }), directionId: DirectionId.parse('dir_roofing') }],
      rules,
      { ...options, onePersonManyDirections: false },
      byChance(randomOf(seed(1), 'directions')),
      now,
    )
    expect(directions.map(({ picked }) => picked)).toEqual([1, 2])
    expect(directions[1]?.deck).toEqual({ round: 5, hadTurn: [] })
  })

  it('replaces somebody dismissed by another who has a card', () => {
    fc.assert(
      fc.property(fc.nat({ max: 500 }), (number) => {
        const deck = { round: 3, hadTurn: [UserId.parse(4)] }
        const directions = drawDirections([pool([1, 2, 3, 4], [], deck)], rules, options, byChance(randomOf(seed(number), 'directions')), now)
        const gone = directions[0]?.picked as UserId
        const mended = mend({ ...options, seed: seed(number), directions, picked: [gone], mainManager: gone, mainBy: null }, new Set([gone]), byChance(randomOf(seed(number), 'mend')))
        const [one] = mended?.draw.directions ?? []
        expect(one?.picked).not.toBe(gone)
        expect(one?.picked).not.toBe(4)
        expect(one?.deck).toEqual(deck)
      }),
    )
  })

  it('knows a new round by nothing but a second turn', () => {
    expect(deckOf({ round: 2, hadTurn: [UserId.parse(1)] }, UserId.parse(2))).toEqual({ round: 2, hadTurn: [1] })
    expect(deckOf({ round: 2, hadTurn: [UserId.parse(1)] }, UserId.parse(1))).toEqual({ round: 3, hadTurn: [] })
  })
})
