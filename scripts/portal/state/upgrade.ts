/** A state that an earlier version of this portal wrote, completed with what it did not know yet. */
import { withCrm } from '../seed/dictionaries.ts'
import type { Installation, RegisteredRobot } from './app.ts'
import type { CrmState } from './crm.ts'
import { emptyOffice } from './office.ts'
import type { CrmRecord, Pipeline, State } from './state.ts'

type Earlier<T, K extends keyof T> = Omit<T, K> & Partial<Pick<T, K>>
type EarlierInstallation = Omit<Earlier<Installation, 'triggers'>, 'robots'> & { robots: Earlier<RegisteredRobot, 'settingsUrl'>[] }
/** What the file may hold. */
export type EarlierState = Omit<Earlier<State, 'crmMode' | 'triggers' | 'office' | 'disk' | keyof CrmState>, 'installation' | 'records' | 'pipelines'> & {
  installation: EarlierInstallation | null
  records: Earlier<CrmRecord, 'companyIds' | 'linkSorts'>[]
  pipelines: Earlier<Pipeline, 'originId' | 'originatorId'>[]
}

export function completeState(earlier: EarlierState): State {
  const { installation } = earlier
  const before = {
    ...earlier,
    records: earlier.records.map((record) => ({ ...record, companyIds: record.companyIds ?? [], linkSorts: record.linkSorts ?? {} })),
    pipelines: earlier.pipelines.map((one) => ({ ...one, originId: one.originId ?? '', originatorId: one.originatorId ?? '' })),
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
  // All of it came with one version.
  return before.userFields ? ({ ...before } as State) : withCrm(before)
}
