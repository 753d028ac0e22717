/** A state that an earlier version of this portal wrote, completed with what it did not know yet. */
import { emptyOffice } from './state-office.ts'
import type { State } from './state.ts'
import type { Installation, RegisteredRobot } from './state-app.ts'

type Earlier<T, K extends keyof T> = Omit<T, K> & Partial<Pick<T, K>>
type EarlierInstallation = Omit<Earlier<Installation, 'triggers'>, 'robots'> & { robots: Earlier<RegisteredRobot, 'settingsUrl'>[] }
/** What the file may hold. */
export type EarlierState = Omit<Earlier<State, 'crmMode' | 'triggers' | 'office' | 'disk'>, 'installation'> & { installation: EarlierInstallation | null }

export function completeState(earlier: EarlierState): State {
  const { installation } = earlier
  return {
    ...earlier,
    crmMode: earlier.crmMode ?? 'leads',
    triggers: earlier.triggers ?? {},
    office: { ...emptyOffice(), ...earlier.office },
    disk: earlier.disk ?? [],
    installation: installation && {
      ...installation,
      triggers: installation.triggers ?? [],
      robots: installation.robots.map((robot) => ({ ...robot, settingsUrl: robot.settingsUrl ?? null })),
    },
  }
}
