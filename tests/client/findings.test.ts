/** What a self-test found is told in the reader's language, whatever the portal's; anything else stays as it is. */
import { expect, it } from 'vitest'
import { speak } from '../../client/state/language.ts'
import { reasonText } from '../../client/state/setup.ts'
import { writtenFindings } from '../../domain/finding.ts'

it.each([
  ['ru', 'Сантехника: могли быть выбраны 2, выбор пал на: Нина Фролова', 'Лид № 7 и Задача № 9'],
  ['en', 'Сантехника: 2 could be picked, the pick was Нина Фролова', 'Lead No. 7 and Task No. 9'],
  ['pl', 'Сантехника: można było wybrać 2 osoby, wybór padł na: Нина Фролова', 'Lead nr 7 i Zadanie nr 9'],
] as const)('in %s', async (language, drawn, left) => {
  await speak(language)
  const written = writtenFindings([{ found: 'drawn', direction: 'Сантехника', people: 2, name: 'Нина Фролова' }, { found: 'left', leads: [7], deals: [], tasks: [9] }])
  const [first, second] = reasonText(`${written}\nYour portal said: no`).split('\n')
  expect(first).toBe(drawn)
  expect(second).toContain(left)
  expect(reasonText(`${written}\nYour portal said: no`)).toContain('Your portal said: no')
  expect(reasonText('{"found":')).toBe('{"found":')
})
