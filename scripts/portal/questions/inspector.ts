/** The site's questions of the inspector and of the weather. */
import { z } from 'zod'
import type { DeliveryRow } from '../contract/inspector.ts'
import type { SiteApi } from '../contract/site-api.ts'
import { faultNames, weatherKinds } from '../contract/weather.ts'
import { bucketLimit, drainPerSecond } from '../door/limits.ts'
import { SiteRefusal } from '../door/refusal.ts'
import { harOf } from '../inspector/har.ts'
import { callIn, deliveryIn } from '../inspector/inspector.ts'
import type { LoggedCall } from '../inspector/inspector.ts'
import { deliver } from '../sending/delivery.ts'
import { stormRules } from '../weather/storm-rules.ts'
import { onlyAdministrator } from './question.ts'
import type { SiteCall, SiteQuestions } from './question.ts'

const short = z.string().max(200)
const Rule = z.object({ kind: z.enum(weatherKinds), of: z.string().max(100), chance: z.number().min(0).max(1), milliseconds: z.number().int().min(0).max(600_000) })
const Filter = z.object({ search: short, failed: z.boolean().optional(), caller: short.optional() })
const shownRows = 150

const isFailed = ({ status, error, commands }: LoggedCall): boolean => status < 200 || status >= 300 || error !== null || commands.some((one) => one.error !== null)

function found({ world, language }: SiteCall, { search, failed = false, caller = '' }: z.output<typeof Filter>, whole: boolean) {
  const wanted = search.trim().toLowerCase()
  const hit = (row: unknown): boolean => wanted === '' || JSON.stringify(row).toLowerCase().includes(wanted)
  return {
    calls: world.inspector.calls
      .filter((call) => (!failed || isFailed(call)) && (caller === '' || call.app === caller))
      .map((call) => callIn(call, language, whole))
      .filter(hit),
    deliveries: world.inspector.deliveries.filter((row: DeliveryRow) => (!failed || row.state === 'lost' || row.state === 'timed_out') && caller !== 'webhook' && hit(row)),
  }
}

type Names = 'weather.storm' | 'inspector.show' | 'inspector.export' | 'delivery.replay' | 'weather.show' | 'weather.set' | 'fault.set'

export const inspectorQuestions: SiteQuestions<Names> = {
  'inspector.show': {
    input: Filter,
    run(call, asked) {
      const { limits, clock, inspector } = call.world
      const { calls, deliveries } = found(call, asked, false)
      return {
        calls: calls.slice(0, shownRows),
        deliveries: deliveries.slice(0, shownRows).map(deliveryIn),
        callers: [...new Set(inspector.calls.map(({ app }) => app))].filter((name) => name !== '').sort(),
        bucket: { level: limits.level(clock.now()), limit: bucketLimit, drainPerSecond },
        operating: limits.operating(clock.now()),
      }
    },
  },
  'inspector.export': {
    input: Filter.extend({ format: z.enum(['har', 'json']) }),
    run(call, { format, ...filter }) {
      const { calls, deliveries } = found(call, filter, true)
      const day = new Date(call.world.clock.now()).toISOString().slice(0, 16).replace(/[:T]/g, '-')
      const content = format === 'har' ? harOf(call.world.url, calls, deliveries) : { calls, deliveries }
      return { name: `portal-${day}.${format}`, text: JSON.stringify(content, null, 2) }
    },
  },
  'delivery.replay': {
    input: z.object({ id: z.number().int().positive() }),
    run(call, { id }) {
      onlyAdministrator(call)
      const parcel = call.world.inspector.parcels.get(id)
      if (!parcel) throw new SiteRefusal(404, 'not_found', { ru: 'Эта доставка уже забыта.', en: 'This delivery is forgotten already.' })
      return { id: deliver(call.world, { ...parcel, awaited: false }, id).id }
    },
  },
  'weather.show': {
    input: z.object({}),
    run({ world }): SiteApi['weather.show']['answer'] {
      const { weather, inspector, clock } = world
      const called = inspector.calls.flatMap(({ method, commands }) => [method, ...commands.map((command) => command.method)])
      const delivered = [...inspector.parcels.values()].map(({ code }) => code)
      return {
        rules: [...weather.rules],
        struck: [...weather.struck],
        seed: weather.seed,
        skew: Math.round((clock.now() - Date.now()) / 100) * 100,
        names: [...new Set([...called, ...delivered])].sort(),
      }
    },
  },
  'weather.set': {
    input: z.object({ rules: z.array(Rule).max(100), seed: z.number().int().min(0), skew: z.number().int().optional() }),
    run({ world }, { rules, seed, skew }) {
      world.weather.set(rules, seed)
      if (skew !== undefined) world.clock.set(Date.now() + skew)
      return {}
    },
  },
  'weather.storm': {
    input: z.object({ seed: z.number().int().min(0) }),
    run: ({ world }, { seed }) => (world.weather.set(stormRules(false), seed), {}),
  },
  'fault.set': {
    input: z.object({ name: z.enum(faultNames), on: z.boolean() }),
    run({ world }, { name, on }) {
      if (on) world.faults.add(name)
      else world.faults.delete(name)
      return {}
    },
  },
}
