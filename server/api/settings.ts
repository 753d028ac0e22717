/** Settings of the whole portal. */
import type { House } from '../house.ts'
import { changing } from './changing.ts'
import type { Handlers } from './handlers.ts'

export const settingsHandlers = (house: House): Pick<Handlers, 'settings.show' | 'settings.save'> => ({
  'settings.show': (_, { memberId }) => house.store.settings.get(memberId),
  async 'settings.save'(settings, asker) {
    await changing(house, asker, { kind: 'settings', subject: '' }, (s) => s.settings.save(asker.memberId, settings))
    return house.store.settings.get(asker.memberId)
  },
})
