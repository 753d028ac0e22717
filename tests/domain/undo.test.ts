/** What a deal itself tells of people's work: the first that holds, and nothing of what its maker wrote. */
import { expect, it } from 'vitest'
import { touchedDeal } from '../../domain/undo.ts'

const made = { direction: 'Plumbing', stageId: 'C1:NEW', manager: 9 }
const untouched = { id: 5, stageId: 'C1:NEW', assignedById: 9, createdBy: 1, updatedBy: 1 }
const of = (change: Partial<typeof untouched>) => touchedDeal(made, { ...untouched, ...change }).map(({ what, userId }) => [what, userId])

it('tells of a stage, a responsible person, another editor, each with whoever it was', () => {
  expect(of({})).toEqual([])
  expect(of({ stageId: 'C1:WON', updatedBy: 9 })).toEqual([['moved', 9]])
  expect(of({ assignedById: 10 })).toEqual([['reassigned', 10]])
  expect(of({ updatedBy: 9 })).toEqual([['edited', 9]])
  expect(of({ stageId: 'C1:WON', assignedById: 10, updatedBy: 0 })).toEqual([['moved', null]])
})
