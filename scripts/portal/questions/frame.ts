/** The site's questions for the application's pages: opening them, and what the commands of the frame need. */
import { z } from 'zod'
import { checkFrame, openFrame, refreshAuth, setOption } from '../app/frames.ts'
import { finishInstallation } from '../app/life.ts'
import { choosableKinds } from '../contract/frame.ts'
import type { ChoosableRecord } from '../contract/frame.ts'
import { crmTypes } from '../state/kinds.ts'
import type { CrmRecord } from '../state/state.ts'
import { canRead, recordOf } from '../world.ts'
import type { World } from '../world.ts'
import { nameOf } from './cards.ts'
import type { SiteCall, SiteQuestions } from './question.ts'
import { Robot } from './stages.ts'

const id = z.number().int().positive()
const short = z.string().max(200)
/** As many as a dialog shows before one has to search. */
const shownRecords = 60

const prefixes = { lead: 'L', deal: 'D', contact: 'C', company: 'CO' } as const

/** What stands in small letters beside the name. */
function clientOf(world: World, { type, contactIds, companyTitle, name, lastName }: CrmRecord): string {
  if (type === crmTypes.contact || type === crmTypes.company) return companyTitle
  const contact = recordOf(world, 'contact', contactIds[0] ?? 0)
  return (contact ? nameOf(contact) : `${name} ${lastName}`.trim()) || companyTitle
}

/** What the person may read, newest first. */
function recordsOf({ world, person }: SiteCall, kind: ChoosableRecord['kind'], search: string): ChoosableRecord[] {
  return world.state.records
    .filter((record) => record.type === crmTypes[kind] && canRead(world, person, record))
    .map((record) => ({ record, title: nameOf(record) }))
    .filter(({ title }) => title.toLowerCase().includes(search.trim().toLowerCase()))
    .sort((one, other) => other.record.id - one.record.id)
    .slice(0, shownRecords)
    .map(({ record, title }) => ({ id: `${prefixes[kind]}_${record.id}`, kind, title, desc: clientOf(world, record), url: `/crm/${kind}/show/${record.id}/` }))
}

export const frameQuestions: SiteQuestions<'frame.open' | 'frame.installFinish' | 'frame.refreshAuth' | 'frame.setOption' | 'frame.records'> = {
  'frame.open': {
    input: z.object({
      bindingId: id.nullable(),
      options: z.record(z.string().max(100), z.string().max(2_000)),
      robot: z.object({ stageId: short, document: z.enum(['lead', 'deal']), robotId: short, robots: z.array(Robot).max(50) }).optional(),
    }),
    run: ({ world, person, language }, asked) => openFrame(world, person, language, asked),
  },
  'frame.installFinish': {
    input: z.object({ appSid: short, finished: z.boolean() }),
    run({ world, person }, { appSid, finished }) {
      checkFrame(world, person, appSid)
      finishInstallation(world, person, finished)
      return {}
    },
  },
  'frame.refreshAuth': { input: z.object({ appSid: short }), run: ({ world, person }, { appSid }) => refreshAuth(world, person, appSid) },
  'frame.setOption': {
    input: z.object({ appSid: short, of: z.enum(['app', 'user']), name: short, value: z.string().max(20_000) }),
    run: ({ world, person }, { appSid, of, name, value }) => setOption(world, person, appSid, of, name, value),
  },
  'frame.records': {
    input: z.object({ appSid: short, kinds: z.array(z.enum(choosableKinds)).max(4), search: short }),
    run(call, { appSid, kinds, search }) {
      checkFrame(call.world, call.person, appSid)
      return { records: kinds.flatMap((kind) => recordsOf(call, kind, search)) }
    },
  },
}
