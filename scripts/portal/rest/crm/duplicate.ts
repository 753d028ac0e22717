/** `crm.duplicate.findbycomm`: leads and clients that have one of these telephones or e-mails. */
import { phoneDigits } from '../../door/filter.ts'
import { method, wire } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import { kindOf } from '../../state/kinds.ts'
import type { CrmKind } from '../../state/kinds.ts'
import { canRead } from '../../world.ts'

const kinds: readonly CrmKind[] = ['lead', 'contact', 'company']

export const crmDuplicate = {
  'crm.duplicate.findbycomm': method({
    params: { type: wire.text, values: wire.list, entity_type: wire.text.optional() },
    cost: 0.04,
    invalid: (name, missing) =>
      name === 'type' && missing
        ? new Refusal(400, 'Communication type is not defined', "Parameter 'type' is required.")
        : new Refusal(400, 'Communication values is not defined', `Parameter '${name}' is required.`),
    run(call, { type, values, entity_type: only }) {
      const kind = type.toUpperCase()
      if (kind !== 'PHONE' && kind !== 'EMAIL')
        throw new Refusal(400, 'Communication type is not supported', `Communication type '${type}' is not supported in current context`)
      if (call.person.extranet) throw new Refusal(403, 'Access denied', 'Access denied')
      if (values.length > 20) throw new Refusal(400, 'Communication values limit is exceeded', 'Too many values')
      const normal = (text: string) => (kind === 'PHONE' ? phoneDigits(text) : text.trim().toLowerCase())
      const wanted = new Set(values.map((value) => normal(String(value))).filter((value) => value !== ''))
      const found = kinds
        .filter((one) => !only || only.toUpperCase() === one.toUpperCase())
        .map((one) => {
          const hits = call.world.state.records.filter(
            (record) =>
              kindOf(record.type) === one &&
              canRead(call.world, call.person, record) &&
              record.fm.some((item) => item.typeId === kind && wanted.has(normal(item.value))),
          )
          return [one.toUpperCase(), hits.map((record) => record.id).slice(0, 20)] as const
        })
        .filter(([, ids]) => ids.length > 0)
      return { result: found.length > 0 ? Object.fromEntries(found) : [] }
    },
  }),
}
