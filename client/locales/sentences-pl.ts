/** Sentences of a draw record in Polish: no past tense about a person whose gender we do not know, names only in the nominative. */
import { directionsOf, hadTurn, least, oneEach, pickedName, withCard, type DirectionOfRecord, type Piece, type Sentences } from './sentences.ts'
import type { DistributionView } from '../../domain/contract/journal.ts'
import type { UserId } from '../../domain/ids.ts'

const rules = new Intl.PluralRules('pl')
const form = (count: number, one: string, few: string, many: string): string => ({ one, few })[rules.select(count) as 'one' | 'few'] ?? many
const people = (count: number): string => `${count} ${form(count, 'osoba', 'osoby', 'osób')}`
const reasons = {
  dismissed: 'Już tu nie pracuje',
  never_joined: 'Zaproszenie nieprzyjęte',
  no_department: 'Poza działami',
  head: 'Kierownik',
  absent: 'Nieobecność',
  workday_closed: 'Dzień pracy zamknięty',
  paused: 'Na razie nie bierze klientów',
  outside_hours: 'Poza godzinami pracy',
  missing_tag: 'Brak potrzebnej umiejętności',
  client_excluded: 'Wykluczenie dla tego klienta',
  serves_client: 'Już obsługuje tego klienta',
  day_limit: 'Limit na dzień wyczerpany',
  week_limit: 'Limit na tydzień wyczerpany',
  deal_limit: 'Limit otwartych deali wyczerpany',
}
const instead = ({ by }: DirectionOfRecord): string => (by === 'head' ? 'kierownik działu' : 'odpowiedzialny rezerwowy')

export const pl: Sentences = {
  reason: (reason, until, { day }) => (reason === 'absent' && until !== null ? `Nieobecność do ${day(until - 1)}` : reasons[reason]),

  how(direction, distribution) {
    const { eligible, reserve, before } = direction
    if (direction.own) return `Bez wyboru: klienta dalej obsługuje ${direction.standsFor ? `zastępca, bo jego menedżer (${direction.standsFor.name}) jest nieobecny` : 'jego menedżer'}.`
    if (reserve) return `${eligible.length > 0 ? 'Wszyscy, którzy mogli wziąć klienta, są już wybrani w innych kierunkach' : 'Nie było komu wziąć klienta'}. Obsługuje go ${instead(direction)}${direction.standsFor ? ` przez zastępcę (zamiast: ${direction.standsFor.name})` : ''}.`
    if (eligible.length === 1) return 'Klienta mogła wziąć tylko jedna osoba.'
    const rest = oneEach(distribution) ? ' Nikt nie bierze dwóch kierunków jednego klienta.' : ''
    if (distribution.policy === 'in_turn') return `${before ? `Kolejno. Poprzednio: ${before.name}, teraz następna osoba z kolei${oneEach(distribution) ? ' spośród wolnych' : ''}.` : 'Kolejno. Nikogo tu jeszcze nie wybierano, więc kolej zaczyna się od pierwszej osoby.'}${rest}`
    if (direction.deck) return `${evenly(direction, oneEach(distribution))}${rest}`
    if (distribution.policy === 'least_loaded') return `${leastLoaded(direction, distribution)}${rest}`
    if (distribution.policy === 'weighted') return `Losowo z wagami: kto ma większą wagę, dostaje klientów częściej.${rest}`
    return oneEach(distribution) ? `Wybór losowy.${rest}` : `Każdy miał równą szansę: 1 z ${eligible.length}.`
  },

  summary(distribution, { list }) {
    const served = distribution.directions.filter(({ picked }) => picked !== null)
    const drawn = served.filter(({ reserve, own }) => !reserve && !own)
    const names = [...new Set(drawn.map(pickedName).filter((name) => name !== null))]
    const pieces: Piece[] = [`Klient potrzebuje: ${list(distribution.directions.map(({ name }) => name))}. `]
    if (served.length === 0) return [...pieces, 'W żadnym kierunku nie było kogo wybrać.']
    if (drawn.length > 0) {
      pieces.push(`${drawn.length === 1 ? 'Menedżera' : 'W każdym kierunku menedżera'} wybrano ${ways[distribution.policy]} spośród tych, którzy mogli wziąć klienta: `)
      pieces.push(...strongList(names), '. ')
    }
    for (const direction of served) {
      const { name, reserve, own } = direction
      if (own) pieces.push(`${name}: klienta dalej obsługuje jego menedżer: `, { strong: own.name }, '. ')
      if (reserve) pieces.push(`${name}: nie było kogo wybrać, klienta bierze ${instead(direction)}: `, { strong: reserve.name }, '. ')
    }
    if (distribution.mainManager) pieces.push(mainSentence(distribution), { strong: distribution.mainManager.name }, '.')
    return pieces
  },

  nobody(direction, forms) {
    if (direction.eligible.length > 0) {
      return `${direction.name}: nie ma kogo wybrać. Wszyscy, którzy mogli wziąć klienta, są już wybrani w innych kierunkach: ${forms.list(direction.eligible.map(({ name }) => name))}.`
    }
    if (direction.excluded.length === 0) return `${direction.name}: nie ma kogo wybrać. W dziale nie ma pracowników.`
    const listed = direction.excluded.slice(0, 3).map(({ person, reason, until }) => `${person.name} (${lower(pl.reason(reason, until, forms))})`)
    const rest = direction.excluded.length - listed.length
    const end = direction.excluded.length === 1 ? ' Nikogo więcej w dziale nie ma.' : rest > 0 ? ` Oraz ${people(rest)}.` : ''
    return `${direction.name}: nie ma kogo wybrać. Wykluczeni: ${listed.join(', ')}.${end}`
  },

  mainAmong(count, by) {
    if (by === 'owner') return 'Już odpowiada za klienta'
    if (by === 'priority') return 'Obsługuje pierwszy kierunek z listy'
    if (count <= 1) return 'Jedyna wybrana osoba'
    return by === 'least_often' ? `Najrzadziej główny menedżer spośród wybranych (${count})` : `Losowo spośród wybranych (${count})`
  },

  youNamed: (name) => `Ty, ${name}`,

  verdict(distribution, viewer) {
    const mine = directionsOf(distribution, viewer).map(({ name }) => `„${name}”`)
    const main = distribution.mainManager?.id === viewer
    if (mine.length > 0) return `${mine.length === 1 ? 'Obsługujesz kierunek' : 'Obsługujesz kierunki'} ${joined(mine)}${main ? ' i jesteś głównym menedżerem klienta' : ''}`
    if (distribution.mainManager) return `Główny menedżer klienta: ${distribution.mainManager.name}`
    return 'Dla tego klienta nie było kogo wybrać'
  },

  explanation(distribution, viewer, forms) {
    const mine = directionsOf(distribution, viewer)
    const date = forms.day(distribution.decidedAt)
    const parts = mine.map((direction) => {
      const others = direction.eligible.filter(({ id }) => id !== viewer).map(({ name }) => name)
      const where = `„${direction.name}”`
      if (direction.own) return `${date}, ${where}: klient jest u Ciebie bez wyboru, bo ${direction.standsFor ? `zastępujesz jego menedżera (${direction.standsFor.name})` : 'już go obsługujesz'}.`
      if (direction.reserve) return `${date}, ${where}: nie było kogo wybrać, więc klienta obsługuje ${instead(direction)}, czyli Ty${direction.standsFor ? ` (zamiast: ${direction.standsFor.name})` : ''}.`
      if (others.length === 0) return `${date}, ${where}: klienta nie mógł wziąć nikt oprócz Ciebie.`
      const who = others.length <= 3 ? forms.list(['Ty', ...others]) : `Ty i jeszcze ${people(others.length)}`
      const could = `${date}, ${where}: klienta mogli wziąć ${who}.`
      if (distribution.policy === 'in_turn') return `${could} Bierzecie klientów kolejno, a tym razem kolej była Twoja.`
      if (distribution.policy === 'least_loaded') return `${could} Klient trafia do najmniej obciążonej osoby, wśród równych losowo.`
      if (distribution.policy === 'weighted') return `${could} Wybór między Wami był losowy, według wag.`
      if (direction.deck) return `${could} Kolejność jest losowa, ale równa: wybierano spośród osób bez klienta w tej rundzie.`
      return `${could} Wybór między Wami był losowy${oneEach(distribution) ? '; nikt nie bierze dwóch kierunków jednego klienta' : ', z równą szansą'}.`
    })
    if (mine.length === 0) parts.push(outsider(distribution, viewer, date))
    if (distribution.mainManager) {
      const name = mine.length > 0 && distribution.mainManager.id !== viewer ? ` (${distribution.mainManager.name})` : ''
      const told = distribution.mainBy === 'owner' || distribution.mainBy === 'priority' || distribution.mainBy === 'least_often'
      if (told) parts.push(`Główny menedżer${name}: ${lower(pl.mainAmong(distribution.mainAmong, distribution.mainBy))}.`)
      else parts.push(distribution.mainAmong > 1 ? `Głównego menedżera${name} wybrano potem ${distribution.policy === 'random' ? 'tak samo' : 'losowo'} spośród wybranych (${distribution.mainAmong}).` : 'Menedżer jest jeden, więc jest też głównym.')
    }
    return parts.join(' ')
  },
}

function outsider(distribution: DistributionView, viewer: UserId, date: string): string {
  const names = (of: (direction: DirectionOfRecord) => boolean) => distribution.directions.filter(of).map(({ name }) => `„${name}”`)
  const took = names(({ eligible }) => eligible.some(({ id }) => id === viewer))
  const out = names(({ excluded }) => excluded.some(({ person }) => person.id === viewer))
  const waits = names((direction) => hadTurn(direction, viewer))
  if (waits.length > 0) return `${date}: Twój udział: ${joined(took)}; klienta tej rundy masz już w: ${joined(waits)}, więc wybierano spośród pozostałych.`
  if (took.length > 0) return `${date}: Twój udział: ${joined(took)}; ${another[distribution.policy] ?? 'losowy wybór padł na kogoś innego'}.`
  if (out.length > 0) return `${date}: poza wyborem: ${joined(out)}. Przyczyna stoi niżej obok Twojego nazwiska.`
  return `${date}: w każdym kierunku menedżera wybrano ${ways[distribution.policy]} spośród tych, którzy mogli wziąć klienta.`
}

const ways = { random: 'losowo', in_turn: 'kolejno', even_random: 'losowo po równo', least_loaded: 'według obciążenia', weighted: 'losowo z wagami' }
const another: Partial<Record<DistributionView['policy'], string>> = {
  in_turn: 'kolej była kogoś innego',
  least_loaded: 'ktoś inny miał mniej albo wybór wśród równych padł na kogoś innego',
}

function leastLoaded(direction: DirectionOfRecord, { load, loadDays }: DistributionView): string {
  const what = load === 'assigned' ? `klientów z ${loadDays} ${loadDays === 1 ? 'dnia' : 'dni'}` : 'otwartych deali'
  const had = least(direction)
  if (had === null) return `Najmniej obciążony: najmniej ${what}, wśród równych losowo.`
  return `Najmniej obciążony: najmniej ${what} (${had.load})${had.people > 1 ? `; tyle samo ma ${people(had.people)}, wybór wśród nich był losowy` : ''}.`
}

function evenly(direction: DirectionOfRecord, depends: boolean): string {
  const left = withCard(direction)
  const all = direction.eligible.length
  const chance = depends ? '' : `, każdy z szansą 1 z ${left}`
  if (left === all) return `Losowo po równo: nikt z uczestników nie miał jeszcze klienta w tej rundzie${chance}.`
  return left === 1 ? `Losowo po równo: bez klienta w tej rundzie została 1 osoba z ${all}.` : `Losowo po równo: bez klienta w tej rundzie: ${left} z ${all}${chance}.`
}

const mainSentence = ({ mainAmong: among, mainBy }: DistributionView): string =>
  mainBy === 'owner' ? 'Główny menedżer, już odpowiada za klienta: ' : mainBy === 'priority' ? 'Główny menedżer, według pierwszego kierunku: ' : among > 1 ? `Główny menedżer, spośród wybranych (${among}): ` : 'Menedżer jest jeden, więc jest też głównym: '
const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)
const joined = (names: readonly string[]): string => (names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} i ${names.at(-1)}`)

function strongList(names: readonly string[]): Piece[] {
  return names.flatMap((name, index): Piece[] => [index === 0 ? '' : index === names.length - 1 ? ' i ' : ', ', { strong: name }])
}
