/** The company structure: everybody under a department, heads included, loops survived. */
import { describe, expect, it } from 'vitest'
import { headsOf, peopleOf, withSubDepartments, type Directory } from '../../domain/department.ts'
import { Directory as DirectorySchema } from '../../domain/department.ts'

const directory: Directory = DirectorySchema.parse({
  departments: [
    { id: 1, name: 'Company', parentId: null, headId: 10 },
    { id: 2, name: 'Plumbing', parentId: 1, headId: 20 },
    { id: 3, name: 'Night plumbing', parentId: 2, headId: 21 },
    { id: 4, name: 'Roofing', parentId: 1, headId: null },
    { id: 5, name: 'Loop', parentId: 6, headId: null },
    { id: 6, name: 'Loop too', parentId: 5, headId: null },
  ],
  people: [
    { id: 21, departments: [3] },
    { id: 20, departments: [2] },
    { id: 22, departments: [3, 4] },
    { id: 30, departments: [4] },
  ].map((person) => ({ name: '', position: '', timeZone: null, active: true, everActive: true, ...person })),
  readAt: 0,
})
const id = (number: number) => directory.departments.find((one) => one.id === number)?.id as Directory['departments'][number]['id']

describe('a department', () => {
  it('includes everything below it', () => {
    expect([...withSubDepartments(directory, [id(2)])]).toEqual([2, 3])
  })
  it('lists its people once, by ascending id', () => {
    expect(peopleOf(directory, [id(2), id(4)]).map((person) => person.id)).toEqual([20, 21, 22, 30])
  })
  it('knows its heads and those below', () => {
    expect([...headsOf(directory, [id(2)])]).toEqual([20, 21])
  })
  it("survives a loop in the portal's data", () => {
    expect([...withSubDepartments(directory, [id(5)])].sort()).toEqual([5, 6])
  })
})
