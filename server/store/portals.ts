/** Portals that proved their installation, with the administrator's tokens sealed. */
import { UserId, type MemberId } from '../../domain/ids.ts'
import type { Seal } from '../seal.ts'
import { holdPortal } from './hold.ts'
import type { Db } from './open.ts'
import type { Selectable } from 'kysely'
import type { PortalsTable } from './schema.ts'

export type Language = 'ru' | 'en'

export interface Tokens {
  readonly access: string
  readonly refresh: string
  /** Milliseconds since 1970. */
  readonly expires: number
  readonly userId: UserId
}

export interface InstalledPortal {
  readonly memberId: MemberId
  readonly clientEndpoint: string
  readonly oauthUrl: string
  readonly scope: readonly string[]
  readonly language: Language
  readonly version: string
  readonly installedAt: number
  readonly installedBy: UserId
  readonly resumeAt: number | null
  readonly parkedFor: string | null
  readonly generation: number
  readonly tokens: Tokens
  /** The portal was seen to put numbers into texts of a batch by reference. */
  readonly embeds: boolean
}

/** What a proof at the OAuth server established. */
export interface ProvenInstallation {
  readonly memberId: MemberId
  readonly clientEndpoint: string
  readonly oauthUrl: string
  readonly scope: readonly string[]
  /** Null: keep the one that is known. */
  readonly language: Language | null
  /** Of whoever installs; only until the portal's own is known. */
  readonly personLanguage: Language | null
  readonly version: string
  readonly installedBy: UserId
  readonly applicationTokenHash: string | null
  readonly tokens: Tokens
}

export const originOf = (portal: Pick<InstalledPortal, 'clientEndpoint'>): string => new URL(portal.clientEndpoint).origin

export const aboutTokens = (memberId: string) => `portal:${memberId}`

export function portalsIn(db: Db, seal: Seal) {
  const sealed = (memberId: string, { access, refresh, expires, userId }: Tokens) => ({
    access_sealed: seal.close(access, aboutTokens(memberId)),
    refresh_sealed: seal.close(refresh, aboutTokens(memberId)),
    access_expires: expires,
    token_user_id: userId,
  })

  function read(row: Selectable<PortalsTable>): InstalledPortal | null {
    if (row.state !== 'installed' || row.access_sealed === null || row.refresh_sealed === null) return null
    return {
      memberId: row.member_id as MemberId,
      clientEndpoint: row.client_endpoint,
      oauthUrl: row.oauth_url,
      scope: row.scope.split(',').filter((one) => one !== ''),
      language: row.language === 'ru' ? 'ru' : 'en',
      version: row.version,
      installedAt: row.installed_at,
      installedBy: UserId.parse(row.installed_by),
      resumeAt: row.resume_at,
      parkedFor: row.parked_for,
      generation: row.generation,
      embeds: row.embeds === 1,
      tokens: {
        access: seal.open(row.access_sealed, aboutTokens(row.member_id)),
        refresh: seal.open(row.refresh_sealed, aboutTokens(row.member_id)),
        expires: row.access_expires,
        userId: UserId.parse(row.token_user_id),
      },
    }
  }

  return {
    hold: (memberId: MemberId): Promise<void> => holdPortal(db, memberId),

    async get(memberId: MemberId): Promise<InstalledPortal | null> {
      const row = await db.selectFrom('portals').selectAll().where('member_id', '=', memberId).executeTakeFirst()
      return row ? read(row) : null
    },

    /** Hash of the application token of an installed portal; `undefined`: not installed. */
    async applicationTokenHash(memberId: string): Promise<string | null | undefined> {
      const row = await db
        .selectFrom('portals')
        .select('application_token_hash')
        .where('member_id', '=', memberId)
        .where('state', '=', 'installed')
        .executeTakeFirst()
      return row?.application_token_hash
    },

    /** Takes the addresses and tokens of a proof; an earlier installation's are replaced, a known application token is kept when none is given. */
    async install(proof: ProvenInstallation, now: number): Promise<void> {
      const known = await db.selectFrom('portals').select(['generation', 'application_token_hash', 'language']).where('member_id', '=', proof.memberId).executeTakeFirst()
      const values = {
        state: 'installed',
        client_endpoint: proof.clientEndpoint,
        oauth_url: proof.oauthUrl,
        scope: proof.scope.join(','),
        language: proof.language ?? known?.language ?? proof.personLanguage ?? 'en',
        application_token_hash: proof.applicationTokenHash ?? known?.application_token_hash ?? null,
        generation: (known?.generation ?? 0) + 1,
        version: proof.version,
        installed_at: now,
        installed_by: proof.installedBy,
        resume_at: null,
        parked_for: null,
        ...sealed(proof.memberId, proof.tokens),
      }
      await db
        .insertInto('portals')
        .values({ member_id: proof.memberId, ...values })
        .onConflict((conflict) => conflict.column('member_id').doUpdateSet(values))
        .execute()
    },

    /** Writes a refreshed pair, unless a newer one than that of `generation` is there already. */
    async renew(memberId: MemberId, generation: number, tokens: Tokens, clientEndpoint: string | null): Promise<boolean> {
      const result = await db
        .updateTable('portals')
        .set({ ...sealed(memberId, tokens), generation: generation + 1, ...(clientEndpoint === null ? {} : { client_endpoint: clientEndpoint }) })
        .where('member_id', '=', memberId)
        .where('generation', '=', generation)
        .executeTakeFirst()
      return result.numUpdatedRows === 1n
    },

    async sawEmbedding(memberId: MemberId, embeds: boolean): Promise<void> {
      await db.updateTable('portals').set({ embeds: embeds ? 1 : 0 }).where('member_id', '=', memberId).execute()
    },

    async park(memberId: MemberId, resumeAt: number, reason: string): Promise<void> {
      await db.updateTable('portals').set({ resume_at: resumeAt, parked_for: reason }).where('member_id', '=', memberId).execute()
    },

    async unpark(memberId: MemberId): Promise<void> {
      await db.updateTable('portals').set({ resume_at: null, parked_for: null }).where('member_id', '=', memberId).execute()
    },

    /** The portal is gone: its tokens are wiped; what else is kept comes back to life with a new installation. */
    async uninstall(memberId: MemberId): Promise<void> {
      await db
        .updateTable('portals')
        .set({ state: 'gone', access_sealed: null, refresh_sealed: null, application_token_hash: null, resume_at: null, parked_for: null })
        .where('member_id', '=', memberId)
        .execute()
    },
  }
}
