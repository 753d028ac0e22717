/** `placement.*`: places of the portal's interface where the application shows its pages. */
import { method, wire } from '../../door/method.ts'
import type { Call } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import type { Binding } from '../../state/app.ts'
import { checkHandler, nextId } from '../../world.ts'

const wrongContext = new Refusal(403, 'WRONG_AUTH_TYPE', 'Current authorization type is denied for this method Application context required')
const kinds = ['LEAD', 'DEAL', 'CONTACT', 'COMPANY', 'QUOTE', 'SMART_INVOICE']
const crmPlaces = ['DETAIL_TAB', 'DETAIL_ACTIVITY', 'DETAIL_TOOLBAR', 'LIST_MENU', 'LIST_TOOLBAR', 'ACTIVITY_TIMELINE_MENU', 'ROBOT_DESIGNER_TOOLBAR']

/** Codes by the scope that each wants besides `placement`; those of `placement` are global. */
const codes: Readonly<Record<string, readonly string[]>> = {
  crm: [...kinds.flatMap((kind) => crmPlaces.map((place) => `CRM_${kind}_${place}`)), 'CRM_ANALYTICS_MENU'],
  task: ['TASK_VIEW_TAB', 'TASK_VIEW_SIDEBAR', 'TASK_VIEW_TOP_PANEL', 'TASK_LIST_CONTEXT_MENU'],
  placement: ['LEFT_MENU', 'REST_APP_URI', 'PAGE_BACKGROUND_WORKER', 'USER_PROFILE_MENU', 'DEFAULT'],
}
/** May be bound once only. */
const single = ['PAGE_BACKGROUND_WORKER', 'REST_APP_URI']

const scopeOf = (code: string): string | null => Object.entries(codes).find(([, of]) => of.includes(code))?.[0] ?? null

const argument = (name: string) => new Refusal(400, 'ERROR_ARGUMENT', `Argument '${name}' is null or empty`, { argument: name })
const bindings = (call: Call): Binding[] => call.installation?.bindings ?? []
const common = { context: 'app-and-administrator', noContext: wrongContext, caseless: true } as const

function texts(value: unknown): Record<string, Record<string, string>> {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(
    Object.entries(value as Record<string, unknown>).map(([language, entry]) => {
      const given = typeof entry === 'object' && entry !== null ? (entry as Record<string, unknown>) : {}
      return [
        language,
        { TITLE: String(given['TITLE'] ?? ''), DESCRIPTION: String(given['DESCRIPTION'] ?? ''), GROUP_NAME: String(given['GROUP_NAME'] ?? '') },
      ]
    }),
  )
}

export const placement = {
  'placement.bind': method({
    ...common,
    writes: true,
    invalid: argument,
    params: {
      PLACEMENT: wire.text,
      HANDLER: wire.text,
      TITLE: wire.text.optional(),
      DESCRIPTION: wire.text.optional(),
      GROUP_NAME: wire.text.optional(),
      LANG_ALL: wire.map.optional(),
      OPTIONS: wire.map.optional(),
      USER_ID: wire.int.optional(),
    },
    run(
      call,
      {
        PLACEMENT: code,
        HANDLER: handler,
        TITLE: title = '',
        DESCRIPTION: description = '',
        LANG_ALL: langAll,
        OPTIONS: options = {},
        USER_ID: userId = 0,
      },
    ) {
      const scope = scopeOf(code.toUpperCase())
      if (scope === null || !call.scope.includes(scope)) throw new Refusal(400, 'ERROR_PLACEMENT_NOT_FOUND', 'Placement not found')
      if (handler === '') throw argument('HANDLER')
      checkHandler(
        call.world,
        handler,
        () => new Refusal(400, 'ERROR_ARGUMENT', "Argument 'HANDLER' is not a reachable URL", { argument: 'HANDLER' }),
      )
      const of = bindings(call).filter((one) => one.placement === code.toUpperCase())
      if (single.includes(code.toUpperCase()) && of.length > 0)
        throw new Refusal(400, 'ERROR_PLACEMENT_MAX_COUNT', 'Placement max count was reached')
      if (userId > 0 && code.toUpperCase() !== 'PAGE_BACKGROUND_WORKER')
        throw new Refusal(400, 'ERROR_PLACEMENT_USER_MODE', 'User mode is not available for this placement')
      if (code.toUpperCase() === 'PAGE_BACKGROUND_WORKER' && !options['errorHandlerUrl'])
        throw new Refusal(400, 'EMPTY_ERROR_HANDLER_URL', 'The option errorHandlerUrl is empty')
      if (of.some((one) => one.handler === handler)) {
        throw new Refusal(400, 'ERROR_CORE', 'Unable to set placement handler: Handler already binded')
      }
      bindings(call).push({
        id: nextId(call.world, 'binding'),
        placement: code.toUpperCase(),
        handler,
        title,
        description,
        langAll: texts(langAll),
        options,
        userId,
      })
      call.world.touch()
      return { result: true }
    },
  }),

  'placement.unbind': method({
    ...common,
    writes: true,
    invalid: argument,
    params: { PLACEMENT: wire.text, HANDLER: wire.text.optional(), USER_ID: wire.int.optional() },
    run(call, { PLACEMENT: code, HANDLER: handler }) {
      const gone = bindings(call).filter((one) => one.placement === code.toUpperCase() && (handler === undefined || one.handler === handler))
      if (call.installation) call.installation.bindings = bindings(call).filter((one) => !gone.includes(one))
      call.world.touch()
      // The documentation admits it: the count is raised twice for each.
      return { result: { count: gone.length * 2 } }
    },
  }),

  'placement.get': method({
    ...common,
    params: {},
    run: (call) => ({
      result: bindings(call).map(({ placement: code, userId, handler, options, title, description, langAll }) => ({
        placement: code,
        userId,
        handler,
        options: Object.keys(options).length > 0 ? options : [],
        title,
        description,
        langAll: Object.keys(langAll).length > 0 ? langAll : [],
      })),
    }),
  }),

  /** Any person of the application may ask. */
  'placement.list': method({
    context: 'app',
    noContext: wrongContext,
    caseless: true,
    params: { SCOPE: wire.text.optional(), FULL: wire.bool.optional() },
    run(call, { SCOPE: scope, FULL: full = false }) {
      if (scope) return { result: [...(codes[scope] ?? [])] }
      return { result: Object.entries(codes).flatMap(([of, names]) => (full || of === 'placement' || call.scope.includes(of) ? names : [])) }
    },
  }),
}
