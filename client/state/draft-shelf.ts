/** Drafts of the card's tab, kept in the browser for each record. */
import { z } from 'zod'
import { DirectionId, PhotoId, ReportId, type DocumentRef } from '../../domain/ids.ts'
import { AnswerValue, Form } from '../../domain/question.ts'
import { reportLimits } from '../../domain/report-limits.ts'
import type { Draft } from './draft.ts'

const Kept: z.ZodType<Draft> = z.object({
  reportId: ReportId,
  directionIds: z.array(DirectionId).max(reportLimits.directions),
  comment: z.string().max(reportLimits.comment),
  forms: z.record(z.string(), Form).default({}),
  answers: z.record(z.string(), z.record(z.string(), AnswerValue)).default({}),
  photos: z.array(z.object({ id: PhotoId, caption: z.string() })).default([]),
  signature: PhotoId.nullable().default(null),
  // Only the phone's page asks for these.
  onSite: z.object({ from: z.number().nullable(), until: z.number().nullable() }).default({ from: null, until: null }),
  place: z.null().default(null),
  nextVisit: z.string().default(''),
  failure: z.null().default(null),
})
export interface DraftShelf {
  /** Whether what is kept outlives the tab. */
  readonly lasting: boolean
  read(): Draft | null
  keep(draft: Draft): void
  drop(): void
}

/** Drafts of this record. Storage is often blocked for a frame from another site: then memory has to do. */
export function draftShelf(memberId: string, { kind, id }: DocumentRef): DraftShelf {
  const key = `fairlead.draft.${memberId}.${kind}.${id}`
  const storage = workingStorage()
  let memory: Draft | null = null
  return {
    lasting: storage !== null,
    read: () => {
      const text = storage?.getItem(key)
      if (!text) return memory
      try {
        return Kept.safeParse(JSON.parse(text)).data ?? null
      } catch {
        return null
      }
    },
    keep: (draft) => {
      memory = draft
      try {
        storage?.setItem(key, JSON.stringify(draft))
      } catch {
        // A full storage is no reason to lose what is on the screen; memory has it.
      }
    },
    drop: () => {
      memory = null
      storage?.removeItem(key)
    },
  }
}

function workingStorage(): Storage | null {
  try {
    const { localStorage } = window
    localStorage.setItem('fairlead.probe', '1')
    localStorage.removeItem('fairlead.probe')
    return localStorage
  } catch {
    return null
  }
}
