/** What the self-test writes at the portal, in the portal's language; it deletes it again. */
import type { Localised } from './localised.ts'

export const demoTitle: Localised = { ru: 'Самопроверка Fairlead, будет удалено', en: 'Fairlead self-test, will be deleted' }
