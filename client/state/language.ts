/** The language of the page: words by key, sentences by function, dates and numbers as the language writes them. */
import { type App, shallowRef } from 'vue'
import type { Messages } from '../locales/en.ts'
import type { EditorMessages } from '../locales/en-editor.ts'
import type { FairnessMessages } from '../locales/en-fairness.ts'
import type { PastMessages } from '../locales/en-past.ts'
import type { RobotMessages } from '../locales/en-robot.ts'
import type { StateMessages } from '../locales/en-state.ts'
import type { Sentences } from '../locales/sentences.ts'
import { type Translate, translator } from './messages.ts'

export type Language = 'ru' | 'en' | 'pl'
/** Every path to a word, for example `journal.title`. */
export type MessageKey = Paths<Messages> | Paths<EditorMessages> | Paths<FairnessMessages> | Paths<PastMessages> | Paths<RobotMessages> | Paths<StateMessages>
type Paths<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Paths<T[K]>}` }[keyof T & string]

interface Loaded {
  language: Language
  messages: object
  translate: Translate
  sentences: Sentences
  /** The kit's own few words ("close", "no matches"); null: its English ones. */
  kit: unknown
}
let loaded: Loaded | null = null

/** Loads one language only; the others never travel. Called once, before anything is shown. */
export async function speak(language: Language): Promise<void> {
  const { messages, sentences, kit } = await words[language]()
  loaded = { language, messages, translate: translator(language, messages), sentences, kit }
}

const later = {
  editor: { ru: () => import('../locales/ru-editor.ts'), en: () => import('../locales/en-editor.ts'), pl: () => import('../locales/pl-editor.ts') },
  fairness: { ru: () => import('../locales/ru-fairness.ts'), en: () => import('../locales/en-fairness.ts'), pl: () => import('../locales/pl-fairness.ts') },
  past: { ru: () => import('../locales/ru-past.ts'), en: () => import('../locales/en-past.ts'), pl: () => import('../locales/pl-past.ts') },
  robot: { ru: () => import('../locales/ru-robot.ts'), en: () => import('../locales/en-robot.ts'), pl: () => import('../locales/pl-robot.ts') },
  state: { ru: () => import('../locales/ru-state.ts'), en: () => import('../locales/en-state.ts'), pl: () => import('../locales/pl-state.ts') },
}

/** The words of a page that few open; they do not travel with the first view. */
export async function speakOf(page: keyof typeof later): Promise<void> {
  const { language } = spoken()
  const found: { [part in typeof page]?: object } = await later[page][language]()
  const messages = { ...spoken().messages, ...found[page] }
  loaded = { ...spoken(), messages, translate: translator(language, messages) }
}

async function russianWords() {
  const [{ ru }, { ru: sentences }, kit] = await Promise.all([
    import('../locales/ru.ts'),
    import('../locales/sentences-ru.ts'),
    import('@bitrix24/b24ui-nuxt/runtime/locale/ru.js'),
  ])
  return { messages: ru, sentences, kit: kit.default as unknown }
}

async function englishWords() {
  const [{ en }, { en: sentences }] = await Promise.all([import('../locales/en.ts'), import('../locales/sentences-en.ts')])
  return { messages: en as Messages, sentences, kit: null }
}

async function polishWords() {
  const [{ pl }, { pl: sentences }, kit] = await Promise.all([
    import('../locales/pl.ts'),
    import('../locales/sentences-pl.ts'),
    import('@bitrix24/b24ui-nuxt/runtime/locale/pl.js'),
  ])
  return { messages: pl, sentences, kit: kit.default as unknown }
}

const words = { ru: russianWords, en: englishWords, pl: polishWords }
/** How dates and lists are written. */
const locales = { ru: 'ru', en: 'en-GB', pl: 'pl' }

/** Where the kit looks for its words. */
export function sayToKit(app: App): void {
  const { kit } = spoken()
  if (kit) app.provide(Symbol.for('bitrix24-ui.locale-context'), shallowRef(kit))
}

function spoken(): Loaded {
  if (!loaded) throw new Error('speak() has not been awaited')
  return loaded
}

/** The word under this key; `count` chooses the plural form and fills `{n}`. */
export function say(key: MessageKey, named: Record<string, string | number> = {}, count = 1): string {
  return spoken().translate(key, named, count)
}

/** `say` for something counted. */
export const sayCount = (key: MessageKey, count: number, named: Record<string, string | number> = {}): string => say(key, named, count)

export const sentences = (): Sentences => spoken().sentences

const formats = new Map<string, Intl.DateTimeFormat>()
function format(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${spoken().language}:${name}`
  const known = formats.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(locales[spoken().language], options)
  formats.set(key, made)
  return made
}

/** `20 ноября`; the year is added when it is not the current one. */
export function day(at: number): string {
  const sameYear = new Date(at).getFullYear() === new Date().getFullYear()
  return sameYear
    ? format('day', { day: 'numeric', month: 'long' }).format(at)
    : format('dayYear', { day: 'numeric', month: 'long', year: 'numeric' }).format(at).replace(/\s?г\.$/, '')
}
/** Short names of the days of a week, Monday first. */
export const weekdays = (): string[] => Array.from({ length: 7 }, (_, index) => format('weekday', { weekday: 'short', timeZone: 'UTC' }).format(Date.UTC(2024, 0, 1 + index)))
export const time = (at: number): string => format('time', { hour: '2-digit', minute: '2-digit' }).format(at)
export const timeWithSeconds = (at: number): string => format('seconds', { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(at)
export const dayAndTime = (at: number): string => `${day(at)}, ${time(at)}`

/** `1,61 с` or `1.61 s`. */
export function seconds(milliseconds: number): string {
  const language = spoken().language
  const digits = milliseconds < 10_000 ? 2 : 0
  const number = new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(milliseconds / 1000)
  return `${number} ${language === 'ru' ? 'с' : 's'}`
}

/** `две минуты назад` as the language says it, in the largest whole unit. */
export function ago(at: number, now: number): string {
  const relative = new Intl.RelativeTimeFormat(spoken().language, { numeric: 'auto' })
  const passed = Math.max(0, Math.round((now - at) / 1000))
  if (passed < 60) return relative.format(0, 'second')
  if (passed < 3600) return relative.format(-Math.floor(passed / 60), 'minute')
  if (passed < 86_400) return relative.format(-Math.floor(passed / 3600), 'hour')
  return relative.format(-Math.floor(passed / 86_400), 'day')
}

/** `Сантехника, Электрика и Вентиляция`. */
export const list = (words: readonly string[]): string =>
  new Intl.ListFormat(locales[spoken().language], { type: 'conjunction' }).format(words)

/** `Сантехника, Электрика или Вентиляция`. */
export const anyOf = (words: readonly string[]): string =>
  new Intl.ListFormat(locales[spoken().language], { type: 'disjunction' }).format(words)

/** `13,7` or `13.7`. */
export const decimal = (number: number, digits: number): string =>
  new Intl.NumberFormat(spoken().language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(number)
