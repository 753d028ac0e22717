/** `crm.automation.trigger.*`: triggers of the application, and the CRM's mode; people put triggers on stages themselves. */
import { fireTrigger } from '../../automation/triggers.ts'
import { method, wire } from '../../door/method.ts'
import type { Call } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import type { RegisteredTrigger } from '../../state/app.ts'
import { canChange, recordOf } from '../../world.ts'

const wrong = (text: string) => new Refusal(400, '', text)
const common = {
  context: 'app-and-administrator',
  noContext: new Refusal(400, 'ACCESS_DENIED', 'Access denied! Application context required'),
  notAdministrator: new Refusal(400, 'ACCESS_DENIED', 'Access denied! Admin permissions required'),
  caseless: true,
  invalid: (name: string) =>
    wrong(name === 'CODE' ? 'Empty trigger code!' : name === 'NAME' ? 'Empty trigger name!' : `Incorrect parameter ${name}.`),
} as const

/** Whoever gets here has the application's context: the methods demand it. */
const registered = (call: Call): RegisteredTrigger[] => call.installation?.triggers ?? []

function checkedCode(code: string): string {
  if (code === '') throw wrong('Empty trigger code!')
  if (!/^[a-z0-9.\-_]+$/.test(code)) throw wrong('Wrong trigger code!')
  return code
}

/** Numbers of CRM's types of objects, and those of smart processes. */
const ownerTypes = [1, 2, 3, 4, 5, 7, 8, 14, 31]

export const crmTriggers = {
  'crm.settings.mode.get': method({ params: {}, run: (call) => ({ result: call.world.state.crmMode === 'simple' ? 2 : 1 }) }),

  /**
   * The portal's own trigger "incoming webhook", with which a person lets an address move records; nobody can put one on a stage here, so that nothing
   * moves.
   */
  'crm.automation.trigger': method({
    caseless: true,
    writes: true,
    params: { target: wire.text, code: wire.text.optional() },
    invalid: () => wrong('Target is not set.'),
    run(call, { target }) {
      if (target === '') throw wrong('Target is not set.')
      const [, name = '', id] = /^([A-Z]+)_(\d+)$/.exec(target) ?? []
      const kind = (['lead', 'deal'] as const).find((one) => one.toUpperCase() === name)
      if (!kind) throw wrong('Incorrect target format.')
      const record = recordOf(call.world, kind, Number(id))
      if (!record) throw wrong('Target is not found.')
      if (!canChange(call.world, call.person, record))
        throw new Refusal(400, 'ACCESS_DENIED', 'Access denied! There is no permissions to update the entity.')
      return { result: true }
    },
  }),

  'crm.automation.trigger.list': method({
    ...common,
    params: {},
    run: (call) => ({ result: registered(call).map(({ code, name }) => ({ NAME: name, CODE: code })) }),
  }),

  /** A code that is there already gets the new name. */
  'crm.automation.trigger.add': method({
    ...common,
    writes: true,
    params: { CODE: wire.text, NAME: wire.text },
    run(call, { CODE, NAME: name }) {
      const code = checkedCode(CODE)
      if (name.trim() === '') throw wrong('Empty trigger name!')
      const known = registered(call).find((one) => one.code === code)
      if (known) known.name = name
      else registered(call).push({ code, name })
      call.world.touch()
      return { result: true }
    },
  }),

  'crm.automation.trigger.delete': method({
    ...common,
    writes: true,
    params: { CODE: wire.text },
    run(call, { CODE }) {
      const code = checkedCode(CODE)
      if (!call.installation || !registered(call).some((one) => one.code === code)) throw wrong('Trigger not found')
      call.installation.triggers = registered(call).filter((one) => one.code !== code)
      call.world.touch()
      return { result: true }
    },
  }),

  /** True says that the event was taken, not that a stage changed. */
  'crm.automation.trigger.execute': method({
    ...common,
    writes: true,
    cost: 0.1,
    params: { CODE: wire.text, OWNER_TYPE_ID: wire.int, OWNER_ID: wire.int },
    run(call, { CODE, OWNER_TYPE_ID: typeId, OWNER_ID: ownerId }) {
      const code = checkedCode(CODE)
      if (!registered(call).some((one) => one.code === code)) throw wrong(`Trigger with code ${code} is not registered.`)
      if (!ownerTypes.includes(typeId) && typeId < 128) throw wrong('Incorrect parameter OWNER_TYPE_ID.')
      if (ownerId <= 0) throw wrong('Incorrect parameter OWNER_ID.')
      fireTrigger(call.world, code, typeId === 1 ? 'lead' : typeId === 2 ? 'deal' : null, ownerId)
      return { result: true }
    },
  }),
}
