/**
 * What the phone keeps in the very moment, until its disk has it: a page that is closed takes along what is on its way there. What is given into the first
 * view while the rest of the page is still to come, and every change of the report after that.
 */
import type { VisitLinkContext } from '../../domain/contract/visit.ts'
import type { KeptDraft } from './keep.ts'
import type { Language } from './moments.ts'

export interface Given {
  /** Ids of directions. */
  readonly ticked: readonly string[]
  readonly comment: string
}
export interface Early {
  /** Into the first view; null: nothing, or the page has taken it up. */
  readonly given: Given | null
  /** As the page had the report last; null: the disk has it, or there is none. */
  readonly draft: KeptDraft | null
}
const nothing: Early = { given: null, draft: null }

/** What the server wrote into the page; null where it came from this phone, or where there was nothing to write. */
export function written<T>(id: string): T | null {
  try {
    return JSON.parse(document.getElementById(id)?.textContent ?? '') as T
  } catch {
    return null
  }
}

/** A portal speaks two languages to us; a phone that speaks the third is answered in it. */
export const languageFor = (spoken: VisitLinkContext['language']): Language => (spoken === 'en' && navigator.language.startsWith('pl') ? 'pl' : spoken)

const keyOf = (visitId: string): string => `fairlead-early-${visitId}`

/** @returns whether it is kept: some browsers keep nothing */
export function keepEarly(visitId: string, early: Early): boolean {
  try {
    localStorage.setItem(keyOf(visitId), JSON.stringify(early))
    return true
  } catch {
    return false
  }
}
export function keptEarly(visitId: string): Early {
  try {
    return { ...nothing, ...(JSON.parse(localStorage.getItem(keyOf(visitId)) ?? '') as Partial<Early>) }
  } catch {
    return nothing
  }
}
export function forgetEarly(visitId: string): void {
  try {
    localStorage.removeItem(keyOf(visitId))
  } catch {
    // Then nothing was kept.
  }
}

const view = (): HTMLElement | null => document.getElementById('first')
/** What the first view holds now. */
export const shownIn = (first: HTMLElement): Given => ({
  ticked: [...first.querySelectorAll<HTMLInputElement>('.box:checked')].map(({ value }) => value),
  comment: first.querySelector('textarea')?.value ?? '',
})
/** Of the first view itself, also where the browser keeps nothing; without it, what an opening before this one left behind. */
export function givenEarly(visitId: string): Given | null {
  const first = view()
  return first?.dataset['touched'] ? shownIn(first) : keptEarly(visitId).given
}
/** What was on its way to the disk when a page was closed, unless the disk had it after all, or knows a newer one. */
export function newerOf(early: KeptDraft | null, stored: KeptDraft | null): KeptDraft | null {
  return early && (early.changes ?? 0) >= (stored?.changes ?? 0) ? early : stored
}

/** The page takes the first view's place, under the finger or the caret of whoever is at work in it. */
export function replaceFirst(): void {
  const [first, page] = [view(), document.getElementById('app')]
  if (!first || !page) return
  const at = document.activeElement
  page.hidden = false
  const same = first.contains(at) ? page.querySelector<HTMLElement>(`[data-testid="${at?.getAttribute('data-testid') ?? ''}"]`) : null
  // Before the other one is gone: a phone keeps its keyboard open then.
  same?.focus({ preventScroll: true })
  if (at instanceof HTMLTextAreaElement && same instanceof HTMLTextAreaElement) same.setSelectionRange(at.selectionStart, at.selectionEnd)
  first.remove()
}
