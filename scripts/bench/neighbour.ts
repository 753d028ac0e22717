/** How long a quiet portal's distribution takes beside a neighbour with ten thousand waiting calls, and alone; both in turn, so that whatever else this machine does meets both. */
import { until } from '../person.ts'
import { applicationToken } from '../portal/door/tokens.ts'
import { openAppAndPortals, type AppAndPortals, type Place } from './app-and-portals.ts'
import { addLead, distributeOnStage, moveToStage } from './distributing.ts'
import { head, row, shown } from './report.ts'

/** How long a portal takes over a request, milliseconds: at once, as the local one does, so that all that is measured is ours; and as a quick live one does. Of the answers that the documentation shows, three quarters took longer than 170. */
const answerTimes = [0, 150] as const
const samples = Number(process.env['BENCH_SAMPLES'] ?? 150)
const neighboursCalls = Number(process.env['BENCH_CALLS'] ?? 10_000)

/** From the press that moves the lead to the answer that its workflow has. */
async function once({ portal, administrator }: Place): Promise<number> {
  const id = await addLead(administrator)
  const began = performance.now()
  await moveToStage(administrator, id)
  while (!portal.state.instances.some(({ document, state }) => document.id === id && state === 'done')) await new Promise((done) => setTimeout(done, 1))
  return performance.now() - began
}

/** Calls of a portal whose limits are on: all that cannot be worked waits. */
async function drop({ url, listing, places }: AppAndPortals, calls: number): Promise<void> {
  const [, noisy] = places
  if (!noisy) throw new Error('no neighbour')
  const { portal, directions } = noisy
  const common = { 'document_id[0]': 'crm', 'document_id[1]': 'CCrmDocumentLead', 'document_id[2]': 'LEAD_101', 'properties[directions][0]': directions[0] ?? '', use_subscription: 'Y', 'auth[member_id]': portal.memberId, 'auth[application_token]': applicationToken({ state: portal.state, listing, variants: new Set() }) }
  let left = calls
  const send = async (): Promise<void> => {
    while (left > 0) {
      const answer = await fetch(`${url}/hook/robot/distribute-visit`, { method: 'POST', body: new URLSearchParams({ ...common, event_token: `w|${left--}` }) })
      if (!answer.ok) throw new Error(`a call of the neighbour was answered ${answer.status}`)
    }
  }
  await Promise.all(Array.from({ length: 16 }, send))
}

async function compare(): Promise<{ name: string; one: number; other: number }[]> {
  const took: { alone: number[]; beside: number[] } = { alone: [], beside: [] }
  for (let sample = -10; sample < samples; sample++) {
    const [one, other] = [await once(alone.places[0]), await once(beside.places[0])]
    // Both portals' buckets are drained by our own count; a second for two requests each.
    await new Promise((done) => setTimeout(done, Math.max(0, 1000 - one - other)))
    if (sample < 0) continue
    took.alone.push(one)
    took.beside.push(other)
  }
  const at = (times: number[], share: number): number => times.sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? NaN
  return [0.5, 0.95, 0.99].map((share) => ({ name: `p${share * 100}`, one: at(took.alone, share), other: at(took.beside, share) }))
}

const open = (): Promise<AppAndPortals> => openAppAndPortals({ portals: [{}, { limits: true }] })
const [alone, beside] = [await open(), await open()]
try {
  for (const { places } of [alone, beside]) for (const { administrator, directions } of places) await distributeOnStage(administrator, directions, true)
  await drop(beside, neighboursCalls)
  const [noisy] = beside.places.slice(1)
  await until('the neighbour has begun', async () => ((await noisy?.administrator.app('journal.list', {}))?.total ?? 0) >= neighboursCalls, 120_000)
  head()
  for (const milliseconds of answerTimes) {
    const undo = [...alone.places, ...beside.places].map(({ portal }) => portal.intercept(() => (milliseconds > 0 ? { kind: 'delay', milliseconds } : undefined)))
    const told = await compare()
    for (const stop of undo) stop()
    row(
      `a quiet portal’s distribution beside a neighbour with ${shown(neighboursCalls)} calls, ${milliseconds > 0 ? `portals taking ${milliseconds} ms over a request` : 'portals answering at once'}`,
      told.map(({ name, other }) => `${name} ${shown(other)} ms`).join(', '),
      `alone ${told.map(({ name, one }) => `${name} ${shown(one)} ms`).join(', ')}: ${told.map(({ one, other }) => `${shown(other / one)}x`).join(', ')}`,
      '1.1x at p99',
    )
  }
} finally {
  await alone.close()
  await beside.close()
}
