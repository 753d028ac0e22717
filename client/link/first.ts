/**
 * The first view of a visit, by a script of its own before the page's: on one bar of signal the page is on its way for another second, in which the
 * client, the address and the directions are there to be read, ticked and commented. It looks as the page will (LinkForm.vue) and keeps what it is given.
 */
import type { Answer } from '../../domain/contract/contract.ts'
import type { VisitLinkContext } from '../../domain/contract/visit.ts'
import { reportLimits } from '../../domain/report-limits.ts'
import { mapOf, namesOf, telOf } from './client.ts'
import { keepEarly, keptEarly, languageFor, shownIn, written } from './early.ts'
import { dueText, type Language } from './moments.ts'
import { first as words } from './words-first.ts'

type Shown = Answer<'visit.show'>

/** Nothing of a portal's text is ever read as markup. */
function made<T extends keyof HTMLElementTagNameMap>(tag: T, className: string, children: readonly (Node | string)[] = [], attributes: Readonly<Record<string, string>> = {}): HTMLElementTagNameMap[T] {
  const element = document.createElement(tag)
  element.className = className
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.append(...children)
  return element
}

function client({ client: known }: Shown, language: Language): readonly Node[] {
  const say = words[language]
  const names = namesOf(known)
  const call = made('a', 'way', [say.call], { href: telOf(known), 'aria-label': `${say.call}: ${known.phone}`, 'data-testid': 'call' })
  const map = made('a', 'way', [say.map], { href: mapOf(known), target: '_blank', rel: 'noopener noreferrer', 'aria-label': `${say.map}: ${known.address}`, 'data-testid': 'map' })
  const ways = [...(known.phone ? [call] : []), ...(known.address ? [map] : [])]
  const lines = [...(names ? [made('p', 'names', [names])] : []), ...(known.address ? [made('p', 'second', [known.address])] : []), ...(ways.length > 0 ? [made('div', 'ways', ways)] : [])]
  return lines.length > 0 ? [made('section', 'card client', lines)] : []
}

function tick({ id, name }: Shown['directions'][number], checked: boolean): Node {
  const square = made('span', 'square', [], { 'aria-hidden': 'true' })
  square.innerHTML = '<svg viewBox="0 0 24 24"><path d="m5 12.5 4.5 4.5L19 7.5" /></svg>'
  const box = made('input', 'box', [], { type: 'checkbox', value: id, 'data-testid': `direction-${id}` })
  box.checked = checked
  return made('li', '', [made('div', 'card', [made('label', 'tick', [box, square, made('span', 'what', [name])])])])
}

function show(shown: Shown, visitId: string, language: Language): void {
  const say = words[language]
  const kept = keptEarly(visitId)
  const draft = kept.draft?.draft
  const before = kept.given ?? (draft ? { ticked: draft.directionIds as readonly string[], comment: draft.comment } : null)
  const chip = made('p', 'chip empty', [], { role: 'status' })
  const count = made('span', 'second')
  const comment = made('textarea', 'field', [], { id: 'comment', rows: '4', maxlength: String(reportLimits.comment), 'aria-describedby': 'hint', 'data-testid': 'visit-comment' })
  comment.value = before?.comment ?? ''
  const line = (tag: 'legend' | 'h2', title: string, second: Node | string): Node => made(tag, 'line', [made('span', 'question', [title]), second])
  const view = made('main', 'page form', [
    made('header', 'top', [made('p', 'name', [shown.document.title]), chip]),
    ...(shown.deadline === null ? [] : [made('p', 'due', [dueText(shown.deadline, Date.now(), language)])]),
    ...client(shown, language),
    made('fieldset', 'plain', [line('legend', say.need, count), made('ul', 'ticks', shown.directions.map((direction) => tick(direction, before?.ticked.includes(direction.id) ?? false)))]),
    line('h2', say.photos, made('span', 'second', [say.photosOf(0, reportLimits.photos)])),
    made('div', 'part later', [made('div', 'ways', [made('span', 'way', [say.take]), made('span', 'way quiet', [say.gallery])])], { 'aria-disabled': 'true' }),
    made('div', 'line', [made('label', 'question', [say.comment], { for: 'comment' }), made('span', 'second', [say.dictate])]),
    comment,
    made('p', 'small part', [say.commentHint], { id: 'hint' }),
  ])
  view.id = 'first'
  const look = (): void => {
    for (const box of view.querySelectorAll<HTMLInputElement>('.box')) box.closest('.card')?.classList.toggle('on', box.checked)
    count.textContent = say.chosen(view.querySelectorAll('.box:checked').length, shown.directions.length)
  }
  view.addEventListener('input', () => {
    look()
    view.dataset['touched'] = 'yes'
    const saved = keepEarly(visitId, { ...kept, given: shownIn(view) })
    chip.textContent = saved ? say.saved : ''
    chip.classList.toggle('empty', !saved)
  })
  look()
  const page = document.getElementById('app')
  page?.before(view)
  // Until it has something to show.
  page?.setAttribute('hidden', '')
}

const told = written<VisitLinkContext>('context')
const shown = written<Shown>('shown')
if (told?.visit && shown && shown.report === null && shown.directions.length > 0) show(shown, told.visit.visitId, languageFor(told.language))
