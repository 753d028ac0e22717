/** The languages of the pages: the same sentences with the same blanks in each, and as many forms of what is counted as the language has. */
import { describe, expect, it } from 'vitest'
import { en } from '../../client/locales/en.ts'
import { pl } from '../../client/locales/pl.ts'
import { ru } from '../../client/locales/ru.ts'

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
