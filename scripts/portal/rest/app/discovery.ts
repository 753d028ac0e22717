/** What this portal can do for whoever asks: scopes, methods, features, the clock, and rights by their codes. */
import { iso } from '../../clock.ts'
import { method, wire } from '../../door/method.ts'
import type { Call } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import { allScopes } from '../../door/scope-names.ts'
import { eventsFor, eventsOf } from '../../sending/events.ts'
import { fullName, personOf, say } from '../../world.ts'
import { type Found, scopesOf } from '../method-scopes.ts'

const available = (call: Call, name: string): boolean => scopesOf(name).some((scope) => scope === '' || call.scope.includes(scope))

/** Whether the person has the right that a code stands for: `U5`, `D3`, `DR3` with all below, `G1` administrators, `AU` everybody. */
function has(call: Call, code: string): boolean {
  const { person, world } = call
  if (code === 'AU' || code === 'G2') return true
  if (code === 'G1') return person.administrator
  const found = /^(IU|U|DR|D)(\d+)$/.exec(code)
  const [, kind = '', number = ''] = found ?? []
  if (kind === 'U' || kind === 'IU') return Number(number) === person.id
  if (kind === 'D') return person.departments.includes(Number(number))
  if (kind !== 'DR') return false
  return person.departments.some((start) => {
    let id: number | null = start
    for (let depth = 0; id !== null && depth < 50; depth += 1) {
      if (id === Number(number)) return true
      id = world.state.departments.find((one) => one.id === id)?.parentId ?? null
    }
    return false
  })
}

function named({ world }: Call, code: string): Record<string, string> | null {
  const known: Record<string, string> = {
    G1: say(world, 'Администраторы', 'Administrators'),
    G2: say(world, 'Все посетители', 'All visitors'),
    AU: say(world, 'Все авторизованные пользователи', 'All authorised users'),
  }
  const name = known[code]
  if (name) return { provider: '', name, provider_id: 'other' }
  const [, kind = '', number = ''] = /^(IU|U|DR|D)(\d+)$/.exec(code) ?? []
  const person = kind.endsWith('U') ? personOf(world, Number(number)) : undefined
  if (person) return { provider: say(world, 'Пользователи', 'Users'), name: fullName(person), provider_id: 'user' }
  const department = kind.startsWith('D') ? world.state.departments.find((one) => one.id === Number(number)) : undefined
  return department ? { provider: say(world, 'Отделы', 'Departments'), name: department.name, provider_id: 'intranet' } : null
}

/** The list of all methods, which has these in it, so that it is looked at only when somebody asks. */
export interface Methods {
  names(): string[]
  find(name: string): Found | undefined
}

export const discovery = (methods: Methods) => ({
  scope: method({
    params: { full: wire.bool.optional() },
    run: (call, { full = false }) => ({ result: full ? [...allScopes] : [...call.scope] }),
  }),

  /** A scope given empty means the methods that need none. */
  methods: method({
    params: { full: wire.bool.optional(), scope: wire.text.optional() },
    run(call, { full = false, scope }) {
      const names = methods.names()
      if (scope !== undefined) return { result: names.filter((name) => scopesOf(name).includes(scope)) }
      return { result: full ? names : names.filter((name) => available(call, name)) }
    },
  }),

  'method.get': method({
    params: { name: wire.text.optional() },
    run(call, { name = '' }) {
      const found = methods.find(name)
      return { result: { isExisting: found !== undefined, isAvailable: found !== undefined && available(call, found.name) } }
    },
  }),

  'feature.get': method({
    params: { CODE: wire.text },
    caseless: true,
    invalid: () => new Refusal(400, 'CODE_EMPTY', "CODE can't be empty"),
    run(_call, { CODE: code }) {
      if (code === '') throw new Refusal(400, 'CODE_EMPTY', "CODE can't be empty")
      return { result: { value: ['rest_offline_extended', 'rest_auth_connector'].includes(code) ? 'Y' : 'N' } }
    },
  }),

  'server.time': method({ params: {}, run: (call) => ({ result: iso(call.world.clock.now()) }) }),

  events: method({
    params: { SCOPE: wire.text.optional(), FULL: wire.bool.optional() },
    caseless: true,
    run(call, { SCOPE: scope, FULL: full = false }) {
      if (scope) return { result: [...(eventsOf[scope] ?? [])] }
      return { result: full ? Object.values(eventsOf).flat() : eventsFor(call.scope) }
    },
  }),

  'user.admin': method({ params: {}, run: ({ person }) => ({ result: person.administrator }) }),

  'user.access': method({
    params: { ACCESS: wire.list },
    caseless: true,
    run: (call, { ACCESS: codes }) => ({ result: codes.some((code) => has(call, String(code))) }),
  }),

  'access.name': method({
    params: { ACCESS: wire.list },
    caseless: true,
    run(call, { ACCESS: codes }) {
      const found = codes.flatMap((code) => {
        const name = named(call, String(code))
        return name ? [[String(code), name] as const] : []
      })
      return { result: found.length > 0 ? Object.fromEntries(found) : [] }
    },
  }),
})
