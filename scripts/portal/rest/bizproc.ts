/** `bizproc.*`: registration of robots by an administrator's application token, and replies of waiting steps. */
import { answerStep } from '../automation.ts'
import { method, wire } from '../method.ts'
import type { Call } from '../method.ts'
import { Refusal } from '../refusal.ts'
import type { RegisteredRobot, RobotProperty } from '../state-app.ts'
import { checkHandler } from '../world.ts'

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

/** Whoever gets here has the application's context: the methods demand it. */
const robots = (call: Call): RegisteredRobot[] => call.installation?.robots ?? []

function checkedCode(code: string | undefined): string {
  if (!code) throw failure('Empty activity code!')
  if (!codeOf.test(code)) throw failure('Wrong activity code!')
  return code
}

function find(call: Call, code: string): RegisteredRobot {
  const robot = robots(call).find((one) => one.code === checkedCode(code))
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

export const bizproc = {
  'bizproc.robot.list': method({ ...onlyAdministrator, params: {}, run: (call) => ({ result: robots(call).map((robot) => robot.code) }) }),

  'bizproc.robot.add': method({
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
      if (robots(call).some((one) => one.code === code))
        throw new Refusal(400, 'ERROR_ACTIVITY_ALREADY_INSTALLED', 'Activity or Robot already installed!')
      robots(call).push({
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
      })
      call.world.touch()
      return { result: true }
    },
  }),

  'bizproc.robot.update': method({
    ...onlyAdministrator,
    writes: true,
    invalid,
    params: { CODE: wire.text, FIELDS: wire.map },
    run(call, { CODE: code, FIELDS: values }) {
      const robot = find(call, code)
      const given = upper(values)
      Object.keys(given).forEach((name) => fieldNames.includes(name) || call.unknown(`FIELDS.${name}`))
      if (!Object.keys(given).some((name) => fieldNames.includes(name))) throw failure('No fields to update')
      Object.assign(robot, changeOf(call, given))
      call.world.touch()
      return { result: true }
    },
  }),

  'bizproc.robot.delete': method({
    ...onlyAdministrator,
    writes: true,
    invalid,
    params: { CODE: wire.text },
    run(call, { CODE: code }) {
      const robot = find(call, code)
      if (call.installation) call.installation.robots = robots(call).filter((one) => one !== robot)
      call.world.touch()
      return { result: true }
    },
  }),

  /** Any user's token will do; what counts is the event token. */
  'bizproc.event.send': method({
    caseless: true,
    writes: true,
    cost: 0.1,
    params: { EVENT_TOKEN: wire.text.optional(), RETURN_VALUES: wire.map.optional(), LOG_MESSAGE: wire.text.optional() },
    run(call, { EVENT_TOKEN: token = '', RETURN_VALUES: values = {}, LOG_MESSAGE: message = '' }) {
      answerStep(call.world, token, values, message)
      return { result: true }
    },
  }),
}
