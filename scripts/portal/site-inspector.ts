/** The site's questions of the inspector and of the weather. */
import { z } from 'zod'
import { callIn } from './inspector.ts'
import { bucketLimit, drainPerSecond } from './limits.ts'
import { faultNames, weatherKinds } from './site-contract.ts'
import type { SiteQuestions } from './site-question.ts'

const short = z.string().max(200)
const Rule = z.object({ kind: z.enum(weatherKinds), of: z.string().max(100), chance: z.number().min(0).max(1), milliseconds: z.number().int().min(0).max(600_000) })

export const inspectorQuestions: SiteQuestions<'inspector.show' | 'weather.set' | 'fault.set'> = {
  'inspector.show': {
    input: z.object({ search: short }),
    run({ world, language }, { search }) {
      const wanted = search.trim().toLowerCase()
      const now = world.clock.now()
      const hit = (row: unknown): boolean => wanted === '' || JSON.stringify(row).toLowerCase().includes(wanted)
      return {
        calls: world.inspector.calls
          .map((call) => callIn(call, language))
          .filter(hit)
          .slice(0, 150),
        deliveries: world.inspector.deliveries.filter(hit).slice(0, 150),
        bucket: { level: world.limits.level(now), limit: bucketLimit, drainPerSecond },
        operating: world.limits.operating(now),
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
  'fault.set': {
    input: z.object({ name: z.enum(faultNames), on: z.boolean() }),
    run({ world }, { name, on }) {
      if (on) world.faults.add(name)
      else world.faults.delete(name)
      return {}
    },
  },
}
