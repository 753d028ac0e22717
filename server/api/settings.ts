/** Settings of the whole portal. */
import type { House } from '../house.ts'
import type { Handlers } from './handlers.ts'

export const settingsHandlers = ({ store }: House): Pick<Handlers, 'settings.show' | 'settings.save'> => ({
  'settings.show': (_, { memberId }) => store.settings.get(memberId),
  async 'settings.save'(settings, { memberId }) {
    await store.settings.save(memberId, settings)
    return store.settings.get(memberId)
  },
})
