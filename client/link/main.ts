/** Entry of a visit's page: without a portal around it, so neither its SDK nor its kit is loaded; it opens without a network, too. */
import './link.css'
import { createApp } from 'vue'
import type { Answer } from '../../domain/contract/contract.ts'
import type { VisitLinkContext } from '../../domain/contract/visit.ts'
import { languageFor, written } from './early.ts'
import { openKeep } from './keep.ts'
import LinkPage from './LinkPage.vue'
import MinePage from './MinePage.vue'
import { visitIdOf } from './visit.ts'

async function start(): Promise<void> {
  const told = written<VisitLinkContext>('context')
  const given = written<Answer<'visit.show'>>('shown')
  const keep = await openKeep()
  const token = location.pathname.split('/').at(-1) ?? ''
  const kept = (await keep.get('visits', visitIdOf(token) ?? '')) ?? (await keep.get('ends', visitIdOf(token) ?? ''))
  const mine = await keep.all('visits')
  const spoken = told?.language ?? kept?.language ?? mine[0]?.language ?? (navigator.language.startsWith('ru') ? 'ru' : 'en')
  const language = languageFor(spoken)
  document.documentElement.lang = language
  if (location.pathname === '/visit/mine') createApp(MinePage, { keep, language }).mount('#app')
  else createApp(LinkPage, { keep, token, told, given, language }).mount('#app')
  // After the page: it must not wait for what only the next opening needs. A private window may have no worker, and a page that is being closed gets none.
  await navigator.serviceWorker?.register('/visit/worker.js').catch(() => undefined)
}

start().catch((error: unknown) => console.error(error))
