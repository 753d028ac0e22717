/** Where a portal shows our pages: tabs of the lead's and the deal's card. */
import type { Localised } from './localised.ts'

export interface Placement {
  readonly code: string
  /** Path of our page. */
  readonly path: string
  readonly title: Localised
}

const visitReport: Localised = { ru: 'Отчёт о визите', en: 'Visit report' }
const why: Localised = { ru: 'Почему этот менеджер', en: 'Why this manager' }

export const placements: readonly Placement[] = [
  { code: 'CRM_LEAD_DETAIL_TAB', path: '/app/visit', title: visitReport },
  { code: 'CRM_LEAD_DETAIL_TAB', path: '/app/why', title: why },
  { code: 'CRM_DEAL_DETAIL_TAB', path: '/app/why', title: why },
]
