/** The site's questions about the portal itself: people, the market, starting over. */
import { z } from 'zod'
import { appDeals } from '../app/frames.ts'
import { install, leave, payment, uninstall, update } from '../app/life.ts'
import { dayStart } from '../clock.ts'
import type { SiteApi } from '../contract/site-api.ts'
import { SiteRefusal } from '../door/refusal.ts'
import { scopeName } from '../door/scope-names.ts'
import { mayReadTask } from '../rest/tasks/row.ts'
import type { Workday } from '../state/state.ts'
import { nextId, personOf, recordOf, say } from '../world.ts'
import type { World } from '../world.ts'
import { personCard } from './cards.ts'
import { seenRecords } from './crm.ts'
import { onlyAdministrator } from './question.ts'
import type { SiteQuestions } from './question.ts'

const day = 86_400_000
const id = z.number().int().positive()

/** From what really happened, not from clicks. */
function tutorOf(world: World): SiteApi['state.show']['answer']['tutor'] {
  const { crmMode, tutor, installation, whyOpened, tasks } = world.state
  const simple = crmMode === 'simple'
  const deals = appDeals(world)
  const step = !installation?.finished ? 1 : deals.length === 0 ? 2 : whyOpened ? 5 : 4
  // The main manager has the task; without one, whoever got the first deal.
  const task = tasks.find((one) => one.fromApp && one.crm.includes(`${simple ? 'D' : 'L'}_${tutor.leadId}`))
  return {
    step,
    leadId: tutor.leadId,
    leadTitle: recordOf(world, simple ? 'deal' : 'lead', tutor.leadId)?.title ?? '',
    deals: deals.length,
    people: {
      administrator: tutor.administratorId,
      representative: tutor.representativeId,
      manager: task?.responsibleId ?? deals[0]?.assignedById ?? null,
    },
  }
}

function workdayFor(state: Workday['state'], old: Workday, now: number): Workday {
  const morning = Math.min(dayStart(now) + 9 * 3_600_000, now - 60_000)
  if (state === 'off') return { state, openedAt: null, closedAt: null }
  if (state === 'not_opened') return { state, openedAt: morning - day, closedAt: morning - day + 9 * 3_600_000 }
  const openedAt = old.openedAt !== null && old.openedAt >= dayStart(now) ? old.openedAt : morning
  return { state, openedAt, closedAt: state === 'closed' ? now : null }
}

type OfficeNames = Exclude<keyof SiteApi, `lead${string}` | `deal${string}` | `stage.${string}` | `task${string}` | `notifications.${string}` | `frame.${string}` | `inspector.${string}` | `weather.${string}` | 'fault.set' | 'delivery.replay'>

export const officeQuestions: SiteQuestions<OfficeNames> = {
  'state.show': {
    input: z.object({}),
    run(call) {
      const { world, person, language } = call
      const { installation, people, departments, tasks, notifications } = world.state
      return {
        acting: personCard(world, person),
        people: people.map((one) => personCard(world, one)),
        departments: departments.map(({ id: departmentId, name, parentId, headId }) => ({ id: departmentId, name, parentId, headId })),
        counts: {
          leads: seenRecords(call, 'lead').length,
          deals: seenRecords(call, 'deal').length,
          tasks: tasks.filter((task) => task.status !== 5 && mayReadTask(call, task) && (person.administrator || task.responsibleId === person.id))
            .length,
          notifications: notifications.filter((one) => one.userId === person.id && !one.read).length,
        },
        app: {
          code: world.listing.code,
          name: world.listing.name[language],
          installed: installation !== null,
          finished: installation?.finished ?? false,
          version: installation?.version ?? world.listing.version,
          newerVersion: installation && world.listing.version > installation.version ? world.listing.version : null,
        },
        tutor: tutorOf(world),
        crmMode: world.state.crmMode,
        faults: [...world.faults],
        weather: [...world.weather.rules],
        addresses: { portal: world.url, app: new URL(world.listing.handlerUrl).origin },
      }
    },
  },

  'person.change': {
    input: z.object({
      id,
      absentDays: z.number().int().min(1).max(365).nullish(),
      workday: z.enum(['open', 'paused', 'closed', 'not_opened', 'off']).optional(),
      active: z.boolean().optional(),
    }),
    run(call, { id: personId, absentDays, workday, active }) {
      onlyAdministrator(call)
      const { world } = call
      const person = personOf(world, personId)
      if (!person) throw new SiteRefusal(404, 'not_found', { ru: 'Такого сотрудника нет.', en: 'There is no such person.' })
      const now = world.clock.now()
      if (absentDays === null) person.absences = person.absences.filter((one) => one.until <= now)
      if (absentDays) {
        const until = dayStart(now) + absentDays * day
        person.absences = [
          ...person.absences.filter((one) => one.until <= now),
          { id: nextId(world, 'absence'), from: dayStart(now), until, source: 'chart', title: say(world, 'Отсутствие', 'Absence') },
        ]
      }
      if (workday) person.workday = workdayFor(workday, person.workday, now)
      if (active !== undefined) person.active = active
      world.touch()
      return { person: personCard(world, person) }
    },
  },

  'market.show': {
    input: z.object({}),
    run({ world, language }) {
      const { listing } = world
      const { installation } = world.state
      return {
        code: listing.code,
        name: listing.name[language],
        tagline: listing.tagline[language],
        description: listing.description[language],
        publisher: listing.publisher,
        version: Math.max(listing.version, installation?.version ?? 0),
        installedVersion: installation?.version ?? null,
        finished: installation?.finished ?? false,
        scopes: listing.scopes.map((code) => ({ code, name: scopeName(code, language) })),
      }
    },
  },
  'market.install': { input: z.object({}), run: ({ world, person }) => (install(world, person), {}) },
  'market.update': { input: z.object({}), run: ({ world, person }) => (update(world, person), {}) },
  'market.payment': {
    input: z.object({ expired: z.boolean() }),
    run: ({ world, person }, { expired }) => (payment(world, person, expired), {}),
  },
  'market.uninstall': { input: z.object({ clean: z.boolean() }), run: ({ world, person }, { clean }) => (uninstall(world, person, clean), {}) },

  reset: {
    input: z.object({}),
    run({ world, reset }) {
      // A fault left on must not keep the farewell from the application.
      world.faults.clear()
      world.weather.set([], 0)
      if (world.state.installation) leave(world, world.state.installation, true)
      reset()
      return {}
    },
  },
}
