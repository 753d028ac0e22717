/** What a robot's own page of settings offers: directions by name, who could be picked in them now, and the stages that a record could move to. */
import type { DocumentRef } from '../../domain/ids.ts'
import { question } from '../../manifest/ask.ts'
import { couldGo, whoNow } from '../../manifest/distribute/who-now.ts'
import { departmentsFor } from '../../manifest/visit/people.ts'
import type { House } from '../house.ts'
import { PortalError } from '../portal/errors.ts'
import type { Portal } from '../portal/portal.ts'
import { askPortal } from '../runs/ask-portal.ts'
import { askingOf } from './asking-of.ts'
import type { Handlers } from './handlers.ts'
import { personView } from './people.ts'
import { readPipelines } from './pipelines.ts'
import { inTreeOrder } from './portal-choices.ts'
import { portalOf } from './reading-right.ts'
import { refuse } from './refusal.ts'

export const robotChoicesHandlers = (house: House): Pick<Handlers, 'robot.choices' | 'robot.preview' | 'robot.visitors'> => ({
  async 'robot.choices'({ document, visit }, asker) {
    const portal = await portalOf(house, asker)
    const directions = await house.store.directions.all(asker.memberId)
    const named = directions.map(({ id, name, archived }) => ({ id, name, archived }))
    if (!visit) return { directions: named, stages: await stagesOf(document, portal), departments: [], people: [] }
    const directory = await askingOf(house, asker.memberId).directory()
    const active = directory.people.filter((person) => person.active && person.departments.length > 0)
    // Guests of the portal are in no department, and see no colleagues there either.
    if (!asker.administrator && !active.some(({ id }) => id === asker.userId)) return { directions: named, stages: [], departments: [], people: [] }
    return {
      directions: named,
      stages: [],
      departments: inTreeOrder(directory).map(({ department: { id, name }, depth }) => ({ id, name, depth })),
      people: active.map(({ id }) => personView(id, directory)).sort((a, b) => a.name.localeCompare(b.name)),
    }
  },

  async 'robot.preview'(skips, { memberId, administrator }) {
    // Who is away today is not for everybody.
    if (!administrator) return { directions: [] }
    const ask = askingOf(house, memberId)
    const directions = (await ask.directions()).filter(({ archived }) => !archived)
    const found = await whoNow(directions, { ...(await ask.settings()), ...skips }, ask, house.now())
    if (!found) throw refuse('portal_refused')
    const directory = await ask.directory()
    return {
      directions: directions.map(({ id }, index) => {
        const { eligible = [], excluded = [] } = found[index] ?? {}
        return { id, eligible: eligible.map((one) => personView(one, directory)), excluded: excluded.length }
      }),
    }
  },

  async 'robot.visitors'({ departments }, { memberId, administrator }) {
    if (!administrator) return { now: null }
    const ask = askingOf(house, memberId)
    const directory = await ask.directory()
    const named = departmentsFor(directory, departments, null)
    if (!named.ok) return { now: { unknown: named.unknown, eligible: [], excluded: 0 } }
    const found = await couldGo(named.ids, ask, house.now())
    if (!found) throw refuse('portal_refused')
    return { now: { unknown: null, eligible: found.eligible.map((id) => personView(id, directory)), excluded: found.excluded.length } }
  },
})

/** Asked as the person who looks: the portal hides pipelines from some. */
async function stagesOf(document: DocumentRef['kind'], portal: Portal) {
  if (document === 'deal') {
    return (await readPipelines(portal)).map(({ name, stages }) => ({ group: name, stages: stages.map((stage) => ({ id: stage.id, name: stage.name })) }))
  }
  const { statuses } = await askPortal(portal, { statuses: question('crm.status.list', { order: { SORT: 'ASC' }, filter: { ENTITY_ID: 'STATUS' } }) })
  if (!statuses.ok) throw new PortalError('refused', statuses.code, statuses.text)
  return [{ group: '', stages: [...statuses.value].sort((a, b) => a.SORT - b.SORT).map(({ STATUS_ID, NAME }) => ({ id: STATUS_ID, name: NAME })) }]
}
