/** What a robot's own page of settings offers: directions by name and the stages that a record could move to. */
import type { DocumentRef } from '../../domain/ids.ts'
import { question } from '../../manifest/ask.ts'
import type { House } from '../house.ts'
import { PortalError } from '../portal/errors.ts'
import type { Portal } from '../portal/portal.ts'
import { askPortal } from '../runs/ask-portal.ts'
import type { Handlers } from './handlers.ts'
import { readPipelines } from './pipelines.ts'
import { portalOf } from './reading-right.ts'

export const robotChoicesHandlers = (house: House): Pick<Handlers, 'robot.choices'> => ({
  async 'robot.choices'({ document }, asker) {
    const portal = await portalOf(house, asker)
    const directions = await house.store.directions.all(asker.memberId)
    return { directions: directions.map(({ id, name, archived }) => ({ id, name, archived })), stages: await stagesOf(document, portal) }
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
