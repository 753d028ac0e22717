/** Sentences of a draw record in English. */
import { directionsOf, hadTurn, least, oneEach, pickedName, withCard, type DirectionOfRecord, type Piece, type Sentences } from './sentences.ts'
import type { DistributionView } from '../../domain/contract/journal.ts'
import type { UserId } from '../../domain/ids.ts'

const numbers = ['none', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']
const word = (count: number): string => numbers[count] ?? String(count)
const reasons = {
  dismissed: 'No longer with the company',
  never_joined: 'Invitation not accepted',
  no_department: 'In no department',
  head: 'Head',
  absent: 'Absent',
  workday_closed: 'Working day closed',
  paused: 'Takes no clients for now',
  outside_hours: 'Outside working hours',
  missing_tag: 'Lacks a needed skill',
  client_excluded: 'Excluded for this client',
  serves_client: 'Serves the client elsewhere',
  day_limit: 'Daily limit reached',
  week_limit: 'Weekly limit reached',
  deal_limit: 'Limit of open deals reached',
}

export const en: Sentences = {
  reason: (reason, until, { day }) => (reason === 'absent' && until !== null ? `Absent until ${day(until - 1)}` : reasons[reason]),

  how(direction, distribution) {
    const { eligible, reserve, before } = direction
    if (direction.own) return `No draw: the client stays with ${direction.standsFor ? `the deputy of ${direction.standsFor.name}, their own manager, who is away` : 'their own manager'}.`
    if (reserve) return `${eligible.length > 0 ? 'Everybody who could take the client was picked for another direction' : 'Nobody could take the client'}; it went to the ${direction.by === 'head' ? 'head of the department' : 'reserve responsible'}${direction.standsFor ? ` ${direction.standsFor.name}, whose deputy takes it` : ''}.`
    if (eligible.length === 1) return 'Only one person could take the client.'
    const rest = oneEach(distribution) ? ' Nobody takes two directions of one client.' : ''
    if (distribution.policy === 'in_turn') return `${before ? `In turn: the last client went to ${before.name}, this one to the next${oneEach(distribution) ? ' who was free' : ''}.` : 'In turn: nobody had a turn yet, so it begins with the first.'}${rest}`
    if (direction.deck) return `${evenly(direction, oneEach(distribution))}${rest}`
    if (distribution.policy === 'least_loaded') return `${leastLoaded(direction, distribution)}${rest}`
    if (distribution.policy === 'weighted') return `At random by weight: who weighs more gets clients more often.${rest}`
    return oneEach(distribution) ? `The pick was random.${rest}` : `Each had the same chance: 1 in ${eligible.length}.`
  },

  summary(distribution, { list }) {
    const served = distribution.directions.filter(({ picked }) => picked !== null)
    const drawn = served.filter(({ reserve, own }) => !reserve && !own)
    const names = [...new Set(drawn.map(pickedName).filter((name) => name !== null))]
    const pieces: Piece[] = [`The client needs: ${list(distribution.directions.map(({ name }) => name))}. `]
    if (served.length === 0) return [...pieces, 'Nobody could be picked in any direction.']
    if (drawn.length > 0) {
      const start = drawn.length === 1 ? 'The manager was' : 'In each direction a manager was'
      pieces.push(`${start} picked ${way(distribution)} among those who could take the client: `)
      pieces.push(...strongList(names, ' and '), '. ')
    }
    for (const { name, reserve, own, by } of served) {
      if (own) pieces.push(`${name}: the client’s own manager goes on: `, { strong: own.name }, '. ')
      if (reserve) pieces.push(`${name}: nobody to pick, the ${by === 'head' ? 'head of the department' : 'reserve responsible'} takes the client: `, { strong: reserve.name }, '. ')
    }
    if (distribution.mainManager) pieces.push(mainSentence(distribution), { strong: distribution.mainManager.name }, '.')
    return pieces
  },

  nobody(direction, forms) {
    if (direction.eligible.length > 0) {
      return `${direction.name}: nobody to pick. Everybody who could take the client was picked for another direction: ${forms.list(direction.eligible.map(({ name }) => name))}.`
    }
    if (direction.excluded.length === 0) return `${direction.name}: nobody to pick. The department has no employees.`
    const listed = direction.excluded.slice(0, 3).map(({ person, reason, until }) => `${person.name} (${lower(en.reason(reason, until, forms))})`)
    const rest = direction.excluded.length - listed.length
    const end = direction.excluded.length === 1 ? ' The department has nobody else.' : rest > 0 ? ` ${rest} more are excluded.` : ''
    return `${direction.name}: nobody to pick. Excluded: ${listed.join(', ')}.${end}`
  },

  mainAmong(count, by) {
    if (by === 'owner') return 'Responsible for the client already'
    if (by === 'priority') return 'Serves the first direction of the list'
    if (count <= 1) return 'The only one picked'
    return by === 'least_often' ? `Least often the main one among ${word(count)}` : `At random among the ${word(count)} picked`
  },

  youNamed: (name) => `You, ${name}`,

  verdict(distribution, viewer) {
    const mine = directionsOf(distribution, viewer).map(({ name }) => name)
    const main = distribution.mainManager?.id === viewer
    if (mine.length > 0) return `You serve ${joined(mine)}${main ? ' and became the client’s main manager' : ''}`
    if (distribution.mainManager) return `The client’s main manager is ${distribution.mainManager.name}`
    return 'Nobody could be picked for this client'
  },

  explanation(distribution, viewer, forms) {
    const mine = directionsOf(distribution, viewer)
    const parts = mine.map((direction) => {
      const others = direction.eligible.filter(({ id }) => id !== viewer).map(({ name }) => name)
      const date = forms.day(distribution.decidedAt)
      if (direction.own) return `On ${date} the client came to you for ${direction.name} without a draw: ${direction.standsFor ? `you are the deputy of ${direction.standsFor.name}, who serves them` : 'you serve them already'}.`
      if (direction.reserve) return `On ${date} there was nobody to pick for ${direction.name}, so the client came to you as the ${direction.by === 'head' ? 'head of the department' : 'reserve responsible'}${direction.standsFor ? `, in place of ${direction.standsFor.name}` : ''}.`
      if (others.length === 0) return `On ${date} you were the only one who could take the client for ${direction.name}.`
      const people = others.length <= 3 ? forms.list(['you', ...others]) : `you and ${word(others.length)} colleagues`
      const could = `On ${date} ${word(others.length + 1)} people could take the client for ${direction.name}: ${people}.`
      if (distribution.policy === 'in_turn') return `${could} You take turns, and this one was yours.`
      if (distribution.policy === 'least_loaded') return `${could} The client goes to the least loaded, among equals at random.`
      if (distribution.policy === 'weighted') return `${could} The pick among you was random, by everybody’s weight.`
      if (direction.deck) return `${could} The order is random, but even: ${'the pick was among those without a client in this round'}.`
      return `${could} The pick among you was random${oneEach(distribution) ? '; nobody takes two directions of one client' : ', with equal chances'}.`
    })
    if (mine.length === 0) parts.push(...outsider(distribution, viewer, forms.day(distribution.decidedAt)))
    if (distribution.mainManager) {
      const known = mine.length > 0 && distribution.mainManager.id !== viewer
      const name = known ? `: ${distribution.mainManager.name}` : ''
      parts.push(
        distribution.mainBy === 'owner' || distribution.mainBy === 'priority' || distribution.mainBy === 'least_often'
          ? `The main manager${name}: ${lower(en.mainAmong(distribution.mainAmong, distribution.mainBy))}.`
          : distribution.mainAmong > 1
          ? `The main manager was then picked ${distribution.policy === 'random' ? 'in the same way' : 'at random'} among ${word(distribution.mainAmong)} managers${name}.`
          : 'There is one manager, so that person is the main one too.',
      )
    }
    return parts.join(' ')
  },
}

function outsider(distribution: Parameters<Sentences['verdict']>[0], viewer: UserId, date: string): string[] {
  const took = distribution.directions.filter(({ eligible }) => eligible.some(({ id }) => id === viewer)).map(({ name }) => name)
  const out = distribution.directions.filter(({ excluded }) => excluded.some(({ person }) => person.id === viewer)).map(({ name }) => name)
  const waits = distribution.directions.filter((direction) => hadTurn(direction, viewer)).map(({ name }) => name)
  if (waits.length > 0) return [`On ${date} you took part for ${joined(took)}; you had your client of the round for ${joined(waits)}, so the pick was among the others.`]
  if (took.length > 0) return [`On ${date} you took part for ${joined(took)}; ${another[distribution.policy] ?? 'the random pick fell to a colleague'}.`]
  if (out.length > 0) return [`On ${date} you did not take part for ${joined(out)}: the reason stands beside your name below.`]
  return [`On ${date} a manager was picked ${way(distribution)} in each direction among those who could take the client.`]
}

const ways = { random: 'at random', in_turn: 'in turn', even_random: 'at random and evenly', least_loaded: 'by load', weighted: 'at random by weight' }
const way = ({ policy }: Parameters<Sentences['verdict']>[0]): string => ways[policy]

const another: Partial<Record<DistributionView['policy'], string>> = {
  in_turn: 'it was a colleague’s turn',
  least_loaded: 'a colleague had less on their hands, or the pick among equals fell to them',
}

function leastLoaded(direction: DirectionOfRecord, { load, loadDays }: DistributionView): string {
  const what = load === 'assigned' ? `clients in ${loadDays} ${loadDays === 1 ? 'day' : 'days'}` : 'open deals'
  const had = least(direction)
  if (had === null) return `Least loaded: fewest ${what}, among equals at random.`
  return `Least loaded: fewest ${what} (${had.load})${had.people > 1 ? `; ${word(had.people)} had as few, the pick among them was random` : ''}.`
}

function evenly(direction: DirectionOfRecord, depends: boolean): string {
  const left = withCard(direction)
  const all = direction.eligible.length
  const chance = depends ? '' : `, each had a chance of 1 in ${left}`
  if (left === all) return `Even random: nobody who took part had a client in this round yet${chance}.`
  return left === 1 ? `Even random: one of ${all} was left without a client in this round.` : `Even random: ${left} of ${all} were without a client in this round${chance}.`
}
const mainSentence = ({ mainAmong: among, mainBy }: DistributionView): string =>
  mainBy === 'owner' ? 'Main manager, responsible for the client already: ' : mainBy === 'priority' ? 'Main manager, by the first direction: ' : among > 1 ? `Main manager, picked among the ${word(among)}: ` : 'The only manager is the main one too: '
const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)
const joined = (names: readonly string[]): string => (names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`)

function strongList(names: readonly string[], and: string): Piece[] {
  return names.flatMap((name, index): Piece[] => [index === 0 ? '' : index === names.length - 1 ? and : ', ', { strong: name }])
}
