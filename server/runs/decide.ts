/** Runs a robot or the report's listener and makes one commit of what it decided, the reply among it. */
import type { Distribution } from '../../domain/distribution.ts'
import type { DocumentRef } from '../../domain/ids.ts'
import { isLater, type Given, type Later, type Plan, type Robot } from '../../manifest/define.ts'
import type { Localised } from '../../manifest/localised.ts'
import { effect, type Effect } from '../../manifest/effect.ts'
import { reportListener, robots } from '../../manifest/manifest.ts'
import type { Param, Params } from '../../manifest/methods.ts'
import { PortalError } from '../portal/errors.ts'
import type { Lease } from '../store/leases.ts'
import { originOf, type InstalledPortal } from '../store/portals.ts'
import type { Run } from '../store/runs.ts'
import type { Store } from '../store/store.ts'
import type { Asking } from './ask.ts'
import { RobotBody } from './bodies.ts'
import { hashOf, randomOf, seedOf } from './chance.ts'
import { crashPoint } from './crash-point.ts'
import { words } from './words.ts'

type AnyPlan = Plan<object>

/** Everything about a run that its decision needs. */
export interface Deciding {
  readonly run: Run
  readonly portal: InstalledPortal
  readonly asking: Asking
  readonly store: Store
  readonly chanceKey: Buffer
  readonly now: () => number
}

/** @returns the moment when the run is to be taken up again, or null when it was decided */
export async function decideRobot(deciding: Deciding, lease: Lease): Promise<number | null> {
  const { run, portal } = deciding
  const robot = robots.get(run.code ?? '')
  const body = await robotBody(deciding)
  if (!robot || !body) throw new PortalError('broken', 'no_body', 'the call is no longer stored')
  const tell = (sentence: Localised, outcome: 'refused' | 'failed') => commitRefusal(deciding, lease, robot, body, sentence[portal.language], outcome)

  if (body.waits && body.timeoutMs > 0 && deciding.now() > run.at.received + body.timeoutMs) return tell(words.tooLate(robot.name[portal.language]), 'failed')
  const document = documentOf(body.documentId)
  if (!document || !robot.documents.includes(document.kind)) return tell(words.otherDocument(body.documentId), 'refused')
  const properties: Record<string, unknown> = {}
  for (const [id, field] of Object.entries(robot.properties)) {
    const read = field.read.safeParse(body.properties[id])
    if (!read.success) return tell(words.fieldUnread(field.name[portal.language]), 'refused')
    if (field.required && (read.data === '' || (Array.isArray(read.data) && read.data.length === 0))) {
      return tell(field.whenEmpty ?? words.fieldEmpty(field.name[portal.language]), 'refused')
    }
    properties[id] = read.data
  }
  const plan = await robot.run({ document, eventToken: body.eventToken, properties }, deciding.asking.ask, givenFor(deciding))
  if (isLater(plan)) return plan.again
  return commitPlan(deciding, lease, plan, body.waits ? [reply(robot, body, plan.returns, plan.log)] : [])
}

export async function decideReport(deciding: Deciding, lease: Lease): Promise<number | null> {
  const { run, store, asking } = deciding
  const report = run.reportId === null ? null : await store.reports.get(run.memberId, run.reportId)
  if (!report) throw new PortalError('broken', 'no_report', 'the report is no longer stored')
  const plan: AnyPlan | Later = await reportListener.run(report, asking.ask, givenFor(deciding))
  return isLater(plan) ? plan.again : commitPlan(deciding, lease, plan, [])
}

/** Tells the workflow of a robot run that cannot be decided. Other runs have nobody who waits. */
export async function decideFailure(deciding: Deciding, lease: Lease, sentence: Localised, outcome: 'refused' | 'failed'): Promise<void> {
  const { run, portal } = deciding
  const robot = run.kind === 'robot' ? robots.get(run.code ?? '') : undefined
  const body = robot ? await robotBody(deciding) : null
  const text = sentence[portal.language]
  if (robot && body) await commitRefusal(deciding, lease, robot, body, text, outcome)
  else await commitPlan(deciding, lease, { outcome, returns: {}, effects: [], keeps: {}, log: text }, [])
}

async function robotBody({ store, run }: Deciding): Promise<RobotBody | null> {
  const text = await store.runs.body(run.memberId, run.id)
  return text === null ? null : RobotBody.parse(JSON.parse(text))
}

function commitRefusal(deciding: Deciding, lease: Lease, robot: Robot, body: RobotBody, log: string, outcome: 'refused' | 'failed'): Promise<null> {
  const returns = 'outcome' in robot.returns ? { outcome } : {}
  return commitPlan(deciding, lease, { outcome, returns, effects: [], keeps: {}, log }, body.waits ? [reply(robot, body, returns, log)] : [])
}

/** Ends the workflow's waiting with the values that the robot returns. */
function reply(robot: Robot, body: RobotBody, returns: object, log: string): Effect {
  const values: Record<string, Param> = {}
  for (const [id, field] of Object.entries(robot.returns)) {
    if (id in returns) values[id] = field.write((returns as Record<string, unknown>)[id])
  }
  const params: Params = { EVENT_TOKEN: body.eventToken, RETURN_VALUES: values, LOG_MESSAGE: log }
  return effect('reply', 'reply', 'bizproc.event.send', params, null)
}

export function givenFor({ run, portal, chanceKey, now }: Deciding): Given {
  return {
    runId: run.id,
    now: now(),
    chance(identity) {
      const seed = seedOf(chanceKey, run.memberId, identity)
      return { seed, random: (purpose) => randomOf(seed, purpose) }
    },
    hash: (text) => hashOf(run.memberId, text),
    portal: { memberId: run.memberId, origin: originOf(portal), language: portal.language },
  }
}

async function commitPlan({ run, store, asking, now }: Deciding, lease: Lease, plan: AnyPlan, replies: readonly Effect[]): Promise<null> {
  const { distribution = null, grown = null } = plan.keeps
  const about = distribution ?? grown ?? asking.seen()
  crashPoint('before_commit')
  await store.commit(lease, async (s) => {
    if (distribution) await s.distributions.keep(run.memberId, distribution)
    if (grown) await s.distributions.grow(run.memberId, grown)
    await s.effects.add(run.memberId, run.id, [...plan.effects, ...replies])
    await s.runs.decide(run.memberId, run.id, {
      outcome: plan.outcome,
      reason: plan.log,
      distributionId: about?.id ?? null,
      title: about?.client.title ?? '',
      search: searchText(run, about),
      directionIds: about?.directions.map(({ id }) => id) ?? [],
      readAt: asking.readAt(),
      decidedAt: now(),
      readRequests: asking.requests(),
    })
  })
  crashPoint('after_commit')
  return null
}

/** What the journal's search finds a run by: the lead's number and title, the client, directions, people picked. */
function searchText(run: Run, about: Distribution | null): string {
  const document = about?.document ?? run.document
  const words: string[] = document === null ? [] : [String(document.id)]
  if (about) {
    const { title, contactName, companyTitle } = about.client
    words.push(title, contactName, companyTitle, ...about.directions.map(({ name }) => name), ...about.draw.picked.map((id) => about.names[String(id)] ?? ''))
  }
  return words.filter((word) => word !== '').join(' ').toLowerCase()
}

const documentKinds: Readonly<Record<string, DocumentRef['kind']>> = { LEAD: 'lead', DEAL: 'deal' }

/** `LEAD_12` as the portal writes it; null for kinds that we have no robots for. */
export function documentOf(text: string): DocumentRef | null {
  const found = /^([A-Z]+)_(\d{1,15})$/.exec(text)
  const kind = found ? documentKinds[found[1] as string] : undefined
  const id = Number(found?.[2])
  return kind && id > 0 ? { kind, id } : null
}
