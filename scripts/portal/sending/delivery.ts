/** What the portal sends to the application: form-encoded, once, a little later; a lost delivery is recorded and forgotten. */
import http from 'node:http'
import https from 'node:https'
import qs from 'qs'
import type { DeliveryRow } from '../contract/inspector.ts'
import { keptText, shown } from '../inspector/inspector.ts'
import type { World } from '../world.ts'
import type { Parcel } from './parcel.ts'

const delay = 5
const answerLimit = 30_000

function post(url: string, body: string, contentType: string): Promise<number> {
  const { request } = url.startsWith('https:') ? https : http
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      {
        method: 'POST',
        agent: false,
        timeout: answerLimit,
        headers: {
          'content-type': contentType,
          'content-length': Buffer.byteLength(body),
          'user-agent': 'Bitrix24 Webhook Engine',
        },
      },
      (answer) => {
        answer.resume()
        answer.on('end', () => resolve(answer.statusCode ?? 0))
        answer.on('error', reject)
      },
    )
    outgoing.on('timeout', () => outgoing.destroy(new Error('timeout')))
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

const accepted = (status: number | null): boolean => status !== null && status < 400

/** Sends it soon; the row in the inspector's log tells what became of it. @param replayOf the delivery that is repeated by hand */
export function deliver(world: World, parcel: Parcel, replayOf: number | null = null): DeliveryRow {
  const waiting = parcel.awaited ? 'waiting_reply' : 'accepted'
  const { kind, name, document, url } = parcel
  const row = world.inspector.addDelivery(
    { at: world.clock.now(), kind, name, document, url, status: null, durationMs: 0, state: waiting, body: shown(parcel.payload, keptText), replayOf },
    parcel,
  )
  const contentType = parcel.asJson ? 'application/json' : 'application/x-www-form-urlencoded'
  const body = parcel.asJson ? JSON.stringify(parcel.payload) : qs.stringify(parcel.payload, { arrayFormat: 'indices', encodeValuesOnly: false })
  const run = async () => {
    const late = world.weather.strikes('delivered_late', [parcel.code])
    await new Promise((resolve) => setTimeout(resolve, delay + (late ? world.weather.pause(late) : 0)))
    if (world.faults.has('app_unreachable') || world.weather.strikes('delivery_dropped', [parcel.code])) {
      if (row.state !== 'replied') row.state = 'lost'
      return
    }
    const began = performance.now()
    try {
      const status = await post(parcel.url, body, contentType)
      if (!accepted(row.status)) row.status = status
    } catch {
      // No answer: what was told before stands.
    }
    // Delivered twice and accepted once is accepted.
    if (!accepted(row.status) && row.state !== 'replied') row.state = 'lost'
    if (accepted(row.status) && row.state === 'lost') row.state = waiting
    row.durationMs = Math.round(performance.now() - began)
  }
  const twice = (parcel.kind === 'robot' && world.faults.has('delivered_twice')) || world.weather.strikes('delivered_twice', [parcel.code])
  const times = twice ? 2 : 1
  for (let time = 0; time < times; time += 1) {
    const running = run().finally(() => world.running.delete(running))
    world.running.add(running)
  }
  return row
}
