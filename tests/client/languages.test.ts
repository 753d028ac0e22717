/** The languages of the pages: the same sentences with the same blanks in each, and as many forms of what is counted as the language has. */
import { describe, expect, it } from 'vitest'
import { en as englishMost } from '../../client/locales/en.ts'
import { editor as englishEditor } from '../../client/locales/en-editor.ts'
import { fairness as englishFairness } from '../../client/locales/en-fairness.ts'
import { past as englishPast } from '../../client/locales/en-past.ts'
import { robot as englishRobot } from '../../client/locales/en-robot.ts'
import { state as englishState } from '../../client/locales/en-state.ts'
import { pl as polishMost } from '../../client/locales/pl.ts'
import { editor as polishEditor } from '../../client/locales/pl-editor.ts'
import { fairness as polishFairness } from '../../client/locales/pl-fairness.ts'
import { past as polishPast } from '../../client/locales/pl-past.ts'
import { robot as polishRobot } from '../../client/locales/pl-robot.ts'
import { state as polishState } from '../../client/locales/pl-state.ts'
import { ru as russianMost } from '../../client/locales/ru.ts'
import { editor as russianEditor } from '../../client/locales/ru-editor.ts'
import { fairness as russianFairness } from '../../client/locales/ru-fairness.ts'
import { past as russianPast } from '../../client/locales/ru-past.ts'
import { robot as russianRobot } from '../../client/locales/ru-robot.ts'
import { state as russianState } from '../../client/locales/ru-state.ts'

const en = { ...englishMost, ...englishEditor, ...englishFairness, ...englishPast, ...englishRobot, ...englishState }
const pl = { ...polishMost, ...polishEditor, ...polishFairness, ...polishPast, ...polishRobot, ...polishState }
const ru = { ...russianMost, ...russianEditor, ...russianFairness, ...russianPast, ...russianRobot, ...russianState }

function flat(part: object, before = ''): [string, string][] {
  return Object.entries(part).flatMap(([key, value]: [string, unknown]) => (typeof value === 'string' ? [[before + key, value]] : flat(value as object, `${before}${key}.`)))
}
const english = new Map(flat(en))
/** `{n}` and `{count}` are what is counted: a form for "none" or "one" may do without the number. */
const blanks = (text: string): string[] => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? '').filter((name) => name !== 'n' && name !== 'count'))].sort()

describe.each([
  ['Russian', ru],
  ['Polish', pl],
] as const)('%s', (_, words) => {
  const others = new Map(flat(words))

  it('has every sentence, none too many, and none left empty or in English by mistake', () => {
    expect([...others.keys()].sort()).toEqual([...english.keys()].sort())
    expect([...others].filter(([, text]) => text.trim() === '').map(([key]) => key)).toEqual([])
    const same = [...others].filter(([key, text]) => text === english.get(key) && /[a-z]{3,} [a-z]{3,}/i.test(text.replace(/\{\w+\}/g, '')))
    expect(same).toEqual([])
  })

  it('fills the same blanks', () => {
    const different = [...english].filter(([key, text]) => blanks(text).join() !== blanks(others.get(key) ?? '').join()).map(([key]) => key)
    expect(different).toEqual([])
  })

  it('has three forms of whatever is counted', () => {
    const wrong = [...others].filter(([, text]) => text.includes('|') && text.split('|').length !== 3).map(([key]) => key)
    expect(wrong).toEqual([])
    expect([...english].filter(([key, text]) => text.includes('|') !== (others.get(key) ?? '').includes('|')).map(([key]) => key)).toEqual([])
  })
})
