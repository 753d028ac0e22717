/** Rules by what a record says: shown, saved as a whole against their version, and what their conditions can look at. */
import type { Answer } from '../../domain/contract/contract.ts'
import { entityTypeId } from '../../domain/ids.ts'
import { question } from '../../manifest/ask.ts'
import type { ResultOf } from '../../manifest/methods.ts'
import type { House } from '../house.ts'
import { askPortal } from '../runs/ask-portal.ts'
import { changing } from './changing.ts'
import type { Handlers } from './handlers.ts'
import { patient } from './patient.ts'
import { refuse } from './refusal.ts'

type Choice = Answer<'rules.choices'>['fields'][number]
type Fields = ResultOf<'crm.item.fields'>['fields']
type Statuses = ResultOf<'crm.status.list'>

export function rulesHandlers(house: House): Pick<Handlers, 'rules.show' | 'rules.save' | 'rules.choices'> {
  const { store, portals, now } = house
  return {
    'rules.show': (_, { memberId }) => store.rules.get(memberId),

    async 'rules.save'({ version, rules }, asker) {
      const set = { version: version + 1, rules }
      await changing(house, asker, { kind: 'rules', subject: '' }, async (s) => {
        if (!(await s.rules.save(asker.memberId, set))) throw refuse('conflict')
      })
      return set
    },

    async 'rules.choices'(_, { memberId }) {
      const fieldsOf = (kind: 'lead' | 'deal') => question('crm.item.fields', { entityTypeId: entityTypeId[kind], useOriginalUfNames: 'Y' })
      const { mode, lead, deal, statuses } = await askPortal(patient(portals.ofInstallation(memberId), now), {
        mode: question('crm.settings.mode.get'),
        lead: fieldsOf('lead'),
        deal: fieldsOf('deal'),
        statuses: question('crm.status.list', { order: { SORT: 'ASC' } }),
      })
      const found = mode.ok && mode.value !== withLeads ? deal : lead
      if (!found.ok || !statuses.ok) throw refuse('portal_refused')
      return { fields: choicesOf(found.value.fields, statuses.value) }
    },
  }
}

/** Of `crm.settings.mode.get`. */
const withLeads = 1

/** Those that people fill in; the rest tells of the portal's own bookkeeping. */
const standing = ['TITLE', 'SOURCE_ID', 'STATUS_ID', 'STAGE_ID', 'TYPE_ID', 'OPPORTUNITY', 'CURRENCY_ID', 'COMPANY_TITLE', 'NAME', 'LAST_NAME', 'POST', 'COMMENTS', 'SOURCE_DESCRIPTION', 'STATUS_DESCRIPTION', 'UTM_SOURCE', 'UTM_MEDIUM', 'UTM_CAMPAIGN', 'COMPANY_ID', 'CONTACT_ID']

function choicesOf(fields: Fields, statuses: Statuses): Choice[] {
  const all = Object.entries(fields).map(([name, words]) => choiceOf(words.upperName || name, words, statuses))
  const known = standing.flatMap((field) => all.find((one) => one.field === field) ?? [])
  return [...known, ...all.filter(({ field }) => field.startsWith('UF_')).sort((a, b) => a.name.localeCompare(b.name))]
}

function choiceOf(field: string, { type, title, items, statusType }: Fields[string], statuses: Statuses): Choice {
  const common = { field, name: title || field }
  const listed = items?.map(({ ID, VALUE }) => ({ value: ID, name: VALUE })) ?? (type === 'crm_status' ? statuses.filter(({ ENTITY_ID }) => ENTITY_ID === (statusType ?? 'STATUS')).map(({ STATUS_ID, NAME }) => ({ value: STATUS_ID, name: NAME })) : [])
  if (listed.length > 0) return { ...common, kind: 'choice', values: listed }
  if (type === 'string' || type === 'text' || type === 'url' || type === 'crm_currency') return { ...common, kind: 'text', values: [] }
  if (type === 'double' || type === 'integer' || type === 'money') return { ...common, kind: 'number', values: [] }
  return { ...common, kind: type === 'boolean' ? 'flag' : 'other', values: [] }
}
