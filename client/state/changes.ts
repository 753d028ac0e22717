/** Changes in plain words: what was changed, and each field as it was and as it became. */
import type { ChangeRow } from '../../domain/contract/configuration.ts'
import type { Answer } from '../../domain/contract/contract.ts'
import type { Direction } from '../../domain/direction.ts'
import { Hours } from '../../domain/hours.ts'
import type { ClientRef, Deputy, PersonRules } from '../../domain/person-rules.ts'
import type { Question } from '../../domain/question.ts'
import type { Rule } from '../../domain/rule.ts'
import type { Settings } from '../../domain/settings.ts'
import { day, dayAndTime, list, type MessageKey, say, sayCount, weekdays } from './language.ts'
import { wholeRule } from './rules.ts'

export type Names = Answer<'changes.list'>['names']
export interface Line {
  readonly label: string
  readonly before: string
  readonly after: string
}

/** A field that has no words here does not compile. */
type Labels<T> = Record<Exclude<keyof T, 'id' | 'userId' | 'version' | 'position' | 'setup'>, MessageKey>
const settings: Labels<Settings> = {
  starter: 'settings.starter',
  skipAbsent: 'settings.skipAbsent',
  skipClockedOut: 'settings.skipClockedOut',
  headsTakePart: 'settings.headsTakePart',
  completeTask: 'settings.completeTask',
  alertTo: 'alerts.title',
  journalDays: 'keeping.title',
  linkCode: 'visitSettings.linkCode',
  remindAfter: 'visitSettings.remindAfter',
  remindHeadAfter: 'visitSettings.remindHeadAfter',
  policy: 'settings.policy',
  onePersonManyDirections: 'settings.onePersonManyDirections',
  load: 'load.measure',
  loadDays: 'load.days',
  catchUp: 'changed.catchUp',
  hours: 'first.hours',
  keepManagerMonths: 'first.keepManagerMonths',
  oneDirectionPerClient: 'first.oneDirectionPerClient',
  headAsLastResort: 'first.headAsLastResort',
  main: 'main.title',
  mainNotTwice: 'main.notTwice',
}
const direction: Labels<Direction> = {
  name: 'changed.name',
  departmentIds: 'editor.departments',
  categoryId: 'editor.pipeline',
  stageId: 'editor.stage',
  fieldDefaults: 'changed.fieldDefaults',
  dealTitle: 'editor.dealTitle',
  observerIds: 'editor.observers',
  reserveId: 'editor.reserve',
  tags: 'editor.tags',
  archived: 'changed.archived',
}
const person: Labels<PersonRules> = {
  weight: 'people.weight',
  hours: 'rules.hours',
  dayLimit: 'rules.dayLimit',
  weekLimit: 'rules.weekLimit',
  dealLimit: 'rules.dealLimit',
  tags: 'rules.tags',
  excludedClients: 'changed.excludedClients',
  pausedUntil: 'rules.paused',
  deputies: 'changed.deputies',
}
const labels: Record<ChangeRow['kind'], Record<string, MessageKey>> = { settings, direction, person, rules: { rules: 'ruleset.title' }, questions: { questions: 'changed.questionList' }, order: { ids: 'changed.orderList' } }

const clock = (minutes: number): string => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
function hours(value: unknown): string {
  const { days, from, until } = Hours.parse(value)
  return say('changed.hours', { days: days.map((one) => weekdays()[one - 1]).join(', '), from: clock(from), until: clock(until) })
}
const numbered = (words: readonly string[]): string => words.map((word, index) => `${index + 1}. ${word}`).join(', ')

/** A stored value of that field is what its schema says; whoever reads it here has the field's own type in mind. */
type Read = (value: never, names: Names) => string
const values: Record<string, Read> = {
  'settings.starter': (value: Settings['starter']) => say(value === 'report' ? 'settings.starterReport' : 'settings.starterRobot'),
  'settings.policy': (value: Settings['policy']) => say(`policy.${value}`),
  'settings.load': (value: Settings['load']) => say(`load.${value}`),
  'settings.main': (value: Settings['main']) => say(`main.${value}`),
  'settings.catchUp': (value: number) => (value === 0 || value === 1 || value === 3 ? say(`load.back_${value}`) : String(value)),
  'settings.keepManagerMonths': (value: number) => sayCount('changed.months', value),
  'settings.journalDays': (value: NonNullable<Settings['journalDays']>) => say(`keeping.days${value}`),
  'settings.alertTo': (value: number[], { people }) => list(value.map((id) => people[id] ?? say('changed.gone'))),
  'settings.hours': hours,
  'direction.departmentIds': (value: number[], { departments }) => list(value.map((id) => departments[id] ?? say('changed.gone'))),
  'direction.categoryId': (value: number, { pipelines }) => pipelines[value] ?? String(value),
  'direction.stageId': (value: string, { stages }) => stages[value] ?? value,
  'direction.observerIds': (value: number[], { people }) => list(value.map((id) => people[id] ?? say('changed.gone'))),
  'direction.reserveId': (value: number, { people }) => people[value] ?? say('changed.gone'),
  'order.ids': (value: string[], { directions }) => numbered(value.map((id) => directions[id] ?? say('changed.gone'))),
  'rules.rules': (value: Rule[]) => numbered(value.map(wholeRule)),
  'questions.questions': (value: Question[]) => numbered(value.map(({ label, required }) => (required ? `${label} (${say('changed.required')})` : label))),
  'person.hours': hours,
  'person.pausedUntil': (value: number) => dayAndTime(value),
  'person.deputies': (value: Deputy[], { people }) => list(value.map(({ userId, from, until }) => `${people[userId] ?? say('changed.gone')}, ${day(from)} – ${day(until - 1)}`)),
  'person.excludedClients': (value: ClientRef[]) => list(value.map(({ kind, id }) => say(`changed.${kind}`, { id }))),
}
/** What nothing means, where it is more than "not set". */
const nothing: Record<string, MessageKey> = {
  'settings.catchUp': 'load.back_all',
  'settings.hours': 'first.anyTime',
  'settings.journalDays': 'keeping.always',
  'settings.remindAfter': 'visitSettings.never',
  'settings.remindHeadAfter': 'visitSettings.never',
  'person.hours': 'rules.hoursOfPortal',
  'person.dayLimit': 'rules.noLimit',
  'person.weekLimit': 'rules.noLimit',
  'person.dealLimit': 'rules.noLimit',
  'direction.dealTitle': 'editor.titleUsual',
  'direction.observerIds': 'changed.nobody',
  'direction.reserveId': 'changed.nobody',
}

function words(key: string, value: unknown, names: Names): string {
  const empty = value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0) || (typeof value === 'object' && Object.keys(value).length === 0)
  if (empty) return say(nothing[key] ?? 'changed.none')
  const read = values[key]
  if (read) return read(value as never, names)
  if (typeof value === 'boolean') return say(value ? 'visit.yes' : 'visit.no')
  if (Array.isArray(value)) return value.join(', ')
  if (typeof value === 'object') return Object.entries(value).map(([name, one]) => `${name}: ${String(one)}`).join(', ')
  return String(value)
}

/** Of something new only what it was given. */
export function linesOf({ kind, before, after }: ChangeRow, names: Names): Line[] {
  return Object.keys(after).flatMap((field) => {
    const label = labels[kind][field]
    const key = `${kind}.${field}`
    const now = words(key, after[field], names)
    const said = { label: label ? say(label) : field, after: now }
    if (before === null) return now === say(nothing[key] ?? 'changed.none') || after[field] === false ? [] : [{ ...said, before: '' }]
    const was = words(key, before[field], names)
    if (was !== now) return [{ ...said, before: was }]
    // Another stage of the same name is told by its pipeline; what differs below what is shown, such as the options of a question, is at least named.
    return typeof after[field] === 'object' ? [{ ...said, before: was, after: `${now} (${say('changed.inside')})` }] : []
  })
}

export function titleOfChange({ kind, subject, after }: ChangeRow, { people, directions }: Names): string {
  if (kind === 'direction' || kind === 'questions') return say(`changed.${kind}`, { name: directions[subject] ?? (typeof after['name'] === 'string' ? after['name'] : subject) })
  return kind === 'person' ? say('changed.person', { name: people[subject] ?? say('changed.gone') }) : say(`changed.${kind}`)
}
