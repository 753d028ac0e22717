/** The connected frame and the page's context, as the pages use them once the shell has let them in. */
import { shallowRef } from 'vue'
import type { PageContext } from '../../domain/contract/page.ts'
import type { Frame } from '../frame.ts'

export interface Portal {
  readonly frame: Frame
  readonly context: PageContext
}

const current = shallowRef<Portal | null>(null)

export function enterPortal(portal: Portal): void {
  current.value = portal
}

/** Only below the shell, which shows no page before the portal has answered. */
export function usePortal(): Portal {
  if (!current.value) throw new Error('the shell has not connected to the portal')
  return current.value
}
