/** The pages' words: what is filled in, and the form that a count takes in each language. */
import { describe, expect, it } from 'vitest'
import { en } from '../../client/locales/en.ts'
import { ru } from '../../client/locales/ru.ts'
import { translator } from '../../client/state/messages.ts'

const messages = { people: { some: '{n} человек | {n} человека | {n} людей', two: '{n} thing | {n} things', three: 'none | {n} is | {n} are' }, plain: '{who}: {what}' }

const [inRussian, inEnglish] = [translator('ru', messages), translator('en', messages)]

describe('a sentence', () => {
  it('has its values filled in, and nothing in them is a place for another', () => {
    expect(inRussian('plain', { who: '{what}', what: 3 }, 1)).toBe('{what}: 3')
    expect(inEnglish('plain', { who: 'a | b' }, 1)).toBe('a | b: ')
  })

  it('takes the form of what is counted', () => {
    expect([0, 1, 2, 5, 11, 21, 22].map((count) => inRussian('people.some', {}, count)))
      .toEqual(['0 людей', '1 человек', '2 человека', '5 людей', '11 людей', '21 человек', '22 человека'])
    expect([0, 1, 2, 21].map((count) => inEnglish('people.two', {}, count))).toEqual(['0 things', '1 thing', '2 things', '21 things'])
    expect([0, 1, 2].map((count) => inEnglish('people.three', {}, count))).toEqual(['none', '1 is', '2 are'])
    // Counted by what it was given, or written as it was given.
    expect(inEnglish('people.two', { n: 5 }, 1)).toBe('5 things')
    expect(inEnglish('people.two', { n: '1,000' }, 1000)).toBe('1,000 things')
  })

  it('is its key where there is none', () => {
    for (const key of ['people', 'people.none', 'nothing', 'plain.length', '']) expect(inEnglish(key, {}, 1)).toBe(key)
  })
})

describe('the languages', () => {
  const places = (messages: object): string[] =>
    Object.entries(messages).flatMap(([key, value]: [string, unknown]) =>
      typeof value === 'string' ? [`${key} ${[...new Set([...value.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).filter((name) => name !== 'n' && name !== 'count'))].sort().join()}`] : places(value as object).map((line) => `${key}.${line}`),
    )
  it('have the same values to fill in', () => {
    expect(places(ru).sort()).toEqual(places(en).sort())
  })
})
