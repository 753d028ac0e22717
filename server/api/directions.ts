/** Directions: listed with what an administrator should mend, saved against their version, suggested from the company's own names. */
import type { Direction } from '../../domain/direction.ts'
import type { MemberId } from '../../domain/ids.ts'
import type { House } from '../house.ts'
import { newDirectionId } from '../runs/chance.ts'
import { freshDirectory } from '../runs/directory.ts'
import type { Session } from './bearer.ts'
import { changing, putInOrder } from './changing.ts'
import { viewOf, type Around } from './direction-view.ts'
import type { Handlers } from './handlers.ts'
import { orNull as askedOrNull } from './or-null.ts'
import type { ReadPipelines } from './pipelines.ts'
import { refuse } from './refusal.ts'
import { suggestDirections } from './suggest.ts'

type Questions = 'directions.list' | 'directions.save' | 'directions.archive' | 'directions.order' | 'directions.suggest'

export function directionsHandlers(house: House, pipelines: ReadPipelines): Pick<Handlers, Questions> {
  const { store, portals, config, now, log } = house
  const orNull = <T>(asked: Promise<T>): Promise<T | null> => askedOrNull(asked, log, 'directions are shown without the portal')
  const directoryOf = (memberId: MemberId) =>
    freshDirectory({ portal: portals.ofInstallation(memberId), store, memberId, now, olderThanMs: config.directoryTtlMs })
  const around = async (memberId: MemberId): Promise<Around> => ({
    directory: (await orNull(directoryOf(memberId))) ?? (await store.directory.get(memberId)),
    pipelines: await orNull(pipelines(portals.ofInstallation(memberId))),
    settings: await store.settings.get(memberId),
  })
  const list = async (memberId: MemberId) => {
    const known = await around(memberId)
    return { directions: (await store.directions.all(memberId)).map((direction) => viewOf(direction, known)) }
  }
  const replace = async (asker: Session, direction: Direction, fromVersion: number) => {
    const { memberId } = asker
    await changing(house, asker, { kind: 'direction', subject: direction.id }, async (s) => {
      if (!(await s.directions.replace(memberId, direction, fromVersion))) throw refuse('conflict')
    })
    return { direction: viewOf(direction, await around(memberId)) }
  }

  return {
    'directions.list': (_, { memberId }) => list(memberId),

    async 'directions.save'({ id, version, ...wanted }, asker) {
      const { memberId } = asker
      const departments = new Set((await directoryOf(memberId)).departments.map((department) => department.id))
      if (wanted.departmentIds.some((one) => !departments.has(one))) throw refuse('invalid_input', 'departmentIds')
      const stages = (await pipelines(portals.ofInstallation(memberId))).find((one) => one.id === wanted.categoryId)?.stages
      if (!stages) throw refuse('invalid_input', 'categoryId')
      if (!stages.some((stage) => stage.id === wanted.stageId)) throw refuse('invalid_input', 'stageId')
      const here = new Set((await directoryOf(memberId)).people.filter(({ active }) => active).map((person) => person.id))
      if (wanted.reserveId !== null && !here.has(wanted.reserveId)) throw refuse('invalid_input', 'reserveId')
      if (wanted.observerIds.some((one) => !here.has(one))) throw refuse('invalid_input', 'observerIds')
      if (id === null) {
        const others = await store.directions.all(memberId)
        const position = Math.max(-1, ...others.map((one) => one.position)) + 1
        const direction: Direction = { ...wanted, id: newDirectionId(), position, archived: false, version: 1 }
        await changing(house, asker, { kind: 'direction', subject: direction.id }, (s) => s.directions.add(memberId, direction))
        return { direction: viewOf(direction, await around(memberId)) }
      }
      const known = await store.directions.get(memberId, id)
      if (!known) throw refuse('not_found')
      if (version === null) throw refuse('invalid_input', 'version')
      return replace(asker, { ...known, ...wanted, version: version + 1 }, version)
    },

    async 'directions.archive'({ id, archived, version }, asker) {
      const known = await store.directions.get(asker.memberId, id)
      if (!known) throw refuse('not_found')
      return replace(asker, { ...known, archived, version: version + 1 }, version)
    },

    async 'directions.order'({ ids }, asker) {
      await changing(house, asker, { kind: 'order', subject: '' }, (s) => putInOrder(s, asker.memberId, ids))
      return list(asker.memberId)
    },

    async 'directions.suggest'(_, { memberId }) {
      const taken = (await store.directions.all(memberId)).filter(({ archived }) => !archived)
      return { suggestions: suggestDirections(await directoryOf(memberId), await pipelines(portals.ofInstallation(memberId)), taken) }
    },
  }
}
