/** The portal's deal pipelines with their stages, kept for a minute: the panel asks for them with every list. */
import type { MemberId } from '../../domain/ids.ts'
import { entityTypeId } from '../../domain/ids.ts'
import { question } from '../../manifest/ask.ts'
import { PortalError } from '../portal/errors.ts'
import type { Portal } from '../portal/portal.ts'
import { askPortal } from '../runs/ask-portal.ts'

export interface Pipeline {
  readonly id: number
  readonly name: string
  readonly stages: readonly { readonly id: string; readonly name: string; readonly color: string | null; readonly semantics: string }[]
}

const keptMs = 60_000

export type ReadPipelines = (portal: Portal) => Promise<readonly Pipeline[]>

export function createPipelines(now: () => number): ReadPipelines {
  const kept = new Map<MemberId, { readonly at: number; readonly pipelines: Promise<readonly Pipeline[]> }>()
  return (portal) => {
    const known = kept.get(portal.memberId)
    if (known && now() - known.at < keptMs) return known.pipelines
    const pipelines = readPipelines(portal)
    kept.set(portal.memberId, { at: now(), pipelines })
    pipelines.catch(() => kept.delete(portal.memberId))
    return pipelines
  }
}

export async function readPipelines(portal: Portal): Promise<readonly Pipeline[]> {
  const { categories, statuses } = await askPortal(portal, {
    categories: question('crm.category.list', { entityTypeId: entityTypeId.deal }),
    statuses: question('crm.status.list', { order: { SORT: 'ASC' } }),
  })
  if (!categories.ok) throw new PortalError('refused', categories.code, categories.text)
  if (!statuses.ok) throw new PortalError('refused', statuses.code, statuses.text)
  return categories.value.categories.map(({ id, name }) => ({
    id,
    name,
    stages: statuses.value
      .filter(({ ENTITY_ID }) => ENTITY_ID === (id === 0 ? 'DEAL_STAGE' : `DEAL_STAGE_${id}`))
      .sort((a, b) => a.SORT - b.SORT)
      .map(({ STATUS_ID, NAME, COLOR, SEMANTICS }) => ({ id: STATUS_ID, name: NAME, color: COLOR || null, semantics: SEMANTICS ?? '' })),
  }))
}
