/** What a robot's page of settings is told, out of the different ways in which portals post it. */
import { describe, expect, it } from 'vitest'
import { parseForm } from '../../server/ingest/form.ts'
import { robotOf } from '../../server/ingest/robot-page.ts'

const posted = (options: unknown, language: 'ru' | 'en' | 'pl' = 'en') => {
  const read = parseForm(Buffer.from(new URLSearchParams({ PLACEMENT_OPTIONS: typeof options === 'string' ? options : JSON.stringify(options) }).toString()))
  if (!read.ok) throw new Error(read.problem)
  return robotOf(read.form, language)
}
const values = (robot: ReturnType<typeof robotOf>) => Object.fromEntries((robot?.settings ?? []).map((setting) => [setting.id, setting.values]))

const options = {
  code: 'distribute-visit',
  properties: { directions: { Name: 'Directions' }, skip_absent: {}, skip_clocked_out: {}, move_to_stage: {} },
  current_values: { directions: ['dir_plumbing', 'dir_roofing'], skip_absent: 'N', skip_clocked_out: '', move_to_stage: 'CONVERTED' },
  document_type: ['crm', 'CCrmDocumentLead', 'LEAD'],
}
const told = { directions: ['dir_plumbing', 'dir_roofing'], skip_absent: ['N'], skip_clocked_out: ['Y'], move_to_stage: ['CONVERTED'] }

describe("a robot's page of settings", () => {
  it('knows the robot, its documents and its values, with the defaults of what is empty', () => {
    const robot = posted(options)
    expect(robot).toMatchObject({ code: 'distribute-visit', document: 'lead' })
    expect(values(robot)).toEqual(told)
    expect(robot?.settings[0]).toMatchObject({ id: 'directions', name: 'Directions', multiple: true })
  })

  it('names them in the language of the page', () => {
    expect(posted(options, 'pl')?.settings.map(({ name }) => name)).toEqual(['Kierunki', 'Pomijać nieobecnych', 'Pomijać tych z zamkniętym dniem pracy', 'Potem przenieś na etap'])
  })

  it('reads keys in capitals, lists as maps, one value without its list, and truth as a boolean', () => {
    const robot = posted({
      CODE: 'distribute-visit',
      PROPERTIES: { DIRECTIONS: { NAME: 'Directions' }, SKIP_ABSENT: {}, SKIP_CLOCKED_OUT: {}, MOVE_TO_STAGE: {} },
      CURRENT_VALUES: { DIRECTIONS: { 0: 'dir_plumbing', 1: 'dir_roofing' }, SKIP_ABSENT: false, SKIP_CLOCKED_OUT: null, MOVE_TO_STAGE: ['CONVERTED'] },
      DOCUMENT_TYPE: { 0: 'crm', 1: 'CCrmDocumentDeal', 2: 'DEAL' },
    })
    expect(robot?.document).toBe('deal')
    expect(values(robot)).toEqual(told)
    expect(values(posted({ ...options, current_values: { directions: 'dir_plumbing' } }))['directions']).toEqual(['dir_plumbing'])
  })

  it('leaves out what an older registration does not know', () => {
    expect(Object.keys(values(posted({ ...options, properties: { directions: {} } })))).toEqual(['directions'])
  })

  it('takes an empty map written as an empty list for what it is', () => {
    expect(values(posted({ ...options, current_values: [] }))).toMatchObject({ directions: [], skip_absent: ['Y'] })
  })

  it('keeps expressions of the designer as they are', () => {
    expect(values(posted({ ...options, current_values: { directions: ['{=A1_2:directions}'] } }))['directions']).toEqual(['{=A1_2:directions}'])
  })

  it('is told nothing where no robot of ours is named', () => {
    for (const strange of ['', 'not json', '[]', 'null', '"text"', { code: 'somebody-elses' }, { code: ['distribute-visit'] }, { code: '__proto__' }]) {
      expect(posted(strange), JSON.stringify(strange)).toBeNull()
    }
  })
})
