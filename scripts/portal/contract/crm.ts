/** Leads and deals: boards, cards, and what people do with them. */
import type { RobotRow } from './automation.ts'
import type { ClientCard, DealCard, PersonCard, StageCard, TabCard, TaskCard, TimelineEntry } from './cards.ts'

export interface NewRecord {
  title: string
  contactName: string
  companyTitle: string
  phone: string
  email: string
  address: string
}

export interface CrmQuestions {
  'leads.board': {
    ask: Record<string, never>
    answer: {
      stages: StageCard[]
      leads: {
        id: number
        title: string
        contactName: string
        companyTitle: string
        hasPhone: boolean
        stageId: string
        assigned: PersonCard
        createdAt: number
        automation: 'waiting' | 'working' | null
        deals: number
      }[]
    }
  }
  'lead.show': {
    ask: { id: number }
    answer: {
      id: number
      title: string
      stageId: string
      stages: StageCard[]
      client: ClientCard
      assigned: PersonCard
      observers: PersonCard[]
      source: string
      comments: string
      createdAt: number
      timeline: TimelineEntry[]
      tabs: TabCard[]
      /** Places above the timeline. */
      activities: TabCard[]
      deals: DealCard[]
      tasks: TaskCard[]
      automation: RobotRow[]
    }
  }
  'lead.add': { ask: NewRecord; answer: { id: number } }
  'lead.move': { ask: { id: number; stageId: string }; answer: Record<string, never> }
  'deals.list': {
    ask: Record<string, never>
    answer: { categories: { id: number; name: string; stages: StageCard[] }[]; deals: DealCard[] }
  }
  'deal.show': {
    ask: { id: number }
    answer: {
      deal: DealCard
      stages: StageCard[]
      client: ClientCard
      observers: PersonCard[]
      comments: string
      timeline: TimelineEntry[]
      tabs: TabCard[]
      /** Places above the timeline. */
      activities: TabCard[]
      tasks: TaskCard[]
      automation: RobotRow[]
    }
  }
  /** A deal of the general pipeline with its client: a contact, a company, or both. */
  'deal.add': { ask: NewRecord; answer: { id: number } }
  'deal.move': { ask: { id: number; stageId: string }; answer: Record<string, never> }
}
