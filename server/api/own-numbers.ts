/** A manager's own numbers: how often they were picked beside how often that was to be expected; nobody else's leave the server. */
import { isExact } from '../../domain/fairness.ts'
import type { UserId } from '../../domain/ids.ts'
import { mainOf, type MadeDraw, picksOf } from '../../domain/made-draws.ts'
import type { House } from '../house.ts'
import { breathing, directionsIn, newest } from './fairness.ts'
import type { Handlers } from './handlers.ts'

const day = 86_400_000
/** Only what was to be expected is asked for, and only where it cannot be written down: a few repetitions tell it to a tenth. */
const runs = 200

export function ownNumbersHandlers({ store, config, now }: House): Pick<Handlers, 'me.numbers'> {
  return {
    async 'me.numbers'({ days }, { memberId, userId }) {
      const from = now() - days * day
      const holding = (await store.distributions.since(memberId, from)).filter(({ undone }) => !undone)
      const directions: ({ name: string } & Own)[] = []
      for (const [id, name] of directionsIn(holding)) {
        const own = await ownOf(holding.flatMap((one) => picksOf(one, id)), userId, `${memberId}\n${days}\n${id}`)
        if (own) directions.push({ name, ...own })
      }
      return {
        from,
        directions,
        main: await ownOf(holding.flatMap(mainOf), userId, `${memberId}\n${days}\nmain`),
        withoutDraw: holding.flatMap(({ draw }) => draw.directions).filter(({ picked, fallback, by }) => picked === userId && (fallback || by !== 'draw')).length,
        page: `/marketplace/view/${encodeURIComponent(config.clientId)}/`,
      }
    },
  }
}

interface Own {
  readonly tookPart: number
  readonly picked: number
  readonly expected: number
}

/** @returns null for whoever took part in none of them */
async function ownOf(draws: readonly MadeDraw[], userId: UserId, identity: string): Promise<Own | null> {
  if (!draws.some(({ turns }) => turns.some(({ turn }) => turn.eligible.includes(userId)))) return null
  const { byChance, byOrder } = await breathing(newest(draws), identity, { runs: draws.every(isExact) ? 0 : runs })
  const parts = [
    ...(byChance?.people.filter((one) => one.userId === userId) ?? []),
    ...(byOrder?.people.filter((one) => one.userId === userId).map(({ share, ...rest }) => ({ ...rest, expected: share })) ?? []),
  ]
  const sum = (of: (part: Own) => number): number => parts.reduce((all, part) => all + of(part), 0)
  return { tookPart: sum(({ tookPart }) => tookPart), picked: sum(({ picked }) => picked), expected: sum(({ expected }) => expected) }
}
