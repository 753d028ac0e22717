/** Words in Polish of alerts and a manager's own numbers. A part of `pl.ts`. */
import type { ChecksMessages } from './en.ts'

export const checks: ChecksMessages = {
  finding: {
    drawn: '{direction}: można było wybrać {n} osobę, wybór padł na: {name} | {direction}: można było wybrać {n} osoby, wybór padł na: {name} | {direction}: można było wybrać {n} osób, wybór padł na: {name}',
    nobody: '{direction}: teraz nie ma kogo wybrać',
    clean: 'Na portalu nic nie zostało.',
    left: 'Portal nie pozwolił usunąć: {what}. Usuń to ręcznie.',
    unseen: 'Portal nie pokazał, czy coś zostało.',
  },
  alerts: {
    title: 'Kogo informować o usterkach',
    text: 'Powiadomienie, gdy pojawi się usterka, i drugie, gdy wszystko znów działa. Sprawdzane co godzinę. Gdy portal odrzuca token Fairlead, nie można poinformować nikogo.',
    choose: 'Dodaj pracownika…',
    remove: 'Nie informuj więcej: {name}',
    nobody: 'Na razie nikogo.',
    gone: 'Pracownik nr {id}, już tu nie pracuje',
  },
  me: {
    title: 'Moje liczby',
    subtitle: 'Widzisz je tylko Ty',
    fourWeeks: 'Ty przez cztery tygodnie',
    picked: 'Wybory',
    main: 'Główny menedżer',
    withoutDraw: 'Bez wyboru',
    expected: 'oczekiwano {count}',
    ofDirection: 'udział: {n}, wybory: {picked}, oczekiwano {expected} | udział: {n}, wybory: {picked}, oczekiwano {expected} | udział: {n}, wybory: {picked}, oczekiwano {expected}',
    how: 'Oczekiwano: ile średnio dałyby właśnie te wybory, w których bierzesz udział; im więcej uczestników, tym mniej. Pasek: ile przypadło Tobie, kreska: ile oczekiwano. Różnica kilku klientów jest zwyczajna.',
    emptyTitle: 'W tym okresie nie było wyborów z Twoim udziałem',
    emptyText: 'Po pierwszym zobaczysz tu, jak często wybór padał na Ciebie i jak często było to do oczekiwania.',
    outsideTitle: 'Nie obsługujesz żadnego kierunku',
    outsideText: 'Dlatego nikt nie może Cię wybrać i nie ma liczb. Sam panel jest dla administratorów portalu; dlaczego wybrano menedżera, mówi karta „Dlaczego ten menedżer” w leadzie lub dealu.',
    pauseTitle: 'Nowi klienci',
    pauseText: 'Jeśli przez jakiś czas nie możesz ich brać, podaj, do kiedy: wybory Cię pominą, a protokoły powiedzą, że to Twoja przerwa.',
    backOn: 'Powrót',
    pause: 'Nie biorę nowych klientów',
    paused: 'Nie bierzesz nowych klientów do {date}.',
    resume: 'Znowu biorę klientów',
  },
  pressTitle: { test: 'Autotest', alert: 'Powiadomienie o stanie' },
}
