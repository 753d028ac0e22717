/** How much of a portal's limit pages may take, all together and each person: a flood of them must leave the runs theirs. */

/** A portal allows so many at once, and so many a second. */
export interface Allowed {
  readonly burst: number
  readonly perSecond: number
}

/** A bucket that drains: `after` tells how long the next one has to wait, milliseconds. */
export function createBucket({ burst, perSecond }: Allowed) {
  let level = 0
  let measuredAt = 0
  const at = (now: number): number => Math.max(0, level - ((now - measuredAt) / 1000) * perSecond)
  return {
    level: at,
    after: (now: number, room = burst): number => (Math.max(0, at(now) + 1 - room) / perSecond) * 1000,
    add(now: number): void {
      level = at(now) + 1
      measuredAt = now
    },
    fill(now: number): void {
      level = burst
      measuredAt = now
    },
  }
}
type Bucket = ReturnType<typeof createBucket>

/** Somebody looks at the page meanwhile: whoever would wait longer is refused. */
const longestMs = 4000
/** More than that at one portal are looked through for those who have been quiet. */
const mostPersons = 200

/**
 * A page may ask while a sixth of the portal's whole bucket is free, so that on a quiet portal pages have nearly all there is. While runs fill it,
 * pages have a quarter of it for themselves. Whoever has asked much lately lets others go first: the more, the sooner there is no room
 * for them while there still is for others.
 * @param whole the portal's bucket, which pages and runs fill together
 */
export function createShares({ burst, perSecond }: Allowed, whole: Bucket) {
  const ours = createBucket({ burst: burst / 4, perSecond: perSecond / 4 })
  const persons = new Map<string, Bucket>()

  function personOf(name: string, now: number): Bucket {
    const known = persons.get(name)
    if (known) return known
    if (persons.size >= mostPersons) for (const [other, asked] of persons) if (asked.level(now) === 0) persons.delete(other)
    const fresh = createBucket({ burst, perSecond: perSecond / 8 })
    persons.set(name, fresh)
    return fresh
  }

  return {
    /** @returns how long this person's next question has to wait, milliseconds; with `refused` it is not counted and must not be asked */
    enter(name: string, now: number): { readonly after: number; readonly refused: boolean } {
      const person = personOf(name, now)
      const asked = Math.min(person.level(now), (burst * 5) / 6)
      const shared = whole.after(now, (burst * 5) / 6 - asked / 3)
      const own = ours.after(now, burst / 4 - asked / 5)
      const after = Math.min(shared, own)
      if (after > longestMs) return { after, refused: true }
      person.add(now)
      if (own < shared) ours.add(now)
      return { after, refused: false }
    },
  }
}
