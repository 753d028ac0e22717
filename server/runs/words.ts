/** Sentences of the server's own for the host's log and the journal, in the portal's language. */
import type { Localised } from '../../manifest/localised.ts'

type Sentence = (subject: string) => Localised

export const words = {
  fieldUnread: ((name) => ({
    ru: `Не удалось прочитать поле «${name}». Откройте настройки робота и заполните его заново.`,
    en: `The field “${name}” could not be read. Open the robot's settings and fill it in again.`,
  })) satisfies Sentence,
  fieldEmpty: ((name) => ({
    ru: `Не заполнено обязательное поле «${name}». Откройте настройки робота.`,
    en: `The required field “${name}” is empty. Open the robot's settings.`,
  })) satisfies Sentence,
  unknownRobot: ((code) => ({
    ru: `Робота ${code} в Fairlead больше нет. Удалите его со стадии и поставьте действующего робота Fairlead.`,
    en: `Fairlead no longer has the rule ${code}. Remove it from the stage and add one of Fairlead's current rules.`,
  })) satisfies Sentence,
  otherDocument: ((document) => ({
    ru: `Робот не работает с элементом ${document}. Поставьте его на стадию подходящего элемента CRM.`,
    en: `The robot does not work with ${document}. Put it on a stage of a suitable CRM item.`,
  })) satisfies Sentence,
  notMade: ((reasons) => ({
    ru: `Создано не всё: ${reasons}`,
    en: `Not everything was made: ${reasons}`,
  })) satisfies Sentence,
  ourMistake: ((code) => ({
    ru: `Запуск не удался (${code}). Ничего не создано. Запись о нём есть в журнале Fairlead.`,
    en: `The run failed (${code}). Nothing was made. Fairlead's journal has its record.`,
  })) satisfies Sentence,
  portalRefused: ((reason) => ({
    ru: `Портал отказал: ${reason}. Проверьте права приложения.`,
    en: `The portal refused: ${reason}. Check the application's rights.`,
  })) satisfies Sentence,
  unheard: {
    ru: 'Отчёт пришёл, когда процесс уже не ждал его: карточку перевели на другую стадию или время вышло. Сработал триггер «Отправлен отчёт о визите».',
    en: 'The report came when the workflow no longer waited: the record was moved or the time was over. The trigger “Visit report submitted” was executed.',
  } satisfies Localised,
  tooLate: ((robot) => ({
    ru: `Вызов робота «${robot}» дошёл позже, чем процесс готов был ждать. Ничего не создано.`,
    en: `The call of “${robot}” was taken up after the workflow had stopped waiting. Nothing was made.`,
  })) satisfies Sentence,
} as const
