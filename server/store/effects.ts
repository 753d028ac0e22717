/** Effects of runs: written down before they are sent, with what became of each. */
import type { MemberId, RunId } from '../../domain/ids.ts'
import { phases, type Effect, type Mark, type Phase } from '../../manifest/effect.ts'
import type { EffectMethod, Params } from '../../manifest/methods.ts'
import type { Selectable } from 'kysely'
import type { Seal } from '../seal.ts'
import type { Db } from './open.ts'
import type { EffectsTable } from './schema.ts'

export type EffectState = 'planned' | 'sent' | 'done' | 'doubtful' | 'refused' | 'skipped'

export interface StoredEffect extends Effect {
  readonly state: EffectState
  /** How often it was sent. */
  readonly attempt: number
  /** Look-ups since the last sending that did not find it. */
  readonly checks: number
  readonly sentAt: number | null
  /** The part of the method's result that we read. */
  readonly result: unknown
  readonly errorCode: string | null
  readonly errorText: string | null
}

export interface EffectChange {
  readonly key: string
  readonly state: EffectState
  readonly result?: unknown
  readonly errorCode?: string
  readonly errorText?: string
  readonly checks?: number
  /** It was intended, but certainly never reached the portal's hands. */
  readonly notSent?: true
}

export const aboutEffect = (runId: string, key: string) => `effect:${runId}:${key}`

export function effectsIn(db: Db, seal: Seal) {
  const update = (memberId: MemberId, runId: RunId) => db.updateTable('effects').where('member_id', '=', memberId).where('run_id', '=', runId)

  const read = (rows: readonly Selectable<EffectsTable>[]): StoredEffect[] =>
    rows
      .map((row): StoredEffect => ({
        key: row.key,
        method: row.method as EffectMethod,
        phase: row.phase as Phase,
        params: JSON.parse(seal.open(row.params_sealed, aboutEffect(row.run_id, row.key))) as Params,
        mark: row.mark === null ? null : (JSON.parse(row.mark) as Mark),
        state: row.state as EffectState,
        attempt: row.attempt,
        checks: row.checks,
        sentAt: row.sent_at,
        result: row.result === null ? null : (JSON.parse(row.result) as unknown),
        errorCode: row.error_code,
        errorText: row.error_text,
      }))
      .sort((a, b) => phases.indexOf(a.phase) - phases.indexOf(b.phase))

  return {
    /** @param before how many the run has already: a run that waited plans twice */
    async add(memberId: MemberId, runId: RunId, effects: readonly Effect[], before = 0): Promise<void> {
      if (effects.length === 0) return
      const rows = effects.map(({ key, method, params, phase, mark }, position) => ({
        member_id: memberId,
        run_id: runId,
        key,
        position: before + position,
        method,
        phase,
        params_sealed: seal.close(JSON.stringify(params), aboutEffect(runId, key)),
        mark: mark === null ? null : JSON.stringify(mark),
        state: 'planned',
        attempt: 0,
        checks: 0,
      }))
      await db.insertInto('effects').values(rows).execute()
    },

    /** In the order in which they are sent: phase by phase, as planned within one. */
    async ofRun(memberId: MemberId, runId: RunId): Promise<StoredEffect[]> {
      return read(await db.selectFrom('effects').selectAll().where('member_id', '=', memberId).where('run_id', '=', runId).orderBy('position').execute())
    },

    /** Of every run that had a part in it: the robots of the chain are a run each. */
    async ofDistribution(memberId: MemberId, { id, runId }: { readonly id: string; readonly runId: RunId }): Promise<StoredEffect[]> {
      const runs = db.selectFrom('runs').select('id').where('member_id', '=', memberId).where('distribution_id', '=', id)
      return read(
        await db
          .selectFrom('effects')
          .selectAll()
          .where('member_id', '=', memberId)
          .where(({ or, eb }) => or([eb('run_id', '=', runId), eb('run_id', 'in', runs)]))
          .orderBy('run_id')
          .orderBy('position')
          .execute(),
      )
    },

    /** Which run made this deal and under which key; answered from the results, which have one shape for all that was added. */
    async madeDeal(memberId: MemberId, dealId: number): Promise<{ runId: RunId; key: string } | null> {
      const row = await db
        .selectFrom('effects')
        .select(['run_id', 'key'])
        .where('member_id', '=', memberId)
        .where('method', '=', 'crm.item.add')
        .where('result', '=', JSON.stringify({ item: { id: dealId } }))
        .where('key', 'like', 'deal:%')
        .executeTakeFirst()
      return row ? { runId: row.run_id as RunId, key: row.key } : null
    },

    /** The intent to send: nothing goes out that is not written down as on its way. */
    async intend(memberId: MemberId, runId: RunId, keys: readonly string[], now: number): Promise<void> {
      await update(memberId, runId)
        .set((set) => ({ state: 'sent', sent_at: now, checks: 0, attempt: set('attempt', '+', 1) }))
        .where('key', 'in', [...keys])
        .execute()
    },

    async change(memberId: MemberId, runId: RunId, changes: readonly EffectChange[]): Promise<void> {
      for (const { key, state, result, errorCode, errorText, checks, notSent } of changes) {
        await update(memberId, runId)
          .set((set) => ({
            state,
            result: result === undefined ? null : JSON.stringify(result),
            error_code: errorCode ?? null,
            error_text: errorText ?? null,
            ...(checks === undefined ? {} : { checks }),
            ...(notSent ? { attempt: set('attempt', '-', 1) } : {}),
          }))
          .where('key', '=', key)
          .execute()
      }
    },

    async changeParams(memberId: MemberId, runId: RunId, key: string, params: Params): Promise<void> {
      await update(memberId, runId).set({ params_sealed: seal.close(JSON.stringify(params), aboutEffect(runId, key)) }).where('key', '=', key).execute()
    },
  }
}
