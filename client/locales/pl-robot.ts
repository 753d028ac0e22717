/** Words in Polish of a robot's own page of settings; they come with it. */
import type { RobotMessages } from './en-robot.ts'

export const robot: RobotMessages = {
  robot: {
    empty: 'Nic nie zaznaczono: kierunki z ostatniego raportu z wizyty',
    only: 'Tylko te, niezależnie od raportu z wizyty',
    now: 'Teraz {some} z {all}: {names}',
    nobodyNow: 'Teraz nie ma kogo wybrać, wszystkich osób: {all}',
    nobodyToSend: 'Teraz nie można wysłać nikogo z {all}',
    unknownNow: 'Nie ma działu „{name}”',
    unreadNow: 'Portal nie powiedział, kogo można teraz wysłać',
    namedNow: 'Przedstawiciel jest wskazany, więc nikogo się nie wybiera',
    ownNow: 'Kogo można wysłać, wiadomo dopiero przy rekordzie',
    laterNow: 'Kogo można wysłać, będzie wiadomo, gdy wcześniejsza reguła poda działy',
    departmentOwn: 'Dział osoby odpowiedzialnej za rekord',
    departmentMore: 'Jeszcze jeden dział',
    anybody: 'Nikt: wybór spośród nich',
    typed: 'Wartość z rekordu lub wcześniejszej reguły',
    personGone: 'Nie ma wśród pracowników: {id}',
    noDirections: 'Nie ma jeszcze kierunków. Administrator doda je w aplikacji, sekcja „Kierunki”.',
    archived: 'w archiwum',
    gone: 'Nie ma takiego kierunku: {id}',
    earlier: 'Wartość z wcześniejszej reguły',
    remove: 'Usuń: {name}',
    stay: 'Nie przenosić',
    moveText: 'Przeniesienie kończy wszystkie reguły poprzedniego etapu',
    stageGone: 'Nie ma takiego etapu: {id}',
    kept: 'Zostanie zapisane razem z regułą automatyzacji',
    unknownTitle: 'Nie ma tu czego ustawiać',
    unknownText: 'Portal nie powiedział, która to reguła Fairlead. Zamknij regułę i otwórz ją ponownie.',
  },
}
