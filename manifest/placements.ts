/** Where a portal shows our pages: tabs of the lead's and the deal's card, and the panel that a link of ours opens. */
import type { Localised } from './localised.ts'

export interface Placement {
  readonly code: string
  /** Path of our page. */
  readonly path: string
  readonly title: Localised
}

const visitReport: Localised = { ru: 'Отчёт о визите', en: 'Visit report' }
const why: Localised = { ru: 'Почему этот менеджер', en: 'Why this manager' }

const ofLead = (title: Localised, path: string): Placement => ({ code: 'CRM_LEAD_DETAIL_TAB', path, title })
const ofDeal = (title: Localised, path: string): Placement => ({ code: 'CRM_DEAL_DETAIL_TAB', path, title })

/** Opened by `/marketplace/view/<code of the application>/?params[run]=…` from any text. */
const link: Placement = { code: 'REST_APP_URI', path: '/app/panel', title: { ru: 'Запись журнала', en: 'Entry of the journal' } }

/** @param simple the portal works without leads: visits begin with deals */
export const placementsFor = (simple: boolean): readonly Placement[] =>
  simple
    ? [ofDeal(visitReport, '/app/visit'), ofDeal(why, '/app/why'), link]
    : [ofLead(visitReport, '/app/visit'), ofLead(why, '/app/why'), ofDeal(why, '/app/why'), link]
