#!/usr/bin/env node
/**
 * Checks an exported journal of draws with nothing but Node: `node scripts/verify-draws.mjs <journal.json> [<earlier-export.json>]`.
 * It knows nothing of Fairlead's code: chain, secrets, seeds and picks are worked out anew from docs/decisions/0019-draws-that-can-be-checked.md.
 */
import { createHash, createHmac } from 'node:crypto'
import { readFileSync, realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const sha256 = (text) => createHash('sha256').update(text).digest('hex')
const lines = (...parts) => sha256(parts.join('\n'))
const isHash = (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
const isCount = (value, least = 0) => Number.isSafeInteger(value) && value >= least
const list = (value) => (Array.isArray(value) ? value : [])

/** Whole numbers below a bound from HMAC-SHA256(seed, "draw|0"), (seed, "draw|1") …; words of the incomplete last interval are left out. */
function numbersFrom(seed) {
  let block = Buffer.alloc(0)
  let counter = 0
  const word = () => {
    if (block.length === 0) block = createHmac('sha256', Buffer.from(seed, 'hex')).update(`draw|${counter++}`).digest()
    const next = block.readUInt32BE(0)
    block = block.subarray(4)
    return next
  }
  return (bound) => {
    for (;;) {
      const next = word()
      if (next < 2 ** 32 - (2 ** 32 % bound)) return next % bound
    }
  }
}

/** One person among those of a turn who may still be taken; `held`: turns of this draw that somebody has already. */
function pickOne(policy, turn, open, held, below) {
  if (open.length === 0) return null
  const numberOf = (numbers, id) => numbers[turn.eligible.indexOf(id)]
  if (policy === 'in_turn') return open.find((id) => turn.lastPicked === null || id > turn.lastPicked) ?? open[0]
  if (policy === 'weighted') {
    let rest = below(open.reduce((sum, id) => sum + numberOf(turn.weights, id), 0))
    return open.find((id) => (rest -= numberOf(turn.weights, id)) < 0)
  }
  let among = open
  if (policy === 'even_random') {
    const withCard = open.filter((id) => !turn.hadTurn.includes(id))
    if (withCard.length > 0) among = withCard
  }
  if (policy === 'least_loaded') {
    const load = (id) => numberOf(turn.loads, id) + held(id)
    const least = Math.min(...open.map(load))
    among = open.filter((id) => load(id) === least)
  }
  return among[below(among.length)]
}

/** Who was to be picked: turn after turn; where nobody has room any more, earlier picks give way to one another. */
function pickAll({ policy, room, left = [], turns }, below) {
  const picks = turns.map(() => null)
  const limits = new Map(left)
  const roomOf = (id) => Math.min(room ?? Infinity, limits.get(id) ?? Infinity)
  const held = (id) => picks.filter((picked) => picked === id).length
  const fill = (index, seen) => {
    const turn = turns[index]
    const open = turn.eligible.filter((id) => !seen.has(id))
    const direct = pickOne(policy, turn, open.filter((id) => held(id) < roomOf(id)), held, below)
    if (direct !== null) {
      picks[index] = direct
      return true
    }
    for (let rest = open; rest.length > 0; ) {
      const wanted = pickOne(policy, turn, rest, held, below)
      seen.add(wanted)
      rest = rest.filter((id) => !seen.has(id))
      const holders = [...picks.keys()].filter((other) => picks[other] === wanted)
      if (holders.some((holder) => fill(holder, seen))) {
        picks[index] = wanted
        return true
      }
    }
    return false
  }
  turns.forEach((_, index) => fill(index, new Set()))
  return picks
}

const inputOf = { random: null, in_turn: 'lastPicked', even_random: 'hadTurn', least_loaded: 'loads', weighted: 'weights' }

/** The pool as it was written down, or null when it could be read in two ways or says something impossible. */
function readPool(text) {
  let pool
  try {
    pool = JSON.parse(text)
  } catch {
    return null
  }
  if (pool === null || typeof pool !== 'object' || JSON.stringify(pool) !== text) return null
  if (!(pool.policy in inputOf) || !(pool.room === null || isCount(pool.room, 1)) || !Array.isArray(pool.turns)) return null
  if ('left' in pool && !(list(pool.left).length > 0 && list(pool.left).every((one) => Array.isArray(one) && one.length === 2 && isCount(one[0], 1) && isCount(one[1], 1)))) return null
  const input = inputOf[pool.policy]
  const good = pool.turns.every((turn) => {
    const { eligible } = turn
    if (Object.keys(turn).join() !== ['eligible', ...(input ? [input] : [])].join()) return false
    if (!Array.isArray(eligible) || !eligible.every((id, index) => isCount(id, 1) && (index === 0 || id > eligible[index - 1]))) return false
    if (input === 'lastPicked') return turn.lastPicked === null || isCount(turn.lastPicked, 1)
    if (input === 'hadTurn') return Array.isArray(turn.hadTurn) && turn.hadTurn.every((id) => eligible.includes(id))
    if (input === null) return true
    return Array.isArray(turn[input]) && turn[input].length === eligible.length && turn[input].every((number) => isCount(number, input === 'weights' ? 1 : 0))
  })
  return good ? pool : null
}

function checkPeriods({ periods, exportedAt }, problems) {
  const known = new Map()
  for (const { from, until, commitment, secret } of list(periods)) {
    const name = `period ${from} to ${until}`
    if (known.has(`${from}-${until}`)) problems.push(`${name} is listed twice`)
    if (!isHash(commitment)) problems.push(`${name} has no hash of its secret`)
    if (secret !== null && until > exportedAt) problems.push(`${name} is not over, and its secret is told`)
    if (secret === null && until <= exportedAt) problems.push(`${name} is over, and its secret is not told`)
    if (secret !== null && (!isHash(secret) || sha256(Buffer.from(secret, 'hex')) !== commitment)) problems.push(`${name}: the secret is not the one whose hash was published`)
    known.set(`${from}-${until}`, { commitment, secret })
  }
  return known
}

function checkDraw(entry, before, known, problems) {
  const { number, draw, at, from, until, commitment, pool, seed, result, announced, link } = entry
  const wanted = list(entry.for)
  const wrong = (what) => problems.push(`draw ${number}: ${what}`)
  if (lines(before.link, number, draw, wanted.join(','), at, from, until, commitment, sha256(String(pool))) !== announced) wrong('what it was made from is not what was chained before the pick')
  if (lines(announced, seed, JSON.stringify(result)) !== link) wrong('its link does not follow from its seed and result')
  if (!isCount(at) || at < from || at >= until) wrong('its moment lies outside its period')
  if (at < before.at || from < before.from) wrong('it is older than the one before it')
  const period = known.get(`${from}-${until}`)
  if (!period) wrong('its period is not listed')
  else if (period.commitment !== commitment) wrong('it was bound to another secret than its period')
  else if (period.secret !== null && createHmac('sha256', Buffer.from(period.secret, 'hex')).update(`${draw}\n${pool}`).digest('hex') !== seed) {
    wrong('its seed does not come from the secret, its name and its pool')
  }
  const read = typeof pool === 'string' ? readPool(pool) : null
  if (read === null || read.turns.length !== wanted.length) wrong('its pool is not written as a pool is')
  else if (!isHash(seed) || JSON.stringify(pickAll(read, numbersFrom(seed))) !== JSON.stringify(result)) wrong('somebody else was to be picked')
  return period?.secret !== null && period !== undefined
}

/** What was exported before must still be there, word for word, and secrets must be those whose hashes were published then. */
function checkEarlier(journal, earlier, problems) {
  if (earlier.portal !== journal.portal) problems.push('the earlier export is of another portal')
  list(earlier.draws).forEach((entry, index) => {
    if (JSON.stringify(entry) !== JSON.stringify(journal.draws[index])) problems.push(`draw ${entry.number} is not what was exported before`)
  })
  for (const { from, until, commitment } of list(earlier.periods)) {
    const now = list(journal.periods).find((one) => one.from === from && one.until === until)
    if (now && now.commitment !== commitment) problems.push(`period ${from} to ${until}: another hash was published before`)
  }
}

/** @returns what is wrong (nothing: the journal is true), how many draws there are, and of how many the secret is not told yet */
export function verifyDraws(journal, earlier = null) {
  const problems = []
  if (journal?.format !== 'fairlead-draws-1' || !Array.isArray(journal.draws)) return { problems: ['this is no exported journal of draws'], draws: 0, sealed: 0 }
  const known = checkPeriods(journal, problems)
  let before = { number: 0, link: '0'.repeat(64), at: 0, from: 0 }
  const names = new Set()
  let sealed = 0
  for (const entry of journal.draws) {
    if (entry.number !== before.number + 1) problems.push(`after draw ${before.number} comes draw ${entry.number}`)
    if (names.has(entry.draw)) problems.push(`draw ${entry.number}: ${entry.draw} was drawn before`)
    if (entry.at > journal.exportedAt) problems.push(`draw ${entry.number}: it is younger than the export`)
    names.add(entry.draw)
    if (!checkDraw(entry, before, known, problems)) sealed++
    before = entry
  }
  const { number, link } = journal.last ?? { number: 0, link: '0'.repeat(64) }
  if (number !== before.number || link !== before.link) problems.push(`the journal ends with draw ${before.number}, the chain with draw ${number}`)
  if (earlier) checkEarlier(journal, earlier, problems)
  return { problems, draws: journal.draws.length, sealed }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [path, earlier] = process.argv.slice(2)
  if (!path) {
    console.error('node scripts/verify-draws.mjs <journal.json> [<earlier-export.json>]')
    process.exit(2)
  }
  const read = (file) => JSON.parse(readFileSync(file, 'utf8'))
  const { problems, draws, sealed } = verifyDraws(read(path), earlier ? read(earlier) : null)
  for (const problem of problems) console.error(problem)
  if (problems.length > 0) process.exit(1)
  console.log(`${draws} draws, all as they had to be.${sealed > 0 ? ` Of ${sealed} the secret is not told yet: chain and picks hold, seeds can be checked when the period is over.` : ''}`)
}
