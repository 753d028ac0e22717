/** The history of what administrators decided: who changed what and when, and one press that puts the value before back as a new change. */
import { standingOf, touchesSame, restored, type Change } from '../../domain/change.ts'
import type { Answer } from '../../domain/contract/contract.ts'
import type { MemberId } from '../../domain/ids.ts'
import type { House } from '../house.ts'
import type { Handlers } from './handlers.ts'
import { changing, fieldsOf, putBack } from './changing.ts'
import { orNull } from './or-null.ts'
import { personView } from './people.ts'
import type { ReadPipelines } from './pipelines.ts'
import { refuse } from './refusal.ts'

const atOnce = 30
type Row = Answer<'changes.list'>['rows'][number]

export function changesHandlers(house: House, pipelines: ReadPipelines): Pick<Handlers, 'changes.list' | 'changes.undo'> {
  const { store, portals, log } = house

  async function rowOf(memberId: MemberId, change: Change): Promise<Omit<Row, 'by'>> {
    const standing = standingOf(change, await fieldsOf(store, memberId, change))
    const later = standing === 'possible' ? undefined : (await store.changes.after(memberId, change)).find((one) => touchesSame(change, one))
    return { ...change, standing, later: later?.number ?? null }
  }

  return {
    async 'changes.list'({ cursor }, { memberId }) {
      const found = await store.changes.page(memberId, cursor, atOnce + 1)
      const page = found.slice(0, atOnce)
      const directory = await store.directory.get(memberId)
      const rows: Row[] = []
      for (const change of page) rows.push({ ...(await rowOf(memberId, change)), by: personView(change.userId, directory) })
      const named = await orNull(pipelines(portals.ofInstallation(memberId)), log, 'changes are shown without the names of stages')
      return {
        rows,
        next: found.length > atOnce ? (page.at(-1)?.number ?? null) : null,
        names: {
          people: Object.fromEntries(directory?.people.map(({ id, name }) => [String(id), name]) ?? []),
          departments: Object.fromEntries(directory?.departments.map(({ id, name }) => [String(id), name]) ?? []),
          directions: Object.fromEntries((await store.directions.all(memberId)).map(({ id, name }) => [id, name])),
          pipelines: Object.fromEntries(named?.map(({ id, name }) => [String(id), name]) ?? []),
          stages: Object.fromEntries(named?.flatMap(({ stages }) => stages.map(({ id, name }) => [id, name] as const)) ?? []),
        },
      }
    },

    async 'changes.undo'({ number }, asker) {
      const { memberId } = asker
      const change = await store.changes.get(memberId, number)
      if (!change) throw refuse('not_found')
      const undo = async (s: Parameters<typeof fieldsOf>[0]): Promise<void> => {
        const fields = await fieldsOf(s, memberId, change)
        const standing = standingOf(change, fields)
        if (fields === null || standing !== 'possible') throw refuse('conflict', standing)
        if (!(await putBack(s, memberId, change, restored(change, fields), house.now()))) throw refuse('conflict')
      }
      await changing(house, asker, change, undo, number)
      return {}
    },
  }
}
