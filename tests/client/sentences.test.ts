/** What records say of a pick in turn, of one person for one direction, and of the reserve responsible. */
import { describe, expect, it } from 'vitest'
import { en } from '../../client/locales/sentences-en.ts'
import { pl } from '../../client/locales/sentences-pl.ts'
import { ru } from '../../client/locales/sentences-ru.ts'
import type { DirectionOfRecord, Piece } from '../../client/locales/sentences.ts'
import type { DistributionView } from '../../domain/contract/journal.ts'
import { DirectionId, UserId } from '../../domain/ids.ts'

const person = (id: number) => ({ id: UserId.parse(id), name: `Person ${id}`, position: '' })
const direction = (name: string, change: Partial<DirectionOfRecord>): DirectionOfRecord => ({
  id: DirectionId.parse(`dir_${name.toLowerCase()}`),
  name,
  departments: [name],
  eligible: [person(1), person(2)],
  excluded: [],
  picked: UserId.parse(1),
  reserve: null,
  by: 'draw',
  own: null,
  standsFor: null,
  before: null,
  deck: null,
  loads: null,
  added: {},
  weights: null,
  outcome: 'ok',
  deal: null,
  ...change,
})
const reserved = direction('Roofing', { eligible: [], picked: UserId.parse(9), reserve: person(9), by: 'reserve', outcome: 'fallback_used' })
const record = (directions: DirectionOfRecord[], change: Partial<DistributionView> = {}): DistributionView => ({
  id: 'a'.repeat(26),
  runId: 'run_aaaaaaaa' as DistributionView['runId'],
  state: 'done',
  decidedAt: Date.UTC(2026, 9, 12, 9),
  document: { kind: 'lead', id: 7, title: 'Bakery', url: '' },
  reportId: null,
  representative: null,
  comment: '',
  outcome: 'ok',
  policy: 'random',
  onePersonManyDirections: true,
  load: 'assigned',
  loadDays: 30,
  directions,
  mainManager: person(1),
  mainAmong: directions.length,
  mainBy: null,
  task: null,
  match: null,
  seed: null,
  undone: null,
  insteadOfRunId: null,
  ...change,
})
const forms = { day: () => '12 October', list: (words: readonly string[]) => words.join(', ') }
const text = (pieces: readonly Piece[]) => pieces.map((piece) => (typeof piece === 'string' ? piece : piece.strong)).join('')

describe('a record', () => {
  it('promises equal chances only where there were any', () => {
    const one = direction('Plumbing', {})
    expect(en.how(one, record([one]))).toContain('same chance: 1 in 2')
    expect(en.how(one, record([one], { onePersonManyDirections: false }))).toContain('same chance')
    const two = record([one, direction('Roofing', {})], { onePersonManyDirections: false })
    for (const words of [en.how(one, two), en.explanation(two, UserId.parse(1), forms)]) {
      expect(words).not.toMatch(/same chance|equal/)
      expect(words).toMatch(/two directions of one client/)
    }
    for (const words of [ru.how(one, two), ru.explanation(two, UserId.parse(1), forms)]) {
      expect(words).not.toMatch(/равн/)
      expect(words).toContain('вух направлений одного клиента')
    }
    expect(pl.how(one, record([one]))).toBe('Każdy miał równą szansę: 1 z 2.')
    for (const words of [pl.how(one, two), pl.explanation(two, UserId.parse(1), forms)]) {
      expect(words).not.toMatch(/równ/)
      expect(words).toContain('dwóch kierunków jednego klienta')
    }
  })

  it('says whose turn it was, and nothing of chance but for the main manager', () => {
    const one = direction('Plumbing', { before: person(2) })
    const inTurn = record([one, direction('Roofing', {})], { policy: 'in_turn' })
    expect(en.how(one, inTurn)).toBe('In turn: the last client went to Person 2, this one to the next.')
    expect(ru.how(one, inTurn)).toContain('В прошлый раз: Person 2')
    expect(text(en.summary(inTurn, forms))).toContain('picked in turn')
    expect(text(ru.summary(inTurn, forms))).toContain('выбран последовательно')
    expect(en.explanation(inTurn, UserId.parse(1), forms)).toMatch(/this one was yours.*main manager was then picked at random/)
    expect(en.explanation(inTurn, UserId.parse(2), forms)).not.toContain('random pick')
    expect(ru.explanation(inTurn, UserId.parse(2), forms)).toContain('Очередь была за другим')
  })

  it('says of even random who was left in the round, and tells whoever had a turn that they had it', () => {
    const one = direction('Plumbing', { eligible: [person(1), person(2), person(3)], deck: { round: 2, hadTurn: [UserId.parse(3)] } })
    const even = record([one], { policy: 'even_random' })
    expect(en.how(one, even)).toBe('Even random: 2 of 3 were without a client in this round, each had a chance of 1 in 2.')
    expect(ru.how(one, even)).toContain('без клиента оставались 2 из 3')
    expect(text(ru.summary(even, forms))).toContain('выбран случайно поровну')
    expect(en.explanation(even, UserId.parse(3), forms)).toContain('you had your client of the round for Plumbing')
    expect(ru.explanation(even, UserId.parse(3), forms)).toContain('Ваш клиент этого круга уже был')
    expect(ru.explanation(even, UserId.parse(1), forms)).not.toContain('равной вероятностью')
    const two = record([one, direction('Roofing', {})], { policy: 'even_random', onePersonManyDirections: false })
    expect(en.how(one, two)).not.toContain('chance')
    const begun = direction('Plumbing', { deck: { round: 3, hadTurn: [] } })
    expect(en.how(begun, record([begun], { policy: 'even_random' }))).toContain('nobody who took part had a client in this round yet')
  })

  it('names the reserve responsible, and tells them why the client is theirs', () => {
    const mixed = record([direction('Plumbing', {}), reserved])
    expect(text(en.summary(mixed, forms))).toContain('Roofing: nobody to pick, the reserve responsible takes the client: Person 9.')
    expect(text(ru.summary(mixed, forms))).toContain('Roofing: некого выбрать, клиента ведёт резервный ответственный: Person 9.')
    expect(text(pl.summary(mixed, forms))).toContain('Roofing: nie było kogo wybrać, klienta bierze odpowiedzialny rezerwowy: Person 9.')
    expect(pl.verdict(mixed, UserId.parse(1))).toBe('Obsługujesz kierunek „Plumbing” i jesteś głównym menedżerem klienta')
    expect(text(en.summary(record([reserved]), forms))).not.toMatch(/at random|in turn/)
    expect(en.how(reserved, mixed)).toContain('reserve responsible')
    expect(en.explanation(mixed, UserId.parse(9), forms)).toContain('came to you as the reserve responsible')
    expect(ru.explanation(mixed, UserId.parse(9), forms)).toContain('вы резервный ответственный')
  })

  it('explains a direction that lost its people to the others', () => {
    const lost = direction('Heating', { picked: null, outcome: 'no_eligible' })
    expect(en.nobody(lost, forms)).toContain('picked for another direction: Person 1, Person 2')
    expect(ru.nobody(lost, forms)).toContain('выбраны по другим направлениям: Person 1, Person 2')
  })
})
