/** The state of the installation: what the portal has of ours, how far an installation is, and putting it right. */
import { setTimeout as sleep } from 'node:timers/promises'
import { appVersion, events, placementsFor, robots, scopes } from '../../manifest/manifest.ts'
import { eventHandler, pageHandler, type Registered } from '../../manifest/register.ts'
import type { House } from '../house.ts'
import { PortalError } from '../portal/errors.ts'
import type { InstallBody } from '../runs/bodies.ts'
import { newRunId } from '../runs/chance.ts'
import { freshDirectory } from '../runs/directory.ts'
import { registered } from '../runs/install.ts'
import { featuresOf, unknownFeatures } from './features.ts'
import type { Handlers } from './handlers.ts'
import { personView } from './people.ts'
import { orNull } from './or-null.ts'
import { refuse } from './refusal.ts'
import { openTicket } from './bearer.ts'

type Questions = 'install.progress' | 'installation.show' | 'installation.mend' | 'directory.refresh'

const dayMs = 86_400_000
const mendPatienceMs = 30_000

export function installationHandlers(house: House): Pick<Handlers, Questions> {
  const { store, portals, appUrl, seal, worker, receive, now, log } = house
  return {
    async 'install.progress'({ ticket }) {
      const named = openTicket(seal, ticket)
      if (!named) throw refuse('not_found')
      const run = await store.runs.get(named.memberId, named.runId)
      if (!run) throw refuse('not_found')
      const effects = await store.effects.ofRun(named.memberId, named.runId)
      const state = run.stage === 'done' || run.stage === 'failed' ? run.stage : run.stage === 'received' ? 'proving' : 'registering'
      // Whoever installs has told their language, and nothing is registered before that is known.
      const language = (await store.portals.get(named.memberId))?.language ?? 'en'
      const robotOf = (key: string) => (key.startsWith('robot:') ? (robots.get(key.slice('robot:'.length))?.name[language] ?? null) : null)
      return { state, steps: effects.map(({ key, state: effectState }) => ({ name: key, robot: robotOf(key), done: effectState === 'done' })), problem: run.problem }
    },

    async 'installation.show'(_, { memberId }) {
      const portal = await store.portals.get(memberId)
      if (!portal) throw refuse('not_installed')
      let token: 'valid' | 'refused' = 'valid'
      const found: Registered = await registered(portals.ofInstallation(memberId)).catch((error: unknown) => {
        // The page exists to say so, and then nothing of ours can be seen at the portal.
        if (!(error instanceof PortalError) || (error.kind !== 'token' && error.kind !== 'gone')) throw error
        token = 'refused'
        return { robots: [], placements: [], events: [], triggers: [], simple: false }
      })
      const settings = await store.settings.get(memberId)
      const features = await orNull(featuresOf(portals.ofInstallation(memberId), portal.installedBy, settings, now()), log, 'the portal did not say what its plan has')
      const directory = await store.directory.get(memberId)
      return {
        domain: new URL(portal.clientEndpoint).host,
        memberId,
        version: portal.version === '' ? appVersion : portal.version,
        installedAt: portal.installedAt,
        installedBy: personView(portal.installedBy, directory),
        token,
        scopes: { needed: [...scopes], missing: scopes.filter((scope) => !portal.scope.includes(scope)) },
        robots: [...robots].map(([code, robot]) => ({ code, name: robot.name[portal.language], registered: found.robots.includes(code) })),
        placements: placementsFor(found.simple).map(({ code, path }) => ({
          code: `${code}:${path}`,
          registered: found.placements.some((one) => one.placement === code && one.handler === pageHandler(appUrl, path)),
        })),
        events: events.map((name) => ({
          name,
          registered: found.events.some((one) => one.event.toUpperCase() === name && one.handler === eventHandler(appUrl)),
        })),
        directory: directory && { departments: directory.departments.length, people: directory.people.length, readAt: directory.readAt },
        runs: await store.journal.counts(memberId, now() - 14 * dayMs),
        features: features ?? unknownFeatures(settings),
        limits: await store.limitErrors.lastDay(memberId, now()),
      }
    },

    async 'installation.mend'(_, { memberId }) {
      const id = newRunId(now())
      const body: InstallBody = { source: 'mend', refresh: '', applicationToken: null, serverEndpoint: null, language: null, proof: null }
      await receive.run({
        id,
        memberId,
        kind: 'install',
        code: 'mend',
        dedupe: `mend:${id}`,
        document: null,
        reportId: null,
        body: JSON.stringify(body),
        receivedAt: now(),
      })
      worker.nudge(memberId)
      // Written by the portal's own line like everything else; this only waits for it.
      for (let waited = 0; waited < mendPatienceMs; waited += 100) {
        const run = await store.runs.get(memberId, id)
        if (run?.stage === 'failed') throw refuse('portal_refused', run.problem ?? undefined)
        if (run?.stage === 'done') {
          const effects = await store.effects.ofRun(memberId, id)
          return { registered: effects.filter(({ state, method }) => state === 'done' && method !== 'bizproc.robot.update').length }
        }
        await sleep(100)
      }
      throw refuse('portal_unreachable')
    },

    async 'directory.refresh'(_, { memberId }) {
      const directory = await freshDirectory({ portal: portals.ofInstallation(memberId), store, memberId, now, olderThanMs: 0 })
      return { departments: directory.departments.length, people: directory.people.length, readAt: directory.readAt }
    },
  }
}
