/** `user.*` that ask, and `profile`. */
import { z } from 'zod'
import { matches, page, sorted } from '../../door/filter.ts'
import { method, wire } from '../../door/method.ts'
import type { Call } from '../../door/method.ts'
import type { Person } from '../../state/state.ts'
import { conditions, field, userRow, visible } from './row.ts'

/** An extranet user sees nobody but themselves. */
const seen = (call: Call): Person[] => call.world.state.people.filter((person) => !call.person.extranet || person.id === call.person.id)

const shownFields = (select: readonly unknown[] | undefined): string[] | null => {
  const names = select?.map((name) => String(name).toUpperCase()) ?? []
  return names.length === 0 || names.includes('*') ? null : names
}

export const user = {
  profile: method({
    params: {},
    run: ({ person }) => ({
      result: {
        ID: String(person.id),
        ADMIN: person.administrator,
        NAME: person.name,
        LAST_NAME: person.lastName,
        PERSONAL_GENDER: '',
        TIME_ZONE: person.timeZone,
      },
    }),
  }),

  'user.current': method({
    params: {},
    run: (call) => ({ result: visible(call, userRow(call.person, call.world.clock.now()), null) }),
  }),

  'user.get': method({
    params: {
      sort: wire.text.optional(),
      // The SDK's list helpers send `{ID: 'ASC'}`, the page knows a direction only.
      order: z.union([wire.text, wire.order]).optional(),
      FILTER: wire.map.optional(),
      ADMIN_MODE: wire.bool.optional(),
      select: wire.list.optional(),
      IMAGE_RESIZE: wire.text.optional(),
      start: wire.int.optional(),
    },
    caseless: true,
    open: true,
    cost: 0.05,
    run(call, { sort, order, FILTER: filter = {}, select, start }, rest) {
      const now = call.world.clock.now()
      const rows = seen(call)
        .map((person) => userRow(person, now))
        .filter((row) => matches(row, conditions({ ...rest, ...filter }), field, (name) => call.unknown(`FILTER.${name}`)))
      const only = shownFields(select)
      return page(sorted(rows, typeof order === 'object' ? order : { [sort ?? 'ID']: order ?? 'ASC' }, field), start, (page) =>
        page.map((row) => visible(call, row, only)),
      )
    },
  }),

  /** Fuzzy: parts of words; FIND looks everywhere and stands alone. */
  'user.search': method({
    params: {
      FILTER: wire.map.optional(),
      sort: wire.text.optional(),
      order: wire.text.optional(),
      ADMIN_MODE: wire.bool.optional(),
      select: wire.list.optional(),
      start: wire.int.optional(),
    },
    caseless: true,
    open: true,
    cost: 0.05,
    run(call, { FILTER: filter = {}, sort, order, select, start }, rest) {
      const { departments } = call.world.state
      const places = (person: Person) => departments.filter((one) => person.departments.includes(one.id)).map((one) => one.name)
      const part = (text: unknown, wanted: unknown) => String(text).toLowerCase().includes(String(wanted).trim().toLowerCase())
      const now = call.world.clock.now()
      const fits = (person: Person): boolean =>
        Object.entries({ ...rest, ...filter }).every(([key, wanted]) => {
          const name = key.toUpperCase()
          const words = [person.name, person.lastName, person.position, ...places(person)]
          if (name === 'FIND') return String(wanted).split(/\s+/).every((word) => words.some((one) => part(one, word)))
          if (name === 'UF_DEPARTMENT_NAME') return places(person).some((one) => part(one, wanted))
          if (['NAME', 'LAST_NAME', 'WORK_POSITION'].includes(name)) return part(userRow(person, now)[name], wanted)
          return matches(userRow(person, now), conditions({ [key]: wanted }), field, (unknown) => call.unknown(`FILTER.${unknown}`))
        })
      const rows = seen(call)
        .filter(fits)
        .map((person) => userRow(person, now))
      const only = shownFields(select)
      return page(sorted(rows, { [sort ?? 'ID']: order ?? 'ASC' }, field), start, (page) => page.map((row) => visible(call, row, only)))
    },
  }),
}
