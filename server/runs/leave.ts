/** A portal that leaves: believed on its word, unless the word is older than the present installation. */
import { question } from '../../manifest/ask.ts'
import type { Log } from '../log.ts'
import { PortalError } from '../portal/errors.ts'
import type { Portals } from '../portal/portal.ts'
import type { Lease } from '../store/leases.ts'
import type { Run } from '../store/run.ts'
import type { Store } from '../store/store.ts'
import { askPortal } from './ask-portal.ts'
import { EventBody } from './bodies.ts'

interface Needs {
  readonly store: Store
  readonly portals: Portals
  readonly now: () => number
  readonly log: Log
}

/** How far the portal's clock may be behind ours. */
const skewMs = 60_000

/** @throws PortalError `later` when a late word cannot be checked just now */
export async function leave(run: Run, lease: Lease, needs: Needs): Promise<void> {
  const { store, now, log } = needs
  const text = await store.runs.body(run.memberId, run.id)
  const { clean, at } = EventBody.parse(text === null ? {} : JSON.parse(text))
  const finish = (s: Pick<Store, 'runs'>) => s.runs.finish(run.memberId, run.id, { stage: 'done', outcome: 'ok', reason: null, problem: null, at: now() })
  if (await isOutdated(run, at, needs)) {
    await store.commit(lease, finish)
    log.warn({ runId: run.id }, 'told late of an uninstallation that a new installation has followed')
    return
  }
  await store.commit(lease, async (s) => {
    if (clean) return s.erase(run.memberId, run.id)
    // What has just come ends with the rest.
    await s.inbox.takeIn(Number.MAX_SAFE_INTEGER)
    await s.portals.uninstall(run.memberId)
    await s.runs.closeAll(run.memberId, run.id, 'uninstalled', now())
    await finish(s)
  })
  log.info({ runId: run.id, erased: clean }, 'portal uninstalled')
}

/** What was told before this installation is true only if the portal does not know us any more: an uninstallation ends our tokens first. */
async function isOutdated({ memberId }: Run, at: number | null, { store, portals }: Needs): Promise<boolean> {
  const installed = await store.portals.get(memberId)
  if (!installed || at === null || at > installed.installedAt + skewMs) return false
  try {
    await askPortal(portals.ofInstallation(memberId), { profile: question('profile') })
    return true
  } catch (error) {
    if (error instanceof PortalError && (error.kind === 'token' || error.kind === 'gone')) return false
    throw error
  }
}
