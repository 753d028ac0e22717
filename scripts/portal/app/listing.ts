/** The application's entry in the local market: what a vendor's cabinet would hold of it; ours, or another one's from a file. */
import { z } from 'zod'

interface Localised {
  readonly ru: string
  readonly en: string
}

export interface Listing {
  readonly code: string
  readonly clientId: string
  readonly clientSecret: string
  readonly name: Localised
  readonly tagline: Localised
  readonly description: Localised
  readonly publisher: string
  /** Shown in a frame until the installation is finished; null: installed at once, without a page. */
  readonly installUrl: string | null
  /** The application's own page. */
  readonly handlerUrl: string
  /** Receives ONAPPINSTALL, ONAPPUPDATE and ONAPPUNINSTALL; null: they go to bound handlers only. */
  readonly eventUrl: string | null
  readonly scopes: readonly string[]
  readonly version: number
}

const Words = z.union([z.string().transform((text) => ({ ru: text, en: text })), z.strictObject({ ru: z.string(), en: z.string() })])
const none = { ru: '', en: '' }

const ListingFile = z.strictObject({
  code: z.string().min(1),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  name: Words,
  tagline: Words.default(none),
  description: Words.default(none),
  publisher: z.string().default(''),
  installUrl: z.url().nullable().default(null),
  handlerUrl: z.url(),
  eventUrl: z.url().nullable().default(null),
  scopes: z.array(z.string().min(1)),
  version: z.int().min(1).default(1),
})

/** @throws Error with one sentence on what is wrong in it */
export function parseListing(text: string): Listing {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Error('not JSON')
  }
  const read = ListingFile.safeParse(value)
  if (read.success) return read.data
  const issue = read.error.issues[0]
  throw new Error([issue?.path.join('.'), issue?.message].filter(Boolean).join(': '))
}

/** @param appUrl where the application is served, without a slash at the end, for example `http://127.0.0.1:4300` */
export const fairleadListing = (appUrl: string, clientId: string, clientSecret: string): Listing => ({
  code: 'fairlead.app',
  clientId,
  clientSecret,
  name: { ru: 'Fairlead', en: 'Fairlead' },
  tagline: {
    ru: 'Честно распределяет сделки после выезда к клиенту',
    en: 'Turns a field visit into fairly distributed deals',
  },
  description: {
    ru: [
      'Представитель отмечает нужные клиенту направления, Fairlead выбирает в каждом отделе менеджера, назначает главного и создаёт сделки.',
      'Каждый может прочитать, почему выбран именно этот менеджер.',
    ].join(' '),
    en: [
      'A representative ticks the service lines that a client needs; Fairlead picks a manager in each department',
      'and a main one among them, and creates the deals. Anybody can read why this manager was picked.',
    ].join(' '),
  },
  publisher: 'Fairlead',
  installUrl: `${appUrl}/app/install`,
  handlerUrl: `${appUrl}/app/panel`,
  eventUrl: `${appUrl}/hook/event`,
  scopes: ['crm', 'bizproc', 'placement', 'task', 'im', 'user_brief', 'department', 'calendar', 'timeman'],
  version: 1,
})
