/** Plain words for the inspector: what a call was about, beside the method's name; neighbours of one kind are told together. */
import { localised } from '../automation/robot-kinds.ts'
import type { Language } from '../state/state.ts'
import { fullName, personOf } from '../world.ts'
import type { World } from '../world.ts'
import { counted, deeds, nounFor, nouns, phrases } from './summary-words.ts'
import type { Line, Noun, Texts } from './summary-words.ts'

export interface Told {
  readonly method: string
  readonly params: unknown
  /** undefined: nothing came of it. */
  readonly result: unknown
  readonly error: string | null
}

interface About {
  readonly method: string
  /** Neighbours of the same kind are counted together. */
  readonly kind: string
  readonly noun: Noun | null
  /** The thing's own name or number, said when it stands alone. */
  readonly name: string
  /** Number of the record that the call made. */
  readonly made: number | null
}

const things: Readonly<Record<string, Noun>> = {
  'crm.lead.get': nouns.lead,
  'tasks.task.add': nouns.task,
  'tasks.task.get': nouns.task,
  'tasks.task.update': nouns.task,
  'tasks.task.complete': nouns.task,
  'tasks.task.renew': nouns.task,
  'tasks.task.delete': nouns.task,
  'task.checklistitem.add': nouns.item,
  'task.checklistitem.complete': nouns.item,
  'task.checklistitem.renew': nouns.item,
  'task.checklistitem.delete': nouns.item,
  'crm.automation.trigger.add': nouns.trigger,
  'crm.automation.trigger.delete': nouns.trigger,
  'crm.automation.trigger.execute': nouns.trigger,
  'bizproc.workflow.terminate': nouns.workflow,
  'bizproc.workflow.kill': nouns.workflow,
  'crm.timeline.comment.add': nouns.comment,
  'im.notify.system.add': nouns.notification,
  'timeman.status': nouns.person,
  'bizproc.event.send': nouns.reply,
  'bizproc.robot.add': nouns.robot,
  'bizproc.robot.update': nouns.robot,
  'bizproc.robot.delete': nouns.robot,
  'placement.bind': nouns.tab,
  'placement.unbind': nouns.tab,
  'event.bind': nouns.event,
  'event.unbind': nouns.event,
}
const crmNouns: Readonly<Record<string, Noun>> = { 1: nouns.lead, 2: nouns.deal, 3: nouns.contact, 4: nouns.company }
const ownerNouns: Readonly<Record<string, Noun>> = { lead: nouns.lead, deal: nouns.deal, contact: nouns.contact, company: nouns.company }

/** A value inside parameters or a result, names in any letter case. */
function inside(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>((current, name) => {
    if (typeof current !== 'object' || current === null) return undefined
    return Object.entries(current).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1]
  }, value)
}

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '')
const quoted = (language: Language, value: string): string => (value === '' ? '' : language === 'ru' ? `«${value}»` : `"${value}"`)
const first = (...values: string[]): string => values.find((value) => value !== '') ?? ''

function personName(world: World, id: string): string {
  const person = personOf(world, Number(id))
  return person ? fullName(person) : id
}

function nameOf(world: World, language: Language, method: string, params: unknown): string {
  const given = (...path: string[]): string => text(inside(params, ...path))
  if (method === 'crm.lead.get' || method.startsWith('crm.item.')) return given('id')
  if (method === 'timeman.status' || method === 'im.notify.system.add') return personName(world, given('USER_ID'))
  if (method.startsWith('tasks.task.')) return given('taskId')
  if (method.startsWith('crm.automation.trigger.')) return quoted(language, first(given('NAME'), given('CODE')))
  if (method === 'task.checklistitem.add') return quoted(language, first(given('FIELDS', 'TITLE'), given('1', 'TITLE')))
  if (method.startsWith('event.')) return given('EVENT')
  if (method === 'crm.timeline.comment.add') {
    const owner = ownerNouns[given('fields', 'ENTITY_TYPE').toLowerCase()]
    return owner ? `${nounFor(language, owner, 1)} ${given('fields', 'ENTITY_ID')}`.trim() : ''
  }
  if (method.startsWith('bizproc.robot.')) {
    const known = world.state.installation?.robots.find((robot) => robot.code === given('CODE'))
    return quoted(language, first(localised(inside(params, 'NAME') ?? known?.name, language), given('CODE')))
  }
  if (method.startsWith('placement.')) {
    return quoted(language, first(given('LANG_ALL', language, 'TITLE'), given('TITLE'), given('PLACEMENT')))
  }
  return ''
}

function aboutOf(world: World, language: Language, told: Told): About {
  const method = told.method.toLowerCase()
  const type = text(inside(told.params, 'entityTypeId'))
  const noun = method.startsWith('crm.item.') ? (crmNouns[type] ?? nouns.record) : (things[method] ?? null)
  const number = Number(text(inside(told.result, 'item', 'id')) || text(inside(told.result, 'task', 'id')))
  return {
    method,
    kind: `${method} ${method.startsWith('crm.item.') ? type : ''}`.trim(),
    noun,
    name: nameOf(world, language, method, told.params),
    made: method.endsWith('.add') && number > 0 ? number : null,
  }
}

/** `№ 311–313`, or one by one where there are gaps. */
function numbers(language: Language, made: readonly number[]): string {
  const [start, end] = [made[0], made.at(-1)]
  if (start === undefined || end === undefined || made.length > 9) return ''
  const inRow = made.every((number, index) => number === start + index)
  return `${language === 'ru' ? '№' : 'No.'} ${inRow && made.length > 1 ? `${start}–${end}` : made.join(', ')}`
}

/** What stands beside its name and what is told by the name alone. */
const namedAlone: readonly Noun[] = [nouns.person, nouns.event]
const namedAfterColon: readonly Noun[] = [nouns.notification, nouns.comment]

/** Commands of one kind as one line. */
function worded(world: World, language: Language, together: readonly Told[]): string {
  const abouts = together.map((told) => aboutOf(world, language, told))
  const [about] = abouts
  if (!about) return ''
  const phrase = phrases[about.kind]?.[language]
  if (phrase !== undefined || !about.noun) return phrase ?? ''
  const { noun, name } = about
  const deed = deeds[about.method]?.[language]
  const before = deed ? `${deed}: ` : ''
  const made = numbers(
    language,
    abouts.flatMap((row) => (row.made === null ? [] : [row.made])),
  )
  if (together.length > 1) return `${before}${counted(language, noun, together.length)}${made ? `, ${made}` : ''}`
  const thing = nounFor(language, noun, 1)
  if (made || !name) return `${before}${thing} ${made}`.trim()
  return before + (namedAlone.includes(noun) ? name : `${thing}${namedAfterColon.includes(noun) ? ': ' : ' '}${name}`)
}

const both = (word: (language: Language) => string): Texts => ({ ru: word('ru'), en: word('en') })

export const summaryOf = (world: World, told: Told): Texts => both((language) => worded(world, language, [told]))

export const batchSummary = (count: number, writes: boolean): Texts => ({
  ru: `${writes ? 'запись' : 'чтение'}: ${count} ${nounFor('ru', nouns.command, count)}`,
  en: `${writes ? 'writing' : 'reading'}: ${count} ${nounFor('en', nouns.command, count)}`,
})

/** Neighbours of one kind become one line; whatever failed stands alone. */
export function linesOf(world: World, commands: readonly Told[]): Line[] {
  const runs: { kind: string | null; from: number; told: Told[] }[] = []
  for (const [index, told] of commands.entries()) {
    const kind = told.error === null ? aboutOf(world, 'en', told).kind : null
    const last = runs.at(-1)
    if (last && kind !== null && last.kind === kind) last.told.push(told)
    else runs.push({ kind, from: index + 1, told: [told] })
  }
  return runs.map(({ from, told }) => ({ from, to: from + told.length - 1, summary: both((language) => worded(world, language, told)) }))
}
