/** Decides of the photos of a report: which of those that have come go to the portal now, or when to look again. */
import { isLater } from '../../manifest/define.ts'
import { attachPhotos } from '../../manifest/manifest.ts'
import { PortalError } from '../portal/errors.ts'
import type { Lease } from '../store/leases.ts'
import { commitPlan } from './decide.ts'
import { type Deciding, givenFor } from './deciding.ts'
import { photosRun } from './photos-run.ts'

/** Photos that have come are taken by this run in the commit that plans to send them. */
export async function decidePhotos(deciding: Deciding, lease: Lease): Promise<number | null> {
  const { run, store } = deciding
  const { memberId, reportId } = run
  const report = reportId === null ? null : await store.reports.get(memberId, reportId)
  if (!report) throw new PortalError('broken', 'no_report', 'the report is no longer stored')
  const photos = await store.photos.ofReport(memberId, report.id)
  const waiting = photos.filter(({ runId }) => runId === null).map(({ id }) => id)
  const plan = attachPhotos(report, { waiting, come: photos.length, lastAt: photos.at(-1)?.receivedAt ?? null }, givenFor(deciding))
  if (isLater(plan)) return plan.again
  return commitPlan(deciding, lease, plan, [], async (s) => {
    await s.photos.take(memberId, report.id, plan.photos, run.id)
    // One that came between the reading and this commit.
    const [late] = (await s.photos.ofReport(memberId, report.id)).filter(({ runId }) => runId === null)
    if (late) await s.runs.receive([photosRun(memberId, report, late.id, deciding.now())])
  })
}
