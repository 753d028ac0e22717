/** Titles of deals: fields in every language, anything else as it was written, never longer than a portal keeps. */
import { expect, it } from 'vitest'
import { titleFrom, unknownFields } from '../../domain/deal-title.ts'

const values = { client: 'Kolos {direction}', contact: '', company: 'Kolos Ltd', direction: 'Plumbing', number: '7', representative: 'Olga Kim' }

it('are filled once, in whatever language their fields are written', () => {
  expect(titleFrom('No. {number}: {Клиент} / { firma } / {kierunek}', values)).toBe('No. 7: Kolos {direction} / Kolos Ltd / Plumbing')
  expect(titleFrom('', values)).toBe('')
  expect(titleFrom('{contact}', values)).toBe('')
  expect(titleFrom('  {contact}  {number}\n{number} ', values)).toBe('7 7')
})

it('name what is no field', () => {
  expect(unknownFields('{client} {price} {} {{number}}')).toEqual(['price', ''])
  expect(unknownFields('100 % } {')).toEqual([])
})

it('are cut between letters', () => {
  const long = titleFrom('{client}', { ...values, client: '😀'.repeat(300) })
  expect([...long]).toHaveLength(255)
  expect(long.endsWith('😀')).toBe(true)
})
