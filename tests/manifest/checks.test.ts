/** The check beside the writing costs no request of its own. */
import { expect, it } from 'vitest'
import { UserId } from '../../domain/ids.ts'
import { affordableChecks } from '../../manifest/distribute/write.ts'

const people = (count: number) => Array.from({ length: count }, (_, index) => UserId.parse(index + 1))

it('is made where the batch has room for it beside the reply', () => {
  expect(affordableChecks(people(20), 48)).toHaveLength(1)
  expect(affordableChecks(people(120), 20)).toHaveLength(3)
})

it('is left out where it would be the fifty-first command', () => {
  expect(affordableChecks(people(20), 49)).toHaveLength(0)
  expect(affordableChecks(people(20), 99)).toHaveLength(0)
})
