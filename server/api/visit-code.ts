/** A link on another device than the first: a code goes to the representative at the portal, and whoever gives it back may open the link. */
import { createHash, randomInt } from 'node:crypto'
import { codeLimits } from '../../domain/link-code.ts'
import type { House } from '../house.ts'
import { codeCode } from '../runs/bodies.ts'
import { newRunId } from '../runs/chance.ts'
import type { Visitor } from './bearer.ts'
import type { Handlers } from './handlers.ts'
import { refuse } from './refusal.ts'
import { openVisitLink } from './visit-open.ts'
import { deviceHash } from './visitor.ts'

/** Hashed with the device's own secret, which is not kept here: six digits alone would be guessed in a moment. */
const codeHash = ({ visitId }: Visitor, device: string, code: string): string => createHash('sha256').update(`code ${visitId} ${device} ${code}`).digest('base64url')

export function visitCodeHandlers(house: House): Pick<Handlers, 'visit.askCode' | 'visit.giveCode'> {
  const { store, visitLinks, worker, now } = house
  /** @throws Refused `forbidden` unless this link asks this device for a code */
  async function askedOf(token: string, device: string): Promise<Visitor> {
    const link = visitLinks.read(token)
    if (!link || (await openVisitLink(house, token, 'en', device)).link !== 'code') throw refuse('forbidden')
    return link
  }

  return {
    async 'visit.askCode'({ token, device }) {
      const link = await askedOf(token, device)
      const { memberId, visitId, document } = link
      const at = now()
      const id = newRunId(at)
      const code = String(randomInt(1_000_000)).padStart(6, '0')
      const again = await store.together(async (s) => {
        await s.portals.hold(memberId)
        const blocked = await s.linkCodes.blockedUntil(memberId, visitId, at)
        if (blocked !== null) return blocked
        await s.linkCodes.keep(memberId, { id, visitId, device: deviceHash(link, device), code: codeHash(link, device, code), at })
        await s.runs.receive([{ id, memberId, kind: 'event', code: codeCode, dedupe: `code:${id}`, document, reportId: null, body: JSON.stringify({ visitId, code }), receivedAt: at }])
        return null
      })
      worker.nudge(memberId)
      return { sent: again === null, again: again ?? at + codeLimits.pauseMs }
    },

    async 'visit.giveCode'({ token, device, code }) {
      const link = await askedOf(token, device)
      const { memberId, visitId } = link
      const tried = await store.together(async (s) => {
        await s.portals.hold(memberId)
        const mine = deviceHash(link, device)
        const attempt = await s.linkCodes.attempt(memberId, visitId, mine, codeHash(link, device, code), now())
        if (attempt?.right) await s.visits.addDevice(memberId, visitId, mine)
        return attempt
      })
      return { opened: await openVisitLink(house, token, 'en', device), left: tried?.left ?? 0 }
    },
  }
}
