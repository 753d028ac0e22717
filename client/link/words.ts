/** Every sentence of the personal link's page, in both languages; the portal's language decides. */
import type { Trouble } from '../api.ts'

const ru = {
  title: 'Отчёт о визите',
  need: 'Что нужно клиенту?',
  chosen: (some: number, all: number) => `${some} из ${all}`,
  comment: 'Комментарий',
  commentHint: 'Что важно знать менеджерам: объём, сроки, доступ на объект.',
  call: 'Позвонить',
  map: 'На карте',
  send: 'Отправить отчёт',
  sending: 'Отправляем',
  needOne: 'Отметьте хотя бы одно направление, и можно отправлять.',
  saved: 'Сохранено',
  offline: 'Нет сети',
  delivered: 'Доставлено',
  opening: 'Открываем отчёт',
  unset: 'Направления ещё не настроены. Администратор портала заведёт их в Fairlead, и страница откроется снова.',
  again: 'Повторить',
  doneTitle: 'Отчёт доставлен',
  doneTeam: 'Дальше работают они:',
  withColleagues: 'Отчёт у коллег. Кого выбрали, появится здесь.',
  main: 'Главный менеджер',
  unserved: (direction: string) => `${direction}: пока без менеджера, администратор уже знает`,
  next: 'Что дальше',
  nextDeals: 'Ваш комментарий виден в каждой сделке.',
  nextTask: 'Задача о визите закроется сама.',
  expiredTitle: 'Срок этой ссылки истёк',
  expiredText: 'Такое бывает: личная ссылка действует две недели и закрывается сама.',
  incompleteTitle: 'Ссылка неполная',
  incompleteText: 'Откройте её из задачи ещё раз.',
  closedTitle: 'По этой ссылке ничего нет',
  closedText: 'Визит закрыт, карточка клиента удалена или ссылка больше не ваша.',
  stepTask: 'Откройте задачу о визите в Битрикс24.',
  stepAsk: 'Задачи нет? Попросите руководителя прислать ссылку ещё раз.',
  trouble: {
    offline: 'Сейчас нет связи. Введённое цело на этом телефоне: отправьте, когда сеть появится.',
    portal: 'Портал сейчас не отвечает. Введённое цело, повторите через минуту.',
    conflict: 'Отчёт об этом визите уже доставлен. Обновите страницу, чтобы увидеть, кто работает дальше.',
    changed: 'Направления изменились. Обновите страницу и отметьте снова.',
    failed: 'Не получилось. Введённое цело, повторите через минуту.',
  },
}

const en: typeof ru = {
  title: 'Visit report',
  need: 'What does the client need?',
  chosen: (some, all) => `${some} of ${all}`,
  comment: 'Comment',
  commentHint: 'What the managers should know: size, dates, access to the site.',
  call: 'Call',
  map: 'On the map',
  send: 'Send the report',
  sending: 'Sending',
  needOne: 'Tick at least one direction and you can send.',
  saved: 'Saved',
  offline: 'Offline',
  delivered: 'Delivered',
  opening: 'Opening the report',
  unset: 'Directions are not set up yet. The portal administrator adds them in Fairlead, then this page opens again.',
  again: 'Try again',
  doneTitle: 'Report delivered',
  doneTeam: 'From here on it is with:',
  withColleagues: 'Your colleagues have the report. Whoever is picked appears here.',
  main: 'Main manager',
  unserved: (direction) => `${direction}: no manager yet, the administrator knows`,
  next: 'What comes next',
  nextDeals: 'Your comment is in every deal.',
  nextTask: 'The visit task closes by itself.',
  expiredTitle: 'This link has expired',
  expiredText: 'That happens: a personal link is valid for two weeks and then closes by itself.',
  incompleteTitle: 'This link is incomplete',
  incompleteText: 'Open it from the task again.',
  closedTitle: 'There is nothing behind this link',
  closedText: 'The visit is closed, the client’s card was deleted, or the link is no longer yours.',
  stepTask: 'Open the visit task in Bitrix24.',
  stepAsk: 'No task? Ask your head of department to send the link again.',
  trouble: {
    offline: 'There is no connection now. What you entered is safe on this phone: send it when there is a network.',
    portal: 'The portal does not answer now. What you entered is safe, try again in a minute.',
    conflict: 'This visit has been reported already. Reload the page to see who goes on.',
    changed: 'The directions have changed. Reload the page and tick them again.',
    failed: 'That did not work. What you entered is safe, try again in a minute.',
  },
}

export type Words = typeof ru
export const words: Readonly<Record<'ru' | 'en', Words>> = { ru, en }

export function sentenceFor(trouble: Trouble, { trouble: sentences }: Words): string {
  if (trouble === 'no_answer') return sentences.offline
  if (trouble === 'conflict') return sentences.conflict
  if (trouble === 'invalid_input') return sentences.changed
  if (trouble === 'portal_unreachable' || trouble === 'portal_refused') return sentences.portal
  return sentences.failed
}

/** What no repetition helps against: the page then shows nothing of the client. */
export const isClosed = (trouble: Trouble): boolean => trouble === 'forbidden' || trouble === 'not_found' || trouble === 'not_installed' || trouble === 'session_required'
