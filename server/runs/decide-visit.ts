/** Runs about a visit that nobody reports and no robot calls for: its link, a code for it, a reminder. */
import type { Ask } from '../../manifest/ask.ts'
import type { Given, Later, Plan } from '../../manifest/define.ts'
import { remind } from '../../manifest/visit/late.ts'
import { codeSent, toldOfLink } from '../../manifest/visit/link.ts'
import { CodeBody, codeCode, LinkBody, RemindBody, remindCode, renewCode, revokeCode } from './bodies.ts'

/** @returns null: the run is about something else */
export async function decideVisit(code: string | null, body: () => Promise<unknown>, ask: Ask, given: Given): Promise<Plan<Record<string, never>> | Later | null> {
  if (code === revokeCode || code === renewCode) {
    const { visitId, byName } = LinkBody.parse(await body())
    return toldOfLink(code === revokeCode ? 'revoke' : 'renew', visitId, byName, ask, given)
  }
  if (code === codeCode) {
    const sent = CodeBody.parse(await body())
    return codeSent(sent.visitId, sent.code, ask, given)
  }
  if (code === remindCode) {
    const late = RemindBody.parse(await body())
    return remind(late.visitId, late.step, ask, given)
  }
  return null
}
