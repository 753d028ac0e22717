/** How long a million draws of a pool of fifty take on one core, and how much more that is than a bare loop of the same random numbers. */
import { drawDirections, DrawOptions, type DirectionPool } from '../../domain/draw.ts'
import { DepartmentId, DirectionId, UserId } from '../../domain/ids.ts'
import { byChance, drawPolicies, firstDeck, type Deck, type DrawPolicy } from '../../domain/pick.ts'
import { randomFrom } from '../../domain/random.ts'
import { head, row, shown } from './report.ts'

const draws = Number(process.argv[2] ?? 1_000_000)
const people = 50
const rules = { skipAbsent: true, skipClockedOut: true, headsTakePart: false }

/** A fast stream for measuring; the server's own comes from HMAC and is the same for every policy. */
function words(): () => number {
  let state = 0x9e3779b9
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 0
  }
}

const directionId = DirectionId.parse('dir_bench')
const candidates = Array.from({ length: people }, (_, index) => ({
  person: { id: UserId.parse(index + 1), name: '', position: '', timeZone: null, departments: [DepartmentId.parse(1)], active: true, everActive: true },
  presence: { absence: null, workday: 'unknown' as const },
  isHead: false,
}))

/** Of the processor, since others may share the machine. */
function secondsSince(began: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(began)
  return (user + system) / 1e6
}

function bareLoop(): number {
  const random = randomFrom(words())
  const began = process.cpuUsage()
  let sum = 0
  for (let index = 0; index < draws; index++) sum += random.below(people)
  if (sum < 0) throw new Error('never')
  return secondsSince(began)
}

/** Every draw goes on from the ledger of the one before, as it does in a portal. */
function measure(policy: DrawPolicy): number {
  const options = DrawOptions.parse({ policy })
  const random = randomFrom(words())
  let lastPicked: UserId | null = null
  let deck: Deck = firstDeck
  const began = process.cpuUsage()
  for (let index = 0; index < draws; index++) {
    const pool: DirectionPool = { directionId, candidates, lastPicked, deck, reserve: null }
    const [one] = drawDirections([pool], rules, options, byChance(random), 0)
    lastPicked = one?.picked ?? null
    if (one?.deck && one.picked !== null) deck = { round: one.deck.round, hadTurn: [...one.deck.hadTurn, one.picked] }
  }
  return secondsSince(began)
}

bareLoop()
const bare = bareLoop()
head()
for (const policy of drawPolicies) {
  const seconds = measure(policy)
  row(`${draws.toLocaleString('en-US')} draws of ${people} people, ${policy}`, `${shown(seconds)} s of processor`, `${shown(seconds / bare)}x a bare loop of the same random numbers`, 'under 5 s')
}
