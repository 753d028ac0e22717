/** The seed's company: five service departments and twenty people, with everything that makes a choice among them hard. */
import { dayStart } from '../clock.ts'
import type { Absence, Department, Language, Person, Workday } from '../state/state.ts'

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
  /** First, second and last name. */
  readonly name: Words
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
  {
    name: ['Анна Сергеевна Лебедева', 'Anna S. Lebedeva'],
    position: ['Администратор портала', 'Portal administrator'],
    departments: [1],
    workday: 'open',
    is: 'administrator',
  },
  {
    name: ['Ольга Викторовна Ким', 'Olga V. Kim'],
    position: ['Представитель', 'Representative'],
    departments: [1],
    workday: 'open',
    is: 'representative',
  },
  {
    name: ['Виктор Андреевич Седов', 'Viktor A. Sedov'],
    position: head,
    departments: [3],
    workday: 'open',
  },
  {
    name: ['Марина Олеговна Белова', 'Marina O. Belova'],
    position: manager,
    departments: [3],
    workday: 'open',
  },
  // Has not opened the day yet: that is not "clocked out".
  {
    name: ['Глеб Иванович Зуев', 'Gleb I. Zuev'],
    position: manager,
    departments: [3],
    workday: 'not_opened',
  },
  {
    name: ['Дарья Павловна Носова', 'Daria P. Nosova'],
    position: ['Старший менеджер', 'Senior manager'],
    departments: [3],
    workday: 'open',
  },
  {
    name: ['Тимур Ринатович Галиев', 'Timur R. Galiev'],
    position: manager,
    departments: [3],
    workday: 'not_opened',
    absent: 'chart',
  },
  {
    name: ['Лев Борисович Соколов', 'Lev B. Sokolov'],
    position: head,
    departments: [2],
    workday: 'open',
  },
  {
    name: ['Нина Львовна Фролова', 'Nina L. Frolova'],
    position: manager,
    departments: [2],
    workday: 'paused',
  },
  {
    name: ['Иван Петрович Руденко', 'Ivan P. Rudenko'],
    position: manager,
    departments: [2],
    workday: 'open',
  },
  {
    name: ['Павел Юрьевич Вольский', 'Pavel Y. Volsky'],
    position: manager,
    departments: [2],
    workday: 'closed',
  },
  {
    name: ['Прохор Ильич Вдовин', 'Prokhor I. Vdovin'],
    position: head,
    departments: [4],
  },
  {
    name: ['Рустам Маратович Ахметов', 'Rustam M. Akhmetov'],
    position: manager,
    departments: [4],
    timeZone: 'Asia/Yekaterinburg',
  },
  // In two departments: may be drawn for either.
  {
    name: ['Елена Юрьевна Чайка', 'Elena Y. Chaika'],
    position: manager,
    departments: [4, 6],
  },
  {
    name: ['Савва Денисович Орлов', 'Savva D. Orlov'],
    position: manager,
    departments: [4],
    is: 'dismissed',
  },
  {
    name: ['Платон Егорович Гром', 'Platon E. Grom'],
    position: manager,
    departments: [5],
  },
  {
    name: ['Вадим Олегович Сомов', 'Vadim O. Somov'],
    position: manager,
    departments: [6],
    absent: 'calendar',
  },
  {
    name: ['Ефим Львович Чагин', 'Efim L. Chagin'],
    position: manager,
    departments: [2],
    is: 'dismissed',
  },
  {
    name: ['Кира Андреевна Лунина', 'Kira A. Lunina'],
    position: manager,
    departments: [3],
    is: 'invited',
  },
  {
    name: ['Роман Игоревич Тихий', 'Roman I. Tikhy'],
    position: ['Подрядчик', 'Contractor'],
    departments: [],
    is: 'extranet',
  },
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
    const [first = '', second = '', last = ''] = say(sketch.name).split(' ')
    const [mailFirst, , mailLast] = sketch.name[1].split(' ')
    const absence: Absence[] = sketch.absent
      ? [{ id, from: dayStart(now) - 2 * day, until: dayStart(now) + 4 * day, source: sketch.absent, title: say(['Отпуск', 'Vacation']) }]
      : []
    return {
      id,
      name: first,
      lastName: last,
      secondName: second,
      position: say(sketch.position),
      email: `${mailFirst}.${mailLast}@example.com`.toLowerCase(),
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
