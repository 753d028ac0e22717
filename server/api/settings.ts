/** Settings of the whole portal. */
import type { House } from '../house.ts'
import { changing } from './changing.ts'
import type { Handlers } from './handlers.ts'

export const settingsHandlers = (house: House): Pick<Handlers, 'settings.show' | 'settings.save'> => ({
  'settings.show': (_, { memberId }) => house.store.settings.get(memberId),
  'settings.save': (part, asker) =>
    changing(house, asker, { kind: 'settings', subject: '' }, async (s) => {
      const settings = { ...(await s.settings.get(asker.memberId)), ...part }
      await s.settings.save(asker.memberId, settings)
      return settings
    }),
})
