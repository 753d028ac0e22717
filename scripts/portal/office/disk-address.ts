/** Signed addresses of the disk: whoever has one needs no token of their own. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { World } from '../world.ts'

export interface Ticket {
  readonly deed: 'download' | 'upload'
  /** A version's number, or a folder's. */
  readonly id: number
  readonly userId: number
  readonly name?: string
  readonly unique?: boolean
}

const sign = (world: World, text: string): string => createHmac('sha256', world.state.secret).update(text).digest('hex')

/** An address that works by itself: the real one has a token in it, too. */
export function addressOf(world: World, ticket: Ticket): string {
  const text = Buffer.from(JSON.stringify(ticket)).toString('base64url')
  return `${world.url}/rest/${ticket.deed}.json?token=${encodeURIComponent(`disk|${text}|${sign(world, text)}`)}`
}

/** null: not ours, or changed. */
export function ticketIn(world: World, url: URL): Ticket | null {
  const [module, text = '', signature = ''] = (url.searchParams.get('token') ?? '').split('|')
  const wanted = Buffer.from(sign(world, text))
  const given = Buffer.from(signature)
  if (module !== 'disk' || wanted.length !== given.length || !timingSafeEqual(wanted, given)) return null
  return JSON.parse(Buffer.from(text, 'base64url').toString()) as Ticket
}
