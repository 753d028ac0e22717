/** Test run: what would become of one record now; asks the portal and the ledger, writes nothing. */
import { randomBytes } from 'node:crypto'
import type { DocumentRef, MemberId } from '../../domain/ids.ts'
import { entityTypeId } from '../../domain/ids.ts'
import { question } from '../../manifest/ask.ts'
import type { Given } from '../../manifest/define.ts'
import type { Params } from '../../manifest/methods.ts'
import { withMain } from '../../manifest/distribute/distribute.ts'
import { pickManagers } from '../../manifest/distribute/pick.ts'
import type { House } from '../house.ts'
import { createAsking } from '../runs/ask.ts'
import { askPortal } from '../runs/ask-portal.ts'
import { chanceOf, hashOf, newRunId, periodAt } from '../runs/chance.ts'
import { originOf } from '../store/portals.ts'
import { distributionViews } from './distribution-view.ts'
import type { Handlers } from './handlers.ts'
import { patient } from './patient.ts'
import { refuse } from './refusal.ts'

/** Of `crm.settings.mode.get`. */
const withLeads = 1
const shown = 20

export function testRunHandlers(house: House): Pick<Handlers, 'records.find' | 'test.run'> {
  const { store, config, portals, now } = house
  const portalOf = (memberId: MemberId) => patient(portals.ofInstallation(memberId), now)

  return {
    async 'records.find'({ search }, { memberId }) {
      const text = search.trim()
      // An empty filter has no form in a batch.
      const filter: Params = text === '' ? {} : { filter: /^\d{1,12}$/.test(text) ? { '=id': Number(text) } : { '%title': text } }
      const list = (kind: DocumentRef['kind']) => question('crm.item.list', { entityTypeId: entityTypeId[kind], select: ['id', 'title'], ...filter, order: { id: 'DESC' } })
      const { mode, leads, deals } = await askPortal(portalOf(memberId), { mode: question('crm.settings.mode.get'), leads: list('lead'), deals: list('deal') })
      const kind = mode.ok && mode.value !== withLeads ? 'deal' : 'lead'
      const found = kind === 'lead' ? leads : deals
      if (!found.ok) throw refuse('portal_refused')
      return { records: found.value.items.slice(0, shown).map(({ id, title = '' }) => ({ kind, id, title })) }
    },

    async 'test.run'({ document, directionIds }, viewer) {
      const { memberId } = viewer
      const portal = await store.portals.get(memberId)
      if (!portal) throw refuse('not_installed')
      const { ask } = createAsking({ portal: portalOf(memberId), store, memberId, directoryTtlMs: config.directoryTtlMs, now })
      const report = directionIds.length > 0 ? null : await ask.latestReport(document)
      const current = (await ask.directions()).filter(({ archived }) => !archived).map(({ id }) => id)
      const from = directionIds.length > 0 ? 'ticked' : report ? 'report' : 'all'
      const wanted = directionIds.length > 0 ? directionIds : report ? report.directionIds : current
      const given = passing(memberId, originOf(portal), portal.language)
      // A start of its own: it neither finds what was distributed before nor tells what the next one will be.
      const start = { document, report: null, directionIds: wanted, eventToken: `test:${given.runId}`, rules: await ask.settings() }
      const picking = await pickManagers(start, ask, given)
      if (picking.state !== 'drawn') return { from, distribution: null, reason: picking.state === 'refused' ? picking.log : null }
      const [distribution] = await distributionViews(house, viewer, [(await withMain(picking.distribution, ask, given)).distribution])
      return { from, distribution: distribution ?? null, reason: null }
    },
  }

  /** Chance from a secret that nobody keeps. */
  function passing(memberId: MemberId, origin: string, language: 'ru' | 'en'): Given {
    const [moment, key] = [now(), randomBytes(32)]
    return {
      runId: newRunId(moment),
      now: moment,
      chance: chanceOf(periodAt(() => key, memberId, config.drawPeriodMs, moment), moment),
      hash: (text) => hashOf(memberId, text),
      portal: { memberId, origin, language },
      visitLink: () => '',
    }
  }
}
