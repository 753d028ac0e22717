/** The secrets of the whole application, as the store keeps them; every process looks again from time to time, since another may have replaced one. */
import { randomBytes } from 'node:crypto'
import { putOffDays, visitLinkDays } from '../domain/visit.ts'
import type { Log } from './log.ts'
import { periodAt, type ChanceKey } from './runs/chance.ts'
import { deriveKey, type SealKeys } from './seal.ts'
import type { Secret, SecretPurpose } from './store/secrets.ts'
import type { Store } from './store/store.ts'
import type { LinkKeys } from './visit-link.ts'

export interface Secrets {
  readonly chanceKey: ChanceKey
  readonly linkKeys: LinkKeys
  close(): void
}

type Known = readonly [Secret, ...Secret[]]

const lookMs = 60_000
/** A new one begins no sooner than that after it was made: every process knows it by then. */
const noticeMs = 10 * lookMs
/** A visit that is put off takes its link along. */
const linkMs = (putOffDays + visitLinkDays) * 86_400_000

const at = (known: Known, moment: number): Buffer => (known.find(({ since }) => since <= moment) ?? known.at(-1) ?? known[0]).value
/** One that was followed by another is accepted for as long as links live; one to come already, since clocks differ. */
const accepted = (known: Known, now: number): Buffer[] => known.filter((_, index) => index === 0 || (known[index - 1]?.since ?? 0) + linkMs > now).map(({ value }) => value)

export async function openSecrets(store: Store, sealKeys: SealKeys, now: () => number, log: Log): Promise<Secrets> {
  // The very first are those that were derived before the store kept any.
  const read = (purpose: SecretPurpose) => store.secrets.all(purpose, deriveKey(sealKeys.at(-1) ?? sealKeys[0], purpose))
  let [chance, links]: [Known, Known] = [await read('chance'), await read('visit-link')]
  async function look(): Promise<void> {
    chance = await read('chance')
    links = await read('visit-link')
  }
  const timer = setInterval(() => void look().catch((error: unknown) => log.warn({ error }, 'the secrets could not be read again')), lookMs)
  timer.unref()
  return {
    chanceKey: (from) => at(chance, from),
    linkKeys: () => [at(links, now()), ...accepted(links, now())],
    close: () => clearInterval(timer),
  }
}

/** Replaces those that the key before could have told: links' soon, that of draws when all periods that are announced by then are over. */
export async function renewSecrets(store: Store, drawPeriodMs: number, now: number): Promise<void> {
  const soon = now + noticeMs
  const { until } = periodAt(() => Buffer.alloc(0), '' as never, drawPeriodMs, soon)
  const moments: Record<SecretPurpose, number> = { 'visit-link': soon, chance: until + drawPeriodMs }
  for (const [purpose, since] of Object.entries(moments) as [SecretPurpose, number][]) {
    if (!(await store.secrets.areOfThisKey(purpose))) await store.secrets.add(purpose, since, randomBytes(32))
  }
}
