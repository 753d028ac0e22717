/** When and where a visit was and what comes next, as lines for people; moments in the time zone of whoever made it. */
import { isTimeZone } from '../../domain/time-zone.ts'
import type { VisitReport } from '../../domain/visit-report.ts'
import { plain } from '../plain.ts'

const sentences = {
  ru: {
    onSite: (from: string, until: string) => `На месте: ${from} – ${until}`,
    place: (link: string, metres: number) => `Место: ${link}, точность ${metres} м`,
    map: 'на карте',
    placeByHand: (text: string, reason: string) => `Место указано вручную: ${text}. Причина: ${reason}`,
    next: (at: string) => `Следующий визит: ${at}`,
    again: (at: string) => `Визит перенесён: ${at}`,
    never: 'Новой даты не будет.',
  },
  en: {
    onSite: (from: string, until: string) => `On site: ${from} – ${until}`,
    place: (link: string, metres: number) => `Place: ${link}, accuracy ${metres} m`,
    map: 'on the map',
    placeByHand: (text: string, reason: string) => `Place written by hand: ${text}. Reason: ${reason}`,
    next: (at: string) => `Next visit: ${at}`,
    again: (at: string) => `The visit was put off: ${at}`,
    never: 'There will be no new date.',
  },
}

/** @param timeZone of the representative; null: not known, then UTC, and it says so */
export function factsOf({ onSite, place, nextVisit, failure }: VisitReport, timeZone: string | null, language: 'ru' | 'en'): string {
  const say = sentences[language]
  const zone = timeZone !== null && isTimeZone(timeZone) ? timeZone : 'UTC'
  const format = new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', { timeZone: zone, day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' })
  const moment = (at: number): string => format.format(at) + (zone === 'UTC' ? ' UTC' : '')
  const lines = [
    onSite && say.onSite(moment(onSite.from), moment(onSite.until)),
    place?.by === 'phone' && say.place(`[URL=https://www.openstreetmap.org/?mlat=${place.latitude}&mlon=${place.longitude}#map=17/${place.latitude}/${place.longitude}]${say.map}[/URL]`, Math.round(place.accuracy)),
    place?.by === 'hand' && say.placeByHand(plain(place.text), plain(place.reason)),
    nextVisit !== null && say.next(moment(nextVisit)),
    failure && (failure.again === null ? say.never : say.again(moment(failure.again))),
  ]
  return lines.filter((line) => typeof line === 'string').join('\n')
}
