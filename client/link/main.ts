/** Entry of a visit's personal link: a page without a portal around it, so neither its SDK nor its kit is loaded. */
import '../policy.ts'
import './link.css'
import { createApp } from 'vue'
import { VisitLinkContext } from '../../domain/contract.ts'
import LinkPage from './LinkPage.vue'

function readContext(): VisitLinkContext {
  try {
    return VisitLinkContext.parse(JSON.parse(document.getElementById('context')?.textContent ?? ''))
  } catch {
    return { link: 'incomplete', language: navigator.language.startsWith('ru') ? 'ru' : 'en', visit: null }
  }
}

const context = readContext()
document.documentElement.lang = context.language
createApp(LinkPage, { context }).mount('#app')
