/** Looks at an installation's state where somebody wants to be told of it, and tells them once when it turns red and once when it is well again. */
import type { MemberId } from '../../domain/ids.ts'
import type { Red } from '../../manifest/alert.ts'
import { events, placementsFor, robots, scopes } from '../../manifest/manifest.ts'
import { eventHandler, pageHandler } from '../../manifest/register.ts'
import { viewOf } from '../api/direction-view.ts'
import { readPipelines } from '../api/pipelines.ts'
import type { Portals } from '../portal/portal.ts'
import type { Store } from '../store/store.ts'
import { alertCodes, type AlertBody } from './bodies.ts'
import { newRunId } from './chance.ts'
import { freshDirectory } from './directory.ts'
import { registered } from './install.ts'

export interface WatchNeeds {
  readonly store: Store
  readonly portals: Portals
  readonly appUrl: string
  readonly nudge: (memberId: MemberId) => void
  readonly directoryTtlMs: number
  readonly now: () => number
}

/** @throws PortalError when the portal does not say how it stands: then nobody could be told at it either */
export async function watchHealth(memberId: MemberId, needs: WatchNeeds): Promise<void> {
  const { store, nudge, now } = needs
  const { alertTo } = await store.settings.get(memberId)
  if (alertTo.length === 0) return
  const problems = await redOf(memberId, needs)
  const last = await store.runs.newestOf(memberId, Object.values(alertCodes))
  const wasRed = last?.code === alertCodes.red
  if (wasRed === problems.length > 0) return
  const id = newRunId(now())
  const body: AlertBody = { to: alertTo, problems: problems.map(({ what, names }) => ({ what, names: [...names] })) }
  await store.runs.receive([
    {
      id,
      memberId,
      kind: 'event',
      code: wasRed ? alertCodes.well : alertCodes.red,
      // Of several processes that see it at once one tells.
      dedupe: `health:${last?.id ?? 'first'}`,
      document: null,
      reportId: null,
      body: JSON.stringify(body),
      receivedAt: now(),
    },
  ])
  nudge(memberId)
}

async function redOf(memberId: MemberId, { store, portals, appUrl, directoryTtlMs, now }: WatchNeeds): Promise<Red[]> {
  const installed = await store.portals.get(memberId)
  if (!installed) return []
  const portal = portals.ofInstallation(memberId)
  const found = await registered(portal)
  const around = {
    directory: await freshDirectory({ portal, store, memberId, now, olderThanMs: directoryTtlMs }),
    pipelines: await readPipelines(portal),
    settings: await store.settings.get(memberId),
  }
  const { language, scope } = installed
  const red: Red[] = [
    { what: 'scopes', names: scopes.filter((one) => !scope.includes(one)) },
    { what: 'robots', names: [...robots].filter(([code]) => !found.robots.includes(code)).map(([, { name }]) => name[language]) },
    {
      what: 'placements',
      names: placementsFor(found.simple)
        .filter(({ code, path }) => !found.placements.some((one) => one.placement === code && one.handler === pageHandler(appUrl, path)))
        .map(({ title }) => title[language]),
    },
    { what: 'events', names: events.filter((name) => !found.events.some((one) => one.event.toUpperCase() === name && one.handler === eventHandler(appUrl))) },
    {
      what: 'directions',
      names: (await store.directions.all(memberId)).filter((direction) => !direction.archived && viewOf(direction, around).problem !== null).map(({ name }) => name),
    },
  ]
  return red.filter(({ names }) => names.length > 0)
}
