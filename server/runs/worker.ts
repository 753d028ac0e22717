/** Works the portals that have something due: one lease and one line a portal, the portals in a ring, woken by arrivals and by time. */
import { randomBytes } from 'node:crypto'
import type { MemberId } from '../../domain/ids.ts'
import type { Log } from '../log.ts'
import { LeaseLost, ownerName, type Lease } from '../store/leases.ts'
import { base32 } from './chance.ts'
import { heal, work, type WorkNeeds } from './work.ts'

export interface Worker {
  /** Something of this portal has arrived. */
  nudge(memberId: MemberId): void
  /** Finishes the turns that are under way and gives the leases back. */
  close(): Promise<void>
}

/** Portals worked at the same time. A turn waits for its portal most of the time; one that waits for longer than a moment lets the next one begin, so that silent portals hold nobody up. */
const atOnce = 16
const momentMs = 200
const mostActive = 1000
/** Calls that become runs in one commit; a commit of an embedded database lets nobody in between. */
const callsAtOnce = 100
/** Looking around even when nobody nudged: for calls and runs of a process that died. */
const lookAroundMs = 2000
const housekeepingMs = 3_600_000

interface Held {
  readonly lease: Lease
  until: number
}

export async function startWorker(needs: WorkNeeds & { readonly leaseMs: number; readonly bodiesKeptMs: number; readonly log: Log }): Promise<Worker> {
  const { store, leaseMs, bodiesKeptMs, callTrust, now, log } = needs
  const owner = ownerName(base32(randomBytes(8)))
  /** The ring: portals that want a turn, in order; a Set keeps the order and knows each only once. */
  const ready = new Set<MemberId>()
  const active = new Map<MemberId, Promise<void>>()
  /** Active ones that have just begun. */
  const brisk = new Set<MemberId>()
  const held = new Map<MemberId, Held>()
  const resting = new Map<MemberId, number>()
  let stopped = false
  let alarm: NodeJS.Timeout | undefined

  if (store.embedded) await store.leases.releaseDead(isAlive, owner)

  function nudge(memberId: MemberId): void {
    if (stopped) return
    ready.add(memberId)
    takeIn()
  }

  let takingIn: Promise<void> | null = null
  let moreCame = false
  /** Makes runs of the calls that have come, then starts turns. */
  function takeIn(): void {
    moreCame = true
    takingIn ??= takeAllIn()
      .catch((error: unknown) => {
        log.error({ error }, 'could not take calls in')
        startTurns()
      })
      .finally(() => {
        takingIn = null
        if (moreCame && !stopped) takeIn()
      })
  }

  /** A few at a time: new calls, pages and turns come in between. */
  async function takeAllIn(): Promise<void> {
    for (; moreCame && !stopped; await new Promise((done) => setImmediate(done))) {
      moreCame = false
      const portals = await store.together(({ inbox }) => inbox.takeIn(callsAtOnce))
      for (const memberId of portals) ready.add(memberId)
      moreCame ||= portals.size > 0
      startTurns()
    }
  }

  function startTurns(): void {
    for (const memberId of ready) {
      if (stopped || brisk.size >= atOnce || active.size >= mostActive) return
      if (active.has(memberId)) continue
      ready.delete(memberId)
      brisk.add(memberId)
      const long = setTimeout(() => {
        brisk.delete(memberId)
        startTurns()
      }, momentMs)
      const turn = takeTurn(memberId)
        .catch((error: unknown) => {
          held.delete(memberId)
          if (error instanceof LeaseLost) log.warn({ memberId }, 'lost the lease')
          else log.error({ memberId, error }, 'a turn broke')
        })
        .finally(() => {
          clearTimeout(long)
          brisk.delete(memberId)
          active.delete(memberId)
          // Not at once: an embedded database answers without ever letting go, and calls and pages must come in between two turns.
          setImmediate(startTurns)
        })
      active.set(memberId, turn)
    }
  }

  /** One run of the portal, then to the end of the ring: a portal with ten thousand runs keeps nobody waiting. */
  async function takeTurn(memberId: MemberId): Promise<void> {
    if ((resting.get(memberId) ?? 0) > now()) return
    resting.delete(memberId)
    const lease = await hold(memberId)
    if (!lease) return
    const portal = await store.portals.get(memberId)
    const open = portal !== null && (portal.resumeAt === null || portal.resumeAt <= now() || (await isHealed(memberId)))
    const run = await store.runs.due(memberId, now(), open)
    if (!run) {
      held.delete(memberId)
      await store.leases.giveBack(lease)
      return
    }
    const { restUntil } = await work(run, lease, needs)
    if (restUntil === null) ready.add(memberId)
    else {
      resting.set(memberId, restUntil)
      wakeBy(restUntil)
    }
    if (portal?.parkedFor) await unparkIfWell(memberId)
    await setAlarm()
  }

  /** A call that came to a resting portal may bring a living pair of tokens, where ours was lost on its way. */
  async function isHealed(memberId: MemberId): Promise<boolean> {
    const call = await store.runs.newestCall(memberId, now())
    if (call === null || !(await heal(call, needs))) return false
    await store.portals.unpark(memberId)
    return true
  }

  /** A portal whose rest was over and that was not parked anew by this turn is well again. */
  async function unparkIfWell(memberId: MemberId): Promise<void> {
    const portal = await store.portals.get(memberId)
    if (portal && portal.resumeAt !== null && portal.resumeAt <= now()) await store.portals.unpark(memberId)
  }

  async function hold(memberId: MemberId): Promise<Lease | null> {
    const known = held.get(memberId)
    const moment = now()
    if (known && known.until - moment > leaseMs / 2) return known.lease
    const lease = await store.leases.take(memberId, owner, moment, moment + leaseMs)
    if (lease) {
      held.set(memberId, { lease, until: moment + leaseMs })
      callTrust.holds(lease)
    } else wakeBy(await store.leases.heldUntil(memberId))
    return lease
  }

  let alarmAt = Infinity
  function wakeBy(at: number): void {
    if (stopped || at >= alarmAt) return
    alarmAt = at
    clearTimeout(alarm)
    alarm = setTimeout(() => void lookAround(), Math.max(0, Math.min(at - now(), lookAroundMs)))
  }

  async function setAlarm(): Promise<void> {
    const nextAt = await store.runs.nextWake(now())
    if (nextAt !== null) wakeBy(nextAt)
  }

  async function lookAround(): Promise<void> {
    alarmAt = Infinity
    try {
      for (const memberId of await store.runs.line(now(), owner)) ready.add(memberId)
      takeIn()
      const nextAt = await store.runs.nextWake(now())
      wakeBy(Math.min(nextAt ?? Infinity, now() + lookAroundMs))
    } catch (error) {
      log.error({ error }, 'could not look for work')
      wakeBy(now() + lookAroundMs)
    }
  }

  async function renewLeases(): Promise<void> {
    for (const memberId of active.keys()) {
      const mine = held.get(memberId)
      const until = now() + leaseMs
      if (mine && (await store.leases.renew(mine.lease, until))) mine.until = until
    }
  }

  const quietly = (task: () => Promise<void>, what: string) => () => void task().catch((error: unknown) => log.error({ error }, what))
  const renewing = setInterval(quietly(renewLeases, 'could not renew leases'), Math.max(50, leaseMs / 3))
  const housekeeping = setInterval(quietly(() => store.runs.forgetBodies(now() - bodiesKeptMs), 'could not tidy up'), housekeepingMs)
  void lookAround()

  return {
    nudge,
    async close() {
      stopped = true
      clearTimeout(alarm)
      clearInterval(housekeeping)
      await takingIn
      await Promise.all(active.values())
      clearInterval(renewing)
      for (const { lease } of held.values()) await store.leases.giveBack(lease)
    },
  }
}

/** Whether a process of this machine lives; one of another user counts as living. */
function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}
