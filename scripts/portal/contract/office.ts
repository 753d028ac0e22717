/** The portal itself: its people, the market, starting over. */
import type { PersonCard } from './cards.ts'
import type { FaultName, WeatherRule } from './weather.ts'

export interface OfficeQuestions {
  'state.show': {
    ask: Record<string, never>
    answer: {
      acting: PersonCard
      people: PersonCard[]
      departments: { id: number; name: string; parentId: number | null; headId: number | null }[]
      counts: { leads: number; deals: number; tasks: number; notifications: number }
      app: { code: string; name: string; installed: boolean; finished: boolean; version: number; newerVersion: number | null }
      /** From real state, not from clicks. `leadId` is the lead that the tutor tells of, a deal's number where there are no leads. */
      tutor: {
        step: 1 | 2 | 3 | 4 | 5
        leadId: number
        leadTitle: string
        deals: number
        people: { administrator: number; representative: number; manager: number | null }
      }
      crmMode: 'leads' | 'simple'
      faults: FaultName[]
      weather: WeatherRule[]
      addresses: { portal: string; app: string }
    }
  }
  /** Only administrators: absence in whole days, work time, dismissal. */
  'person.change': {
    ask: { id: number; absentDays?: number | null; workday?: PersonCard['workday']; active?: boolean }
    answer: { person: PersonCard }
  }
  'market.show': {
    ask: Record<string, never>
    answer: {
      code: string
      name: string
      tagline: string
      description: string
      publisher: string
      version: number
      installedVersion: number | null
      finished: boolean
      scopes: { code: string; name: string }[]
    }
  }
  /** Registers the application and hands out tokens; the install page is then opened with `frame.open`. Only administrators. */
  'market.install': { ask: Record<string, never>; answer: Record<string, never> }
  'market.update': { ask: Record<string, never>; answer: Record<string, never> }
  /** ONAPPPAYMENT, as when a subscription is paid or runs out. */
  'market.payment': { ask: { expired: boolean }; answer: Record<string, never> }
  'market.uninstall': { ask: { clean: boolean }; answer: Record<string, never> }
  /** Restores the seed; the application is gone from the portal as if it had never been installed. */
  'reset': { ask: Record<string, never>; answer: Record<string, never> }
}
