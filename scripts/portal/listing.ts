/** The application's entry in the local market: what a vendor's cabinet would hold of it. */

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
  /** Shown in a frame until the installation is finished. */
  readonly installUrl: string
  /** The application's own page. */
  readonly handlerUrl: string
  /** Receives ONAPPINSTALL, ONAPPUPDATE and ONAPPUNINSTALL. */
  readonly eventUrl: string
  readonly scopes: readonly string[]
  readonly version: number
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
