/** The one door to our server: a question of the contract is posted, its answer is parsed, a refusal is thrown as a code. */
import { type Answer, contract, type Input, type QuestionName } from '../domain/contract/contract.ts'
import { connectFrame } from './frame.ts'
import { post, Refused } from './refused.ts'

type Session = Answer<'session.open'>
let opening: Promise<Session> | null = null

/** Who is looking. Opens the session at the first call. */
export function session(): Promise<Session> {
  opening ??= openSession().catch((error: unknown) => {
    opening = null
    throw error
  })
  return opening
}

/** Asks a question of the contract; throws `Refused`. */
export async function ask<Q extends QuestionName>(name: Q, input: Input<Q>): Promise<Answer<Q>> {
  if (contract[name].access === 'anyone') return askWith(name, input, null)
  const mine = session()
  const { session: bearer } = await mine
  try {
    return await askWith(name, input, bearer)
  } catch (error) {
    if (!isOver(error)) throw error
    // Several questions may find the session over at once: only the first of them opens a new one.
    if (opening === mine) opening = reopenSession()
    return askWith(name, input, (await session()).session)
  }
}

const isOver = (error: unknown): boolean => error instanceof Refused && (error.code === 'session_expired' || error.code === 'session_required')

async function openSession(): Promise<Session> {
  const frame = await connectFrame()
  try {
    return await askWith('session.open', { memberId: frame.memberId, accessToken: await frame.token() }, null)
  } catch (error) {
    // The frame may have been open for longer than its token lives.
    if (!isOver(error)) throw error
    return askWith('session.open', { memberId: frame.memberId, accessToken: await frame.renewToken() }, null)
  }
}

function reopenSession(): Promise<Session> {
  const reopened = connectFrame().then(async (frame) =>
    askWith('session.open', { memberId: frame.memberId, accessToken: await frame.renewToken() }, null),
  )
  reopened.catch(() => {
    opening = null
  })
  return reopened
}

/** Throws `Refused`. */
async function askWith<Q extends QuestionName>(name: Q, input: Input<Q>, bearer: string | null): Promise<Answer<Q>> {
  const parsed = contract[name].output.safeParse(await post(name, input, bearer))
  if (!parsed.success) throw new Refused('unreadable', parsed.error.message)
  return parsed.data as Answer<Q>
}
