/** Who could be picked now in a direction as it is being edited: the draw's own engine, by the portal's settings, before anything is stored. */
import { changesPool } from '../../domain/rule.ts'
import { whoNow } from '../../manifest/distribute/who-now.ts'
import type { House } from '../house.ts'
import { askingOf } from './asking-of.ts'
import type { Handlers } from './handlers.ts'
import { personView } from './people.ts'
import { refuse } from './refusal.ts'

export const candidatesHandlers = (house: House): Pick<Handlers, 'directions.candidates'> => ({
  async 'directions.candidates'(draft, { memberId }) {
    const ask = askingOf(house, memberId)
    const [settings, rules] = [await ask.settings(), await ask.rules()]
    const [found] = (await whoNow([draft], settings, ask, house.now())) ?? []
    if (!found) throw refuse('portal_refused')
    const directory = await ask.directory()
    return {
      eligible: found.eligible.map((id) => personView(id, directory)),
      excluded: found.excluded.map(({ userId, reason, until, limit = null }) => ({ person: personView(userId, directory), reason, until, limit })),
      headStepsIn: settings.headAsLastResort,
      otherwise: [...(changesPool(rules, settings) ? (['rules'] as const) : []), ...(settings.starter === 'robot' ? (['robot'] as const) : [])],
    }
  },
})
