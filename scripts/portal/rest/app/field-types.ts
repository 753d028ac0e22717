/** `userfieldtype.*`: kinds of user fields whose values the application draws. */
import { method, wire } from '../../door/method.ts'
import type { Call } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import type { UserFieldType } from '../../state/office.ts'
import { checkHandler } from '../../world.ts'

const argument = (name: string) => new Refusal(400, 'ERROR_ARGUMENT', `Argument '${name}' is null or empty`, { argument: name })
const noContext = new Refusal(403, 'WRONG_AUTH_TYPE', 'Current authorization type is denied for this method Application context required')
const common = { context: 'app-and-administrator', noContext, caseless: true, invalid: argument } as const
const notFound = new Refusal(400, 'ERROR_NOT_FOUND', 'User Field Type not found')

const kept = (call: Call): UserFieldType[] => (call.installation ? (call.installation.fieldTypes ??= []) : [])

function find(call: Call, id: string): UserFieldType {
  if (id === '') throw argument('USER_TYPE_ID')
  const found = kept(call).find((one) => one.id === id)
  if (!found) throw notFound
  return found
}

function checkFree(call: Call, handler: string, except: UserFieldType | null): void {
  if (handler === '') throw argument('HANDLER')
  checkHandler(call.world, handler, () => argument('HANDLER'))
  if (kept(call).some((one) => one !== except && one.handler === handler))
    throw new Refusal(400, 'ERROR_CORE', 'Unable to set placement handler: Handler already binded')
}

export const fieldTypes = {
  'userfieldtype.add': method({
    ...common,
    writes: true,
    params: {
      USER_TYPE_ID: wire.text,
      HANDLER: wire.text,
      TITLE: wire.text.optional(),
      DESCRIPTION: wire.text.optional(),
      OPTIONS: wire.map.optional(),
    },
    run(call, { USER_TYPE_ID: id, HANDLER: handler, TITLE: title = '', DESCRIPTION: description = '', OPTIONS: options = {} }) {
      if (!/^[a-z0-9_]+$/.test(id)) throw argument('USER_TYPE_ID')
      checkFree(call, handler, null)
      if (kept(call).some((one) => one.id === id)) throw new Refusal(400, 'ERROR_CORE', 'Unable to set placement handler: Handler already binded')
      kept(call).push({ id, handler, title, description, options })
      call.world.touch()
      return { result: true }
    },
  }),

  'userfieldtype.update': method({
    ...common,
    writes: true,
    params: {
      USER_TYPE_ID: wire.text,
      HANDLER: wire.text,
      TITLE: wire.text,
      DESCRIPTION: wire.text.optional(),
      OPTIONS: wire.map.optional(),
    },
    run(call, { USER_TYPE_ID: id, HANDLER: handler, TITLE: title, DESCRIPTION: description, OPTIONS: options }) {
      const found = find(call, id)
      checkFree(call, handler, found)
      Object.assign(found, { handler, title, description: description ?? found.description, options: options ?? found.options })
      call.world.touch()
      return { result: true }
    },
  }),

  'userfieldtype.list': method({
    ...common,
    params: {},
    run(call) {
      const rows = kept(call).map(({ id, handler, title, description }) => ({
        USER_TYPE_ID: id,
        HANDLER: handler,
        TITLE: title,
        DESCRIPTION: description,
      }))
      return { result: rows, total: rows.length }
    },
  }),

  'userfieldtype.delete': method({
    ...common,
    writes: true,
    params: { USER_TYPE_ID: wire.text },
    run(call, { USER_TYPE_ID: id }) {
      const gone = find(call, id)
      if (call.installation) call.installation.fieldTypes = kept(call).filter((one) => one !== gone)
      call.world.touch()
      return { result: true }
    },
  }),
}
