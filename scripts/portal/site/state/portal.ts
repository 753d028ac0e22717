/** What the portal says of itself, asked again every two seconds while somebody looks; open pages refresh on the same tick. */
import { computed, ref, shallowRef, watch } from 'vue'
import { actingId, administratorId } from './acting.ts'
import { ask, asRefused, type Answer, type Refused } from './api.ts'
import { language } from './language.ts'

export type PortalState = Answer<'state.show'>

export const portal = shallowRef<PortalState | null>(null)
/** Set while the portal does not answer. */
export const outage = shallowRef<Refused | null>(null)
/** Grows by one whenever open pages should ask again. */
export const tick = ref(0)

export const acting = computed(() => portal.value?.acting ?? null)
export const isAdministrator = computed(() => acting.value?.role === 'administrator')

/** Leads may be switched off: then everything begins with a deal. */
export const withLeads = computed(() => portal.value?.crmMode !== 'simple')

/** Why a robot on a stage cannot run although it stands there. */
export const whyBlocked = computed(() => {
  const app = portal.value?.app
  return !app?.installed ? 'gone' : app.finished ? 'dropped' : 'updating'
})

let last = ''
let round = 0

export async function refreshPortal(): Promise<void> {
  const mine = ++round
  try {
    const answer = await ask('state.show', {})
    if (mine !== round) return
    outage.value = null
    const text = JSON.stringify(answer)
    if (text === last) return
    last = text
    portal.value = answer
  } catch (problem) {
    if (mine !== round) return
    const refused = asRefused(problem)
    // The person who acted is no longer let in (dismissed, or the seed is another one): go on as the administrator.
    if (refused.status >= 400 && refused.status < 500 && actingId.value !== administratorId) actingId.value = administratorId
    else outage.value = refused
  }
}

/** After a deed of ours: everything on the screen is asked again at once. */
export async function refreshAll(): Promise<void> {
  tick.value += 1
  await refreshPortal()
}

export function actAs(id: number): void {
  actingId.value = id
}

export function startPolling(): () => void {
  const again = () => {
    if (document.visibilityState === 'visible') void refreshAll()
  }
  const timer = setInterval(again, 2000)
  document.addEventListener('visibilitychange', again)
  const stop = watch([actingId, language], () => void refreshPortal(), { immediate: true, flush: 'sync' })
  return () => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', again)
    stop()
  }
}
