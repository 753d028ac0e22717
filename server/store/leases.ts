/** Leases of portals: who works a portal's runs. The epoch fences out a holder that was too slow to notice its loss. */
import { hostname } from 'node:os'
import type { MemberId } from '../../domain/ids.ts'
import type { Db } from './open.ts'

/** The right to exchange a portal's tokens is leased too, beside its line. */
export const tokenOf = (memberId: MemberId): MemberId => `${memberId}:token` as MemberId

export interface Lease {
  readonly memberId: MemberId
  readonly owner: string
  readonly epoch: number
}

/** The lease went to somebody else: nothing of this turn may be written any more. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
  constructor(memberId: string) {
    super(`the lease of ${memberId} went to another process`)
  }
}

/** Names this process so that another one on the same machine can see whether it still lives. */
export const ownerName = (nonce: string): string => `${hostname()}|${process.pid}|${nonce}`

export function leasesIn(db: Db) {
  return {
    /** Takes the lease when it is free, ours, or has run out; null: somebody else works this portal. */
    async take(memberId: MemberId, owner: string, now: number, until: number): Promise<Lease | null> {
      const row = await db
        .insertInto('leases')
        .values({ member_id: memberId, owner, epoch: 1, until })
        .onConflict((conflict) =>
          conflict
            .column('member_id')
            .doUpdateSet((set) => ({ owner: set.ref('excluded.owner'), until: set.ref('excluded.until'), epoch: set('leases.epoch', '+', 1) }))
            .where((is) => is.or([is('leases.until', '<=', now), is('leases.owner', '=', owner)])),
        )
        .returning('epoch')
        .executeTakeFirst()
      return row ? { memberId, owner, epoch: row.epoch } : null
    },

    /** @returns false when it is no longer ours */
    async renew({ memberId, owner, epoch }: Lease, until: number): Promise<boolean> {
      const result = await db
        .updateTable('leases')
        .set({ until })
        .where('member_id', '=', memberId)
        .where('owner', '=', owner)
        .where('epoch', '=', epoch)
        .executeTakeFirst()
      return result.numUpdatedRows === 1n
    },

    /** First statement of every transaction of a turn: a write, so that it also keeps a taker waiting until the commit. */
    async fence({ memberId, owner, epoch }: Lease): Promise<void> {
      const result = await db
        .updateTable('leases')
        .set({ epoch })
        .where('member_id', '=', memberId)
        .where('owner', '=', owner)
        .where('epoch', '=', epoch)
        .executeTakeFirst()
      if (result.numUpdatedRows !== 1n) throw new LeaseLost(memberId)
    },

    async giveBack({ memberId, owner, epoch }: Lease): Promise<void> {
      await db.updateTable('leases').set({ until: 0 }).where('member_id', '=', memberId).where('owner', '=', owner).where('epoch', '=', epoch).execute()
    },

    async heldUntil(memberId: MemberId): Promise<number> {
      const row = await db.selectFrom('leases').select('until').where('member_id', '=', memberId).executeTakeFirst()
      return row?.until ?? 0
    },

    /** Ends the leases of processes of this machine that are dead, so that a restart need not wait for them to run out. */
    async releaseDead(isAlive: (pid: number) => boolean, self: string): Promise<void> {
      for (const { owner } of await db.selectFrom('leases').select('owner').distinct().where('until', '>', 0).execute()) {
        const [host, pid] = owner.split('|')
        // A process that bears our own number but not our name is an earlier life of ours, as in a container.
        const dead = host === hostname() && owner !== self && (Number(pid) === process.pid || !isAlive(Number(pid)))
        if (dead) await db.updateTable('leases').set({ until: 0 }).where('owner', '=', owner).execute()
      }
    },
  }
}
