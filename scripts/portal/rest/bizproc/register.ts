/** Registration of robots and activities by an administrator's application token: two families of methods over one mechanism. */
import { method, wire } from '../../door/method.ts'
import type { Call, Handler } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import type { RegisteredRobot, RobotProperty } from '../../state/app.ts'
import { checkHandler } from '../../world.ts'

const failure = (text: string) => new Refusal(400, 'ERROR_ACTIVITY_VALIDATION_FAILURE', text)
const noContext = new Refusal(403, 'ACCESS_DENIED', 'Application context required')
const codeOf = /^[a-zA-Z0-9._-]+$/

type Values = Readonly<Record<string, unknown>>

/** The portal upper-cases all keys of these methods, so `Name` and `NAME` are the same. */
const upper = (values: Values): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key.toUpperCase(), value]))
const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (isMap(value) && Object.keys(value).length === 0)
const types = ['bool', 'date', 'datetime', 'double', 'file', 'int', 'select', 'string', 'text', 'user']

function properties(value: unknown): Record<string, RobotProperty> {
  if (isEmpty(value)) return {}
  if (!isMap(value)) throw failure('Wrong properties array!')
  return Object.fromEntries(
    Object.entries(value).map(([key, raw]) => {
      if (!/^[a-z][a-z0-9_]*$/i.test(key)) throw failure(`Wrong property key (${key})!`)
      if (!isMap(raw) || isEmpty(upper(raw)['NAME'])) throw failure(`Empty property NAME (${key})!`)
      const given = upper(raw)
      const type = String(given['TYPE'] ?? 'string').toLowerCase()
      const yes = (flag: unknown) => flag === 'Y' || flag === true || flag === '1' || flag === 1
      return [
        key,
        {
          name: given['NAME'],
          description: given['DESCRIPTION'] ?? '',
          type: types.includes(type) ? type : 'string',
          required: yes(given['REQUIRED']),
          multiple: yes(given['MULTIPLE']),
          default: given['DEFAULT'] ?? null,
          options: isMap(given['OPTIONS']) ? given['OPTIONS'] : {},
        },
      ]
    }),
  )
}

function filterOf(value: unknown): RegisteredRobot['filter'] {
  if (isEmpty(value)) return { include: [], exclude: [] }
  if (!isMap(value)) throw failure('Wrong activity FILTER!')
  const given = upper(value)
  const rules = (side: unknown): unknown[] => {
    if (isEmpty(side)) return []
    if (!isMap(side)) throw failure('Wrong activity FILTER!')
    return Object.values(side).map((rule) => (isMap(rule) ? Object.values(rule) : rule))
  }
  return { include: rules(given['INCLUDE']), exclude: rules(given['EXCLUDE']) }
}

/** The page of settings; asked for without an address it is refused as a wrong one. */
function settingsUrl(call: Call, given: Values): string | null {
  const asked = given['USE_PLACEMENT'] ?? given['PLACEMENT_HANDLER'] !== undefined
  if (!/^(y|1|true)$/i.test(String(asked))) return null
  const url = String(given['PLACEMENT_HANDLER'] ?? '')
  checkHandler(call.world, url, (text) => new Refusal(400, 'ERROR_WRONG_HANDLER_URL', text))
  return url
}

function changeOf(call: Call, values: Values): Partial<RegisteredRobot> {
  const given = upper(values)
  const change: Partial<RegisteredRobot> = {}
  if ('HANDLER' in given) {
    const handler = String(given['HANDLER'] ?? '')
    checkHandler(call.world, handler, (text) => new Refusal(400, 'ERROR_WRONG_HANDLER_URL', text))
    change.handler = handler
  }
  if ('NAME' in given) {
    if (isEmpty(given['NAME'])) throw failure('Empty activity NAME!')
    change.name = given['NAME']
  }
  if ('DESCRIPTION' in given) change.description = given['DESCRIPTION']
  if ('AUTH_USER_ID' in given) change.authUserId = Number(given['AUTH_USER_ID']) || call.person.id
  if ('USE_SUBSCRIPTION' in given)
    change.subscription = isEmpty(given['USE_SUBSCRIPTION']) ? null : /^(y|1|true)$/i.test(String(given['USE_SUBSCRIPTION']))
  if ('PROPERTIES' in given) change.properties = properties(given['PROPERTIES'])
  if ('RETURN_PROPERTIES' in given) change.returns = properties(given['RETURN_PROPERTIES'])
  if ('USE_PLACEMENT' in given || 'PLACEMENT_HANDLER' in given) change.settingsUrl = settingsUrl(call, given)
  if ('FILTER' in given) change.filter = filterOf(given['FILTER'])
  if ('DOCUMENT_TYPE' in given && (!isMap(given['DOCUMENT_TYPE']) || Object.keys(given['DOCUMENT_TYPE']).length !== 3))
    throw failure('Wrong activity DOCUMENT_TYPE!')
  return change
}

export type Family = 'robot' | 'activity'
const keys = { robot: 'robots', activity: 'activities' } as const

/** Whoever gets here has the application's context: the methods demand it. */
const registered = (call: Call, family: Family): RegisteredRobot[] => call.installation?.[keys[family]] ?? []

function keep(call: Call, family: Family, list: RegisteredRobot[]): void {
  if (call.installation) call.installation[keys[family]] = list
  call.world.touch()
}

function checkedCode(code: string | undefined): string {
  if (!code) throw failure('Empty activity code!')
  if (!codeOf.test(code)) throw failure('Wrong activity code!')
  return code
}

function find(call: Call, family: Family, code: string): RegisteredRobot {
  const robot = registered(call, family).find((one) => one.code === checkedCode(code))
  if (!robot) throw new Refusal(400, 'ERROR_ACTIVITY_NOT_FOUND', 'Activity or Robot not found!')
  return robot
}

const fieldNames = [
  'HANDLER',
  'AUTH_USER_ID',
  'USE_SUBSCRIPTION',
  'NAME',
  'DESCRIPTION',
  'PROPERTIES',
  'RETURN_PROPERTIES',
  'DOCUMENT_TYPE',
  'FILTER',
  'USE_PLACEMENT',
  'PLACEMENT_HANDLER',
]
const onlyAdministrator = { context: 'app-and-administrator', noContext, caseless: true } as const
const invalid = (name: string) =>
  name === 'CODE' ? failure('Empty activity code!') : name === 'NAME' ? failure('Empty activity NAME!') : failure('Wrong properties array!')

type Named<F extends Family> = Record<`bizproc.${F}.${'list' | 'add' | 'update' | 'delete'}`, Handler>

/** `bizproc.robot.*` or `bizproc.activity.*`. */
export const registration = <F extends Family>(family: F): Named<F> =>
  // Names made up of a part that varies lose their exact type on the way.
  methodsOf(family) as Named<F>

const methodsOf = (family: Family): Record<string, Handler> => ({
  [`bizproc.${family}.list`]: method({
    ...onlyAdministrator,
    params: {},
    run: (call) => ({ result: registered(call, family).map((one) => one.code) }),
  }),

  [`bizproc.${family}.add`]: method({
    ...onlyAdministrator,
    writes: true,
    invalid,
    params: {
      CODE: wire.text,
      HANDLER: wire.text,
      AUTH_USER_ID: wire.int.optional(),
      USE_SUBSCRIPTION: wire.any.optional(),
      NAME: wire.any,
      DESCRIPTION: wire.any.optional(),
      PROPERTIES: wire.any.optional(),
      RETURN_PROPERTIES: wire.any.optional(),
      DOCUMENT_TYPE: wire.list.optional(),
      FILTER: wire.map.optional(),
      USE_PLACEMENT: wire.bool.optional(),
      PLACEMENT_HANDLER: wire.text.optional(),
    },
    run(call, given) {
      const code = checkedCode(given.CODE)
      const change = changeOf(call, given as Values)
      if (change.name === undefined || isEmpty(change.name)) throw failure('Empty activity NAME!')
      // Robots and activities share one space of codes.
      if ([...registered(call, 'robot'), ...registered(call, 'activity')].some((one) => one.code === code))
        throw new Refusal(400, 'ERROR_ACTIVITY_ALREADY_INSTALLED', 'Activity or Robot already installed!')
      const added: RegisteredRobot = {
        code,
        handler: '',
        authUserId: call.person.id,
        subscription: null,
        name: '',
        description: '',
        properties: {},
        returns: {},
        filter: { include: [], exclude: [] },
        settingsUrl: null,
        ...change,
      }
      keep(call, family, [...registered(call, family), added])
      return { result: true }
    },
  }),

  [`bizproc.${family}.update`]: method({
    ...onlyAdministrator,
    writes: true,
    invalid,
    params: { CODE: wire.text, FIELDS: wire.map },
    run(call, { CODE: code, FIELDS: values }) {
      const robot = find(call, family, code)
      const given = upper(values)
      Object.keys(given).forEach((name) => fieldNames.includes(name) || call.unknown(`FIELDS.${name}`))
      if (!Object.keys(given).some((name) => fieldNames.includes(name))) throw failure('No fields to update')
      Object.assign(robot, changeOf(call, given))
      call.world.touch()
      return { result: true }
    },
  }),

  [`bizproc.${family}.delete`]: method({
    ...onlyAdministrator,
    writes: true,
    invalid,
    params: { CODE: wire.text },
    run(call, { CODE: code }) {
      const robot = find(call, family, code)
      keep(call, family, registered(call, family).filter((one) => one !== robot))
      return { result: true }
    },
  }),
})
