/** `crm.duplicate.volatileType.*`: up to seven further fields that the search for duplicates looks at. */
import { oldFields } from '../../crm/fields.ts'
import { userFieldsOf } from '../../crm/user-fields.ts'
import { method, wire } from '../../door/method.ts'
import type { Call } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import { crmTypes } from '../../state/kinds.ts'
import type { CrmType } from '../../state/kinds.ts'
import { nextId } from '../../world.ts'

const administrator = { context: 'administrator', notAdministrator: new Refusal(400, 'ACCESS_DENIED', 'Access denied') } as const
const types: readonly CrmType[] = [crmTypes.lead, crmTypes.contact, crmTypes.company]
const most = 7

interface Possible {
  readonly entityTypeId: CrmType
  readonly fieldCode: string
  readonly fieldTitle: string
}

/** Texts of the record, its address, and text fields of the company's own. */
function possible({ world }: Call, only: number | undefined): Possible[] {
  const language = world.language === 'ru' ? 0 : 1
  return types
    .filter((type) => only === undefined || type === only)
    .flatMap((type) => {
      const standing = [...oldFields[type].values()].filter((field) => field.type === 'string' && !field.readOnly && !/^(UTM|ORIGIN|REG_|ADDRESS_L)/.test(field.upper))
      const own = userFieldsOf(world, type).filter((field) => field.type === 'string' || field.type === 'integer')
      return [
        ...standing.map((field) => ({ entityTypeId: type, fieldCode: field.upper, fieldTitle: field.title[language] })),
        ...own.map((field) => ({ entityTypeId: type, fieldCode: field.name, fieldTitle: field.labels['EDIT_FORM_LABEL']?.[world.language] ?? field.name })),
      ]
    })
}

export const crmVolatile = {
  'crm.duplicate.volatileType.fields': method({
    ...administrator,
    params: { entityTypeId: wire.int.optional() },
    run: (call, { entityTypeId }) => ({ result: possible(call, entityTypeId) }),
  }),

  'crm.duplicate.volatileType.list': method({ ...administrator, params: {}, run: ({ world }) => ({ result: world.state.duplicateFields }) }),

  /** A field that is looked at already keeps its number. */
  'crm.duplicate.volatileType.register': method({
    ...administrator,
    writes: true,
    params: { entityTypeId: wire.int, fieldCode: wire.text },
    run(call, { entityTypeId, fieldCode }) {
      const { state } = call.world
      const found = possible(call, entityTypeId).find((one) => one.fieldCode === fieldCode)
      if (!found) throw new Refusal(400, 'FIELD_NOT_FOUND', 'Field not found')
      const known = state.duplicateFields.find((one) => one.entityTypeId === entityTypeId && one.fieldCode === fieldCode)
      if (known) return { result: { id: known.id } }
      if (state.duplicateFields.length >= most) throw new Refusal(400, 'MAX_TYPES_COUNT_EXCEEDED', 'There is already a maximum number of volatile types')
      const id = nextId(call.world, 'duplicateField')
      state.duplicateFields.push({ id, entityTypeId: found.entityTypeId, fieldCode })
      call.world.touch()
      return { result: { id } }
    },
  }),

  'crm.duplicate.volatileType.unregister': method({
    ...administrator,
    writes: true,
    params: { id: wire.int },
    run(call, { id }) {
      const { state } = call.world
      if (!state.duplicateFields.some((one) => one.id === id)) throw new Refusal(400, 'TYPE_IS_NOT_ASSIGNED', 'This type is not assigned')
      state.duplicateFields = state.duplicateFields.filter((one) => one.id !== id)
      call.world.touch()
      return { result: true }
    },
  }),
}
