/** The one door to our server: a question of the contract is posted, its answer is parsed, a refusal is thrown as a code. */
import { type Answer, contract, type Input, type QuestionName, Refusal, type RefusalCode } from '../domain/contract.ts'
import { connectFrame } from './frame.ts'

/** The contract's codes and the two that only a client can know. */
export type Trouble = RefusalCode | 'no_answer' | 'unreadable'

export class Refused extends Error {
  constructor(
    readonly code: Trouble,
    /** The server's own words, for support; never the headline. */
    readonly detail: string | null = null,
  ) {
    super(code)
  }
}

/** The code of whatever was thrown, for a sentence. */
export const troubleOf = (error: unknown): Trouble => (error instanceof Refused ? error.code : 'internal')

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

/** Asks with a session that was come by in another way, or with none. Throws `Refused`. */
export async function askWith<Q extends QuestionName>(name: Q, input: Input<Q>, bearer: string | null): Promise<Answer<Q>> {
  const response = await send(name, input, bearer)
  const body: unknown = await response.json().catch(() => null)
  if (!response.ok) throw refusal(response.status, body)
  const parsed = contract[name].output.safeParse(body)
  if (!parsed.success) throw new Refused('unreadable', parsed.error.message)
  return parsed.data as Answer<Q>
}

async function send(name: QuestionName, input: unknown, bearer: string | null): Promise<Response> {
  try {
    return await fetch(`/api/${name}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(bearer === null ? {} : { Authorization: `Bearer ${bearer}` }) },
      body: JSON.stringify(input),
      credentials: 'omit',
      cache: 'no-store',
    })
  } catch {
    throw new Refused('no_answer')
  }
}

function refusal(status: number, body: unknown): Refused {
  const parsed = Refusal.safeParse(body)
  if (parsed.success) return new Refused(parsed.data.error, parsed.data.detail ?? null)
  return new Refused(status === 413 ? 'too_large' : status >= 500 ? 'internal' : 'unreadable')
}
