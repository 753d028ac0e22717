/** Which section of the panel is open, kept in the address's fragment so that Back works and a run has a link. */
import { onScopeDispose, readonly, ref } from 'vue'
import { RunId } from '../../domain/ids.ts'

export const sections = ['journal', 'directions', 'rules', 'people', 'test', 'fairness', 'replay', 'settings', 'installation'] as const
/** `setup` guides after an installation, `changes` is reached from whatever was changed; they have no place in the navigation. */
const aside = ['setup', 'changes'] as const
export type Section = (typeof sections)[number] | (typeof aside)[number]
export type Route = { section: Section; runId: RunId | null }

export function parseRoute(fragment: string): Route {
  const [section, id] = fragment.replace(/^#\/?/, '').split('/')
  if (section === 'run') {
    const runId = RunId.safeParse(id)
    return { section: 'journal', runId: runId.success ? runId.data : null }
  }
  return { section: [...sections, ...aside].find((one) => one === section) ?? 'journal', runId: null }
}

export const hrefOf = (section: Section): string => `#/${section}`
export const hrefOfRun = (runId: RunId): string => `#/run/${runId}`

export function useRoute() {
  const route = ref<Route>(parseRoute(window.location.hash))
  const follow = (): void => {
    route.value = parseRoute(window.location.hash)
  }
  window.addEventListener('hashchange', follow)
  onScopeDispose(() => window.removeEventListener('hashchange', follow))
  return {
    route: readonly(route),
    go: (section: Section): void => {
      window.location.hash = hrefOf(section)
    },
  }
}
