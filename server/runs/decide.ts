/** Runs a robot or the report's listener and makes one commit of what it decided, the reply among it. */
import type { Distribution } from '../../domain/distribution.ts'
import type { DocumentRef } from '../../domain/ids.ts'
import type { Visit } from '../../domain/visit.ts'
import { isLater, type Later, type Plan, type Robot, type RobotCall } from '../../manifest/define.ts'
import { returned, type PropertyFields, type ReturnFields } from '../../manifest/fields.ts'
import type { Localised } from '../../manifest/localised.ts'
import { alertPeople } from '../../manifest/alert.ts'
import { effect, type Effect } from '../../manifest/effect.ts'
import { recordListeners, reportListener, robots } from '../../manifest/manifest.ts'
import type { Param, Params } from '../../manifest/methods.ts'
import { selectAgain } from '../../manifest/distribute/again.ts'
import { undo } from '../../manifest/distribute/undo.ts'
import { endWorkflow } from '../../manifest/workflows.ts'
import { PortalError } from '../portal/errors.ts'
import type { Lease } from '../store/leases.ts'
import { never, type Arrival, type Run } from '../store/run.ts'
import type { Nouns } from '../store/store.ts'
import { AgainBody, againCode, AlertBody, alertCodes, againDedupe, EndingBody, endingCode, RobotBody, UndoBody, undoCode } from './bodies.ts'
import { newRunId } from './chance.ts'
import { crashPoint } from './crash-point.ts'
import { decideVisit } from './decide-visit.ts'
import { type Deciding, givenFor } from './deciding.ts'
import { decideSelfTest } from './self-test.ts'
import { words } from './words.ts'

type AnyPlan = Plan<object>

/** @returns the moment when the run is to be taken up again, or null when it was decided */
export async function decideRobot(deciding: Deciding, lease: Lease): Promise<number | null> {
  const { run, portal } = deciding
  const body = await bodyOf(deciding)
  const robot = robots.get(run.code ?? '')
  // A stage may still carry a rule of an older version of ours: its workflow must not wait for ever.
  if (!robot) return commitRefusal(deciding, lease, body, words.unknownRobot(run.code ?? '')[portal.language], 'refused')
  const until = untilOf(run, body)
  if (body.waits && until !== null && deciding.now() > until) {
    await commitRefusal(deciding, lease, body, words.tooLate(robot.name[portal.language])[portal.language], 'failed')
    return null
  }
  const read = readCall(robot, run, body, portal.language)
  if (!read.ok) {
    await commitRefusal(deciding, lease, body, read.problem[portal.language], 'refused')
    return null
  }
  const trusted = deciding.callTrust.trusts(run, body)
  const plan = await robot.run({ ...read.call, trusted }, deciding.asking.ask, givenFor(deciding))
  if (isLater(plan)) return plan.again
  const decided = await commitPlan(deciding, lease, plan, body.waits && !plan.wait ? [reply(run, body, plan.returns, plan.log)] : [])
  deciding.callTrust.learn(run.memberId, plan.keeps.said)
  return decided
}

/**
 * Takes up a run that rests: a report has come, or the time is over. After the time the workflow has gone on by itself, so
 * nothing is answered.
 * @returns the moment until which it rests on when it was woken for nothing, or null when it was decided
 */
export async function decideResume(deciding: Deciding, lease: Lease): Promise<number | null> {
  const { run, portal, store, asking, now } = deciding
  const body = await bodyOf(deciding)
  const robot = robots.get(run.code ?? '')
  const kept = await store.visits.ofRun(run.memberId, run.id)
  if (!kept || !robot?.resume) throw new PortalError('broken', 'no_visit', 'what it waits for is no longer stored')
  const report = kept.reportId === null ? null : await store.reports.get(run.memberId, kept.reportId)
  if (!report && now() < (kept.until ?? never)) return kept.until ?? never
  const read = readCall(robot, run, body, portal.language)
  if (!read.ok) throw new PortalError('broken', 'no_call', 'the call cannot be read any more')
  const plan = await robot.resume(read.call, { visit: kept.visit, report }, asking.ask, givenFor(deciding))
  return commitPlan(deciding, lease, plan, report ? [reply(run, body, plan.returns, plan.log)] : [])
}

type ReadCall = { readonly ok: true; readonly call: RobotCall<PropertyFields> } | { readonly ok: false; readonly problem: Localised }

function readCall(robot: Robot, run: Run, body: RobotBody, language: 'ru' | 'en'): ReadCall {
  const document = documentOf(body.documentId)
  if (!document || !robot.documents.includes(document.kind)) return { ok: false, problem: words.otherDocument(body.documentId) }
  const properties: Record<string, unknown> = {}
  for (const [id, field] of Object.entries(robot.properties)) {
    const read = field.read.safeParse(body.properties[id])
    if (!read.success) return { ok: false, problem: words.fieldUnread(field.name[language]) }
    if (field.required && (read.data === '' || (Array.isArray(read.data) && read.data.length === 0))) {
      return { ok: false, problem: field.whenEmpty ?? words.fieldEmpty(field.name[language]) }
    }
    properties[id] = read.data
  }
  return { ok: true, call: { document, eventToken: body.eventToken, properties, waits: body.waits ? { until: untilOf(run, body) } : null } }
}

/** When the workflow stops waiting for this call's answer; null: never. */
const untilOf = (run: Run, { timeoutMs }: RobotBody): number | null => (timeoutMs > 0 ? run.at.received + timeoutMs : null)

async function bodyOf(deciding: Deciding): Promise<RobotBody> {
  const body = await robotBody(deciding)
  if (!body) throw new PortalError('broken', 'no_body', 'the call is no longer stored')
  return body
}

export async function decideReport(deciding: Deciding, lease: Lease): Promise<number | null> {
  const { run, store, asking } = deciding
  const report = run.reportId === null ? null : await store.reports.get(run.memberId, run.reportId)
  if (!report) throw new PortalError('broken', 'no_report', 'the report is no longer stored')
  const plan: AnyPlan | Later = await reportListener.run(report, asking.ask, givenFor(deciding))
  return isLater(plan) ? plan.again : commitPlan(deciding, lease, plan, [])
}

/** A record changed at the portal: whoever listens to that event decides. */
export async function decideEvent(deciding: Deciding, lease: Lease): Promise<number | null> {
  const { run, asking } = deciding
  const pressed = (await decideSelfTest(deciding)) ?? (await decidePress(deciding))
  if (pressed) return isLater(pressed) ? pressed.again : commitPlan(deciding, lease, pressed, [])
  const listener = recordListeners.get(run.code ?? '')
  const plan: AnyPlan | Later =
    listener && run.document
      ? await listener.run(run.document, asking.ask, givenFor(deciding))
      : { outcome: 'ok', returns: {}, effects: [], keeps: {}, log: '' }
  return isLater(plan) ? plan.again : commitPlan(deciding, lease, plan, [])
}

/** What an administrator pressed in the panel; null: the event is the portal's own. */
async function decidePress(deciding: Deciding): Promise<AnyPlan | Later | null> {
  const { run, asking, portal, store } = deciding
  const given = givenFor(deciding)
  const body = async (): Promise<unknown> => JSON.parse((await store.runs.body(run.memberId, run.id)) ?? '{}')
  if (run.code === endingCode) return endWorkflow(EndingBody.parse(await body()).workflowId, portal.language)
  if (run.code === againCode) return selectAgain(AgainBody.parse(await body()).insteadOf, asking.ask, givenFor(deciding))
  if (run.code === alertCodes.red || run.code === alertCodes.well) return alertPeople(AlertBody.parse(await body()), given)
  if (run.code !== undoCode) return decideVisit(run.code, body, asking.ask, given)
  const wish = UndoBody.parse(await body())
  return undo(await asking.ask.distribution(wish.distributionId), wish, asking.ask, givenFor(deciding))
}

/** Tells the workflow of a robot run that cannot be decided. Other runs have nobody who waits. */
export async function decideFailure(deciding: Deciding, lease: Lease, sentence: Localised, outcome: 'refused' | 'failed'): Promise<void> {
  const { run, portal } = deciding
  const body = run.kind === 'robot' ? await robotBody(deciding) : null
  const text = sentence[portal.language]
  if (body) await commitRefusal(deciding, lease, body, text, outcome)
  else await commitPlan(deciding, lease, { outcome, returns: {}, effects: [], keeps: {}, log: text }, [])
}

async function robotBody({ store, run }: Deciding): Promise<RobotBody | null> {
  const text = await store.runs.body(run.memberId, run.id)
  return text === null ? null : RobotBody.parse(JSON.parse(text))
}

function commitRefusal(deciding: Deciding, lease: Lease, body: RobotBody, log: string, outcome: 'refused' | 'failed'): Promise<null> {
  return commitPlan(deciding, lease, { outcome, returns: { outcome }, effects: [], keeps: {}, log }, body.waits ? [reply(deciding.run, body, { outcome }, log)] : [])
}

/** What is answered to a rule that we no longer have. */
const onlyOutcome: ReturnFields = { outcome: returned.text({ ru: 'Итог', en: 'Outcome' }) }

/** Ends the workflow's waiting with the values that the robot returns. */
function reply({ code }: Run, body: RobotBody, returns: object, log: string): Effect {
  const values: Record<string, Param> = {}
  for (const [id, field] of Object.entries(robots.get(code ?? '')?.returns ?? onlyOutcome)) {
    if (id in returns) values[id] = field.write((returns as Record<string, unknown>)[id])
  }
  const params: Params = { EVENT_TOKEN: body.eventToken, RETURN_VALUES: values, LOG_MESSAGE: log }
  return effect('reply', 'reply', 'bizproc.event.send', params, null)
}

export async function commitPlan(
  { run, store, asking, now }: Deciding,
  lease: Lease,
  plan: AnyPlan,
  replies: readonly Effect[],
  keepToo: (nouns: Nouns) => Promise<void> = async () => undefined,
): Promise<null> {
  const { distribution = null, grown = null, insteadOf = null } = plan.keeps
  const about = distribution ?? grown ?? asking.seen()
  const visit = plan.keeps.visit ?? (run.kind === 'robot' ? (await store.visits.ofRun(run.memberId, run.id))?.visit : null) ?? null
  const named = visit ?? plan.about ?? null
  crashPoint('before_commit')
  await store.commit(lease, async (s) => {
    if (distribution) await s.distributions.keep(run.memberId, distribution)
    if (grown) await s.distributions.grow(run.memberId, grown)
    await s.draws.add(run.memberId, plan.keeps.drawn ?? [])
    if (insteadOf !== null) await s.runs.receive([following(run, insteadOf, now())])
    if (plan.keeps.visit) {
      await s.visits.keep(run.memberId, plan.keeps.visit, plan.wait ?? null)
      await s.visits.handOver(run.memberId, plan.keeps.visit, now())
    } else if (visit) await s.visits.stopWaiting(run.memberId, run.id)
    const before = visit && !plan.keeps.visit ? (await s.effects.ofRun(run.memberId, run.id)).length : 0
    await s.effects.add(run.memberId, run.id, [...plan.effects, ...replies], before)
    await s.runs.decide(run.memberId, run.id, {
      outcome: plan.outcome,
      reason: plan.log,
      distributionId: about?.id ?? null,
      title: about?.client.title ?? named?.title ?? '',
      search: searchText(run, about, named),
      directionIds: about?.directions.map(({ id }) => id) ?? [],
      readAt: asking.readAt(),
      decidedAt: now(),
      readRequests: asking.requests(),
    })
    await keepToo(s)
  })
  crashPoint('after_commit')
  return null
}

/** The run that selects again, in the same commit as the undoing: it comes once, and after it. */
const following = ({ memberId, document }: Run, insteadOf: string, now: number): Arrival => ({
  id: newRunId(now),
  memberId,
  kind: 'event',
  code: againCode,
  dedupe: againDedupe(insteadOf),
  document,
  reportId: null,
  body: JSON.stringify({ insteadOf }),
  receivedAt: now,
})

/** What the journal's search finds a run by: the record's number and title, the client, directions, people picked. */
function searchText(run: Run, about: Distribution | null, visit: Visit | null): string {
  const document = about?.document ?? run.document
  const words: string[] = document === null ? [] : [String(document.id)]
  if (about) {
    const { title, contactName, companyTitle } = about.client
    words.push(title, contactName, companyTitle, ...about.directions.map(({ name }) => name), ...about.draw.picked.map((id) => about.names[String(id)] ?? ''))
  }
  if (visit) words.push(visit.title, visit.names[String(visit.representativeId)] ?? '')
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
