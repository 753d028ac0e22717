/** The seed's company: five service departments and twenty people, with everything that makes a choice among them hard. */
import { dayStart } from './clock.ts'
import type { Absence, Department, Language, Person, Workday } from './state.ts'

const day = 86_400_000
const hour = 3_600_000

type Words = readonly [ru: string, en: string]

const departmentNames: readonly (readonly [id: number, name: Words, headId: number | null])[] = [
  [2, ['Сантехника', 'Plumbing'], 8],
  [3, ['Электрика', 'Electrical'], 3],
  [4, ['Вентиляция', 'Ventilation'], 12],
  // One person and no head: whoever needs a roof gets Platon.
  [5, ['Кровля', 'Roofing'], null],
  [6, ['Отопление', 'Heating'], null],
]

export function seedDepartments(language: Language): Department[] {
  const say = ([ru, en]: Words) => (language === 'ru' ? ru : en)
  return [
    { id: 1, name: say(['Мастер-Сервис', 'Master Service']), parentId: null, headId: 1, sort: 500 },
    ...departmentNames.map(([id, name, headId], index) => ({ id, name: say(name), parentId: 1, headId, sort: 100 + index * 100 })),
  ]
}

interface Sketch {
  readonly name: readonly [first: Words, second: Words, last: Words]
  readonly position: Words
  readonly departments: readonly number[]
  readonly workday?: Workday['state']
  readonly is?: 'administrator' | 'representative' | 'dismissed' | 'invited' | 'extranet'
  readonly absent?: Absence['source']
  readonly timeZone?: string
}

const manager: Words = ['Менеджер', 'Manager']
const head: Words = ['Руководитель отдела', 'Head of department']

const sketches: readonly Sketch[] = [
  { name: [['Анна', 'Anna'], ['Сергеевна', 'S.'], ['Лебедева', 'Lebedeva']], position: ['Администратор портала', 'Portal administrator'], departments: [1], workday: 'open', is: 'administrator' },
  { name: [['Ольга', 'Olga'], ['Викторовна', 'V.'], ['Ким', 'Kim']], position: ['Представитель', 'Representative'], departments: [1], workday: 'open', is: 'representative' },
  { name: [['Виктор', 'Viktor'], ['Андреевич', 'A.'], ['Седов', 'Sedov']], position: head, departments: [3], workday: 'open' },
  { name: [['Марина', 'Marina'], ['Олеговна', 'O.'], ['Белова', 'Belova']], position: manager, departments: [3], workday: 'open' },
  // Has not opened the day yet: that is not "clocked out".
  { name: [['Глеб', 'Gleb'], ['Иванович', 'I.'], ['Зуев', 'Zuev']], position: manager, departments: [3], workday: 'not_opened' },
  { name: [['Дарья', 'Daria'], ['Павловна', 'P.'], ['Носова', 'Nosova']], position: ['Старший менеджер', 'Senior manager'], departments: [3], workday: 'open' },
  { name: [['Тимур', 'Timur'], ['Ринатович', 'R.'], ['Галиев', 'Galiev']], position: manager, departments: [3], workday: 'not_opened', absent: 'chart' },
  { name: [['Лев', 'Lev'], ['Борисович', 'B.'], ['Соколов', 'Sokolov']], position: head, departments: [2], workday: 'open' },
  { name: [['Нина', 'Nina'], ['Львовна', 'L.'], ['Фролова', 'Frolova']], position: manager, departments: [2], workday: 'paused' },
  { name: [['Иван', 'Ivan'], ['Петрович', 'P.'], ['Руденко', 'Rudenko']], position: manager, departments: [2], workday: 'open' },
  { name: [['Павел', 'Pavel'], ['Юрьевич', 'Y.'], ['Вольский', 'Volsky']], position: manager, departments: [2], workday: 'closed' },
  { name: [['Прохор', 'Prokhor'], ['Ильич', 'I.'], ['Вдовин', 'Vdovin']], position: head, departments: [4] },
  { name: [['Рустам', 'Rustam'], ['Маратович', 'M.'], ['Ахметов', 'Akhmetov']], position: manager, departments: [4], timeZone: 'Asia/Yekaterinburg' },
  // In two departments: may be drawn for either.
  { name: [['Елена', 'Elena'], ['Юрьевна', 'Y.'], ['Чайка', 'Chaika']], position: manager, departments: [4, 6] },
  { name: [['Савва', 'Savva'], ['Денисович', 'D.'], ['Орлов', 'Orlov']], position: manager, departments: [4], is: 'dismissed' },
  { name: [['Платон', 'Platon'], ['Егорович', 'E.'], ['Гром', 'Grom']], position: manager, departments: [5] },
  { name: [['Вадим', 'Vadim'], ['Олегович', 'O.'], ['Сомов', 'Somov']], position: manager, departments: [6], absent: 'calendar' },
  { name: [['Ефим', 'Efim'], ['Львович', 'L.'], ['Чагин', 'Chagin']], position: manager, departments: [2], is: 'dismissed' },
  { name: [['Кира', 'Kira'], ['Андреевна', 'A.'], ['Лунина', 'Lunina']], position: manager, departments: [3], is: 'invited' },
  { name: [['Роман', 'Roman'], ['Игоревич', 'I.'], ['Тихий', 'Tikhy']], position: ['Подрядчик', 'Contractor'], departments: [], is: 'extranet' },
]

function workday(state: Workday['state'], now: number): Workday {
  const morning = dayStart(now) + 9 * hour
  const opened = Math.min(morning, now - 10 * 60_000)
  if (state === 'off') return { state, openedAt: null, closedAt: null }
  if (state === 'not_opened') return { state, openedAt: morning - day, closedAt: morning - day + 9 * hour }
  return { state, openedAt: opened, closedAt: state === 'closed' ? now - 5 * 60_000 : null }
}

/** @param now milliseconds since 1970: the moment the company's life begins */
export function seedPeople(language: Language, now: number): Person[] {
  const say = ([ru, en]: Words) => (language === 'ru' ? ru : en)
  return sketches.map((sketch, index) => {
    const id = index + 1
    const [first, second, last] = sketch.name
    const absence: Absence[] = sketch.absent
      ? [{ id, from: dayStart(now) - 2 * day, until: dayStart(now) + 4 * day, source: sketch.absent, title: say(['Отпуск', 'Vacation']) }]
      : []
    return {
      id,
      name: say(first),
      lastName: say(last),
      secondName: say(second),
      position: say(sketch.position),
      email: `${first[1]}.${last[1]}@example.com`.toLowerCase(),
      timeZone: sketch.timeZone ?? 'Europe/Moscow',
      departments: [...sketch.departments],
      administrator: sketch.is === 'administrator',
      representative: sketch.is === 'representative',
      extranet: sketch.is === 'extranet',
      active: sketch.is !== 'dismissed',
      registeredAt: now - (400 - id) * day,
      lastActivityAt: sketch.is === 'invited' ? null : now - id * 7 * 60_000 - (sketch.is === 'dismissed' ? 60 * day : 0),
      absences: absence,
      workday: workday(sketch.workday ?? 'off', now),
    }
  })
}
