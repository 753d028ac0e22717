/** Sentences of a draw record in Russian: no past tense about a person whose gender we do not know. */
import { directionsOf, hadTurn, least, oneEach, pickedName, withCard, type DirectionOfRecord, type Piece, type Sentences } from './sentences.ts'
import type { DistributionView } from '../../domain/contract/journal.ts'
import type { UserId } from '../../domain/ids.ts'

const who = ['никто', 'один', 'двое', 'трое', 'четверо', 'пятеро', 'шестеро', 'семеро']
const amongPeople = ['', 'одного', 'двоих', 'троих', 'четверых', 'пятерых', 'шестерых', 'семерых']
const amongManagers = ['', 'одного', 'двух', 'трёх', 'четырёх', 'пяти', 'шести', 'семи', 'восьми', 'девяти', 'десяти']
const reasons = {
  dismissed: 'Больше не работает',
  never_joined: 'Приглашение не принято',
  no_department: 'Не состоит в отделе',
  head: 'Руководитель',
  absent: 'Отсутствует',
  paused: 'Пока не берёт клиентов',
  outside_hours: 'Нерабочее время',
  missing_tag: 'Нет нужной компетенции',
  client_excluded: 'Исключён для этого клиента',
  serves_client: 'Уже ведёт этого клиента',
  day_limit: 'Лимит на день исчерпан',
  week_limit: 'Лимит на неделю исчерпан',
  deal_limit: 'Лимит открытых сделок исчерпан',
  workday_closed: 'Рабочий день завершён',
}
const people = (count: number): string => who[count] ?? `${count} ${plural(count, 'человек', 'человека', 'человек')}`
const rules = new Intl.PluralRules('ru')
function plural(count: number, one: string, few: string, many: string): string {
  const form = rules.select(count)
  return form === 'one' ? one : form === 'few' ? few : many
}

export const ru: Sentences = {
  reason: (reason, until, { day }) => (reason === 'absent' && until !== null ? `Отсутствует по ${day(until - 1)}` : reasons[reason]),

  how(direction, distribution) {
    const { eligible, reserve, before } = direction
    if (direction.own) return `Без выбора: клиента продолжает вести ${direction.standsFor ? `заместитель: менеджер клиента ${direction.standsFor.name} отсутствует` : 'его менеджер'}.`
    if (reserve) return `${eligible.length > 0 ? 'Все, кто мог взять клиента, выбраны по другим направлениям' : 'Взять клиента было некому'}. Его ведёт ${direction.by === 'head' ? 'руководитель отдела' : 'резервный ответственный'}${direction.standsFor ? `, за которого (${direction.standsFor.name}) работает заместитель` : ''}.`
    if (eligible.length === 1) return 'Взять клиента мог только один человек.'
    const rest = oneEach(distribution) ? ' Двух направлений одного клиента никому не дают.' : ''
    if (distribution.policy === 'in_turn') return `${before ? `Последовательно. В прошлый раз: ${before.name}, теперь следующий по очереди${oneEach(distribution) ? ' из свободных' : ''}.` : 'Последовательно. Раньше здесь никого не выбирали, очередь начинается с первого.'}${rest}`
    if (direction.deck) return `${evenly(direction, oneEach(distribution))}${rest}`
    if (distribution.policy === 'least_loaded') return `${leastLoaded(direction, distribution)}${rest}`
    if (distribution.policy === 'weighted') return `Случайно с весами: у кого вес больше, тот получает клиентов чаще.${rest}`
    return oneEach(distribution) ? `Выбор случайный.${rest}` : `У каждого была равная вероятность: 1 из ${eligible.length}.`
  },

  summary(distribution, { list }) {
    const served = distribution.directions.filter(({ picked }) => picked !== null)
    const drawn = served.filter(({ reserve, own }) => !reserve && !own)
    const names = [...new Set(drawn.map(pickedName).filter((name) => name !== null))]
    const pieces: Piece[] = [`Клиенту нужно: ${list(distribution.directions.map(({ name }) => name))}. `]
    if (served.length === 0) return [...pieces, 'Ни в одном направлении выбрать некого.']
    if (drawn.length > 0) {
      const start = drawn.length === 1 ? 'Менеджер' : 'В каждом направлении менеджер'
      pieces.push(`${start} выбран ${way(distribution)} из тех, кто мог взять клиента: `)
      pieces.push(...strongList(names), '. ')
    }
    for (const { name, reserve, own, by } of served) {
      if (own) pieces.push(`${name}: клиента продолжает вести его менеджер: `, { strong: own.name }, '. ')
      if (reserve) pieces.push(`${name}: некого выбрать, клиента ведёт ${by === 'head' ? 'руководитель отдела' : 'резервный ответственный'}: `, { strong: reserve.name }, '. ')
    }
    if (distribution.mainManager) {
      const among = distribution.mainAmong
      const { mainBy } = distribution
      if (mainBy === 'owner' || mainBy === 'priority') pieces.push(mainBy === 'owner' ? 'Главный менеджер, уже отвечает за клиента: ' : 'Главный менеджер, по первому направлению: ')
      else pieces.push(among > 1 ? `Главный менеджер из ${amongPeople[among] ?? among}: ` : 'Менеджер один, поэтому он и главный: ')
      pieces.push({ strong: distribution.mainManager.name }, '.')
    }
    return pieces
  },

  nobody(direction, forms) {
    if (direction.eligible.length > 0) {
      return `${direction.name}: некого выбрать. Все, кто мог взять клиента, выбраны по другим направлениям: ${forms.list(direction.eligible.map(({ name }) => name))}.`
    }
    if (direction.excluded.length === 0) return `${direction.name}: некого выбрать. В отделе нет сотрудников.`
    const listed = direction.excluded.slice(0, 3).map(({ person, reason, until }) => `${person.name} (${lower(ru.reason(reason, until, forms))})`)
    const rest = direction.excluded.length - listed.length
    const end = direction.excluded.length === 1 ? ' Других сотрудников в отделе нет.' : rest > 0 ? ` Исключены и ещё ${rest}.` : ''
    return `${direction.name}: некого выбрать. Исключены: ${listed.join(', ')}.${end}`
  },

  mainAmong(count, by) {
    if (by === 'owner') return 'Уже отвечает за клиента'
    if (by === 'priority') return 'Ведёт первое направление списка'
    if (count <= 1) return 'Других выбранных нет'
    return by === 'least_often' ? `Реже других был главным, из ${amongPeople[count] ?? count}` : `Случайно из ${amongPeople[count] ?? count} выбранных`
  },

  youNamed: (name) => `Вы, ${name}`,

  verdict(distribution, viewer) {
    const mine = directionsOf(distribution, viewer).map(({ name }) => name)
    const main = distribution.mainManager?.id === viewer
    if (mine.length > 0) return `Вы отвечаете за ${named(mine)}${main ? ' и стали главным менеджером клиента' : ''}`
    if (distribution.mainManager) return `Главный менеджер клиента: ${distribution.mainManager.name}`
    return 'Для этого клиента некого выбрать'
  },

  explanation(distribution, viewer, forms) {
    const mine = directionsOf(distribution, viewer)
    const date = forms.day(distribution.decidedAt)
    const parts = mine.map((direction) => {
      if (direction.own) return `${date} клиент по направлению «${direction.name}» пришёл к вам без выбора: ${direction.standsFor ? `вы заместитель, менеджер клиента: ${direction.standsFor.name}` : 'вы его уже ведёте'}.`
      if (direction.reserve) return `${date} по направлению «${direction.name}» было некого выбрать, поэтому клиент у вас: вы ${direction.by === 'head' ? 'руководитель отдела' : 'резервный ответственный'}${direction.standsFor ? ` или заместитель (${direction.standsFor.name})` : ''}.`
      const others = direction.eligible.filter(({ id }) => id !== viewer).map(({ name }) => name)
      if (others.length === 0) return `${date} взять клиента по направлению «${direction.name}» могли только вы.`
      const all = others.length <= 3 ? `: ${forms.list(['вы', ...others])}` : ', среди них вы'
      const could = `${date} взять клиента по направлению «${direction.name}» могли ${people(others.length + 1)}${all}.`
      if (distribution.policy === 'in_turn') return `${could} Вы берёте клиентов последовательно, и очередь была ваша.`
      if (distribution.policy === 'least_loaded') return `${could} Клиента получает наименее загруженный, среди равных выбор случайный.`
      if (distribution.policy === 'weighted') return `${could} Выбор случайный, с весами сотрудников.`
      if (direction.deck) return `${could} Порядок случайный, но поровну: ${'выбирали среди тех, у кого в этом круге ещё не было клиента'}.`
      return `${could} Выбор между вами был случайным${oneEach(distribution) ? '; двух направлений одного клиента никому не дают' : ', с равной вероятностью'}.`
    })
    if (mine.length === 0) parts.push(...outsider(distribution, viewer, date))
    if (distribution.mainManager) {
      const known = mine.length > 0 && distribution.mainManager.id !== viewer
      const among = distribution.mainAmong
      const { mainBy } = distribution
      parts.push(
        mainBy === 'owner' || mainBy === 'priority' || mainBy === 'least_often'
          ? `Главный менеджер${known ? ` (${distribution.mainManager.name})` : ''}: ${lower(ru.mainAmong(among, mainBy))}.`
          : among > 1
          ? `Главного затем ${distribution.policy === 'random' ? 'так же выбрали' : 'выбрали случайно'} из ${amongManagers[among] ?? among} менеджеров${known ? `: ${distribution.mainManager.name}` : ''}.`
          : 'Менеджер у клиента один, поэтому он и главный.',
      )
    }
    return parts.join(' ')
  },
}

function outsider(distribution: Parameters<Sentences['verdict']>[0], viewer: UserId, date: string): string[] {
  const took = distribution.directions.filter(({ eligible }) => eligible.some(({ id }) => id === viewer)).map(({ name }) => name)
  const out = distribution.directions.filter(({ excluded }) => excluded.some(({ person }) => person.id === viewer)).map(({ name }) => name)
  const waits = distribution.directions.filter((direction) => hadTurn(direction, viewer)).map(({ name }) => name)
  if (waits.length > 0) return [`${date} вы участвовали в выборе: ${named(took, false)}. Ваш клиент этого круга уже был: ${named(waits, false)}. Выбирали среди остальных.`]
  if (took.length > 0) return [`${date} вы участвовали в выборе: ${named(took, false)}. ${another[distribution.policy] ?? 'Случайно выбран другой менеджер'}.`]
  if (out.length > 0) return [`${date} вы не участвовали в выборе: ${named(out, false)}. Причина стоит ниже рядом с вашим именем.`]
  return [`${date} в каждом направлении менеджера выбрали ${way(distribution)} из тех, кто мог взять клиента.`]
}

const ways = { random: 'случайно', in_turn: 'последовательно', even_random: 'случайно поровну', least_loaded: 'по загрузке', weighted: 'случайно с весами' }
const way = ({ policy }: Parameters<Sentences['verdict']>[0]): string => ways[policy]

const another: Partial<Record<DistributionView['policy'], string>> = {
  in_turn: 'Очередь была за другим менеджером',
  least_loaded: 'Менее загруженным был другой менеджер или выбор среди равных пал на него',
}

function leastLoaded(direction: DirectionOfRecord, { load, loadDays }: DistributionView): string {
  const what = load === 'assigned' ? `клиентов за ${loadDays} ${plural(loadDays, 'день', 'дня', 'дней')}` : 'открытых сделок'
  const had = least(direction)
  if (had === null) return `Наименее загруженный: меньше всего ${what}, среди равных случайно.`
  return `Наименее загруженный: меньше всего ${what} (${had.load})${had.people > 1 ? `, столько у ${amongPeople[had.people] ?? `${had.people} человек`}, между ними выбор случайный` : ''}.`
}

function evenly(direction: DirectionOfRecord, depends: boolean): string {
  const left = withCard(direction)
  const all = direction.eligible.length
  const chance = depends ? '' : `, вероятность у каждого 1 из ${left}`
  if (left === all) return `Случайно поровну: в этом круге клиента ещё не было ни у кого из участвовавших${chance}.`
  return left === 1 ? `Случайно поровну: в этом круге без клиента оставался один из ${all}.` : `Случайно поровну: в этом круге без клиента оставались ${left} из ${all}${chance}.`
}
const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)

/** «направление „Электрика“»: a name that people typed cannot be declined. */
function named(names: readonly string[], withNoun = true): string {
  const quoted = names.map((name) => `«${name}»`)
  const joined = quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} и ${quoted.at(-1)}`
  return withNoun ? `${quoted.length === 1 ? 'направление' : 'направления'} ${joined}` : joined
}

function strongList(names: readonly string[]): Piece[] {
  return names.flatMap((name, index): Piece[] => [index === 0 ? '' : index === names.length - 1 ? ' и ' : ', ', { strong: name }])
}
