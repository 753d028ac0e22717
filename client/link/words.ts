/** Every sentence of the personal link's page, in both languages; the portal's language decides. */
import type { AnswerValue } from '../../domain/question.ts'
import type { Trouble } from '../refused.ts'
import type { Draft } from '../state/draft.ts'

const rules = new Intl.PluralRules('ru')
const form = (count: number, one: string, few: string, many: string): string => ({ one, few })[rules.select(count) as 'one' | 'few'] ?? many

const ru = {
  title: 'Отчёт о визите',
  need: 'Что нужно клиенту?',
  chosen: (some: number, all: number) => `${some} из ${all}`,
  comment: 'Комментарий',
  commentHint: 'Что важно знать менеджерам: объём, сроки, доступ на объект.',
  questions: (count: number) => `${count} ${form(count, 'вопрос', 'вопроса', 'вопросов')}`,
  ready: 'готово',
  left: (count: number) => `${form(count, 'Остался', 'Осталось', 'Осталось')} ${count} ${form(count, 'ответ', 'ответа', 'ответов')}. Ответьте, и можно отправлять.`,
  answer: { yes: 'Да', no: 'Нет', optional: 'по желанию', needed: 'Нужен ответ' },
  call: 'Позвонить',
  map: 'На карте',
  send: 'Отправить отчёт',
  sending: 'Отправляем',
  needOne: 'Отметьте хотя бы одно направление, и можно отправлять.',
  saved: 'Сохранено',
  savedOffline: 'Сохранено, сети нет',
  unkept: 'Не хранится',
  offline: 'Нет сети',
  waits: 'ждёт отправки',
  wait: 'ждут отправки',
  onTheWay: 'отправляем',
  draft: 'черновик',
  answers: 'Ответы',
  waitingTitle: 'Отчёт сохранён на телефоне',
  waitingText: 'Сети нет. Отправим сами, как только она появится. Страницу можно закрыть, телефон выключить.',
  waitingOnline: 'Отправляем сами и повторяем, пока не дойдёт. Страницу можно закрыть.',
  waitingMemory: 'Этот браузер ничего не хранит: не закрывайте страницу, пока отчёт не доставлен.',
  tried: (at: string) => `Пробовали в ${at}.`,
  nextIn: (seconds: number) => `Следующий раз через ${seconds} с.`,
  now: 'Сейчас',
  mine: 'Мои визиты',
  mineEmpty: 'Здесь появятся визиты, ссылки на которые открыты на этом телефоне. Ссылка есть в задаче о визите.',
  keptTitle: 'Ваш текст цел',
  keptText: 'Он только на этом телефоне. Скопируйте его и передайте коллегам.',
  copy: 'Скопировать',
  copied: 'Скопировано',
  throwAway: 'Удалить с телефона',
  inAlready: (at: string, who: string) => `Отчёт об этом визите уже доставлен в ${at}${who === '' ? '' : `, автор: ${who}`}. То, что введено здесь, в него не вошло.`,
  doneBefore: (at: string) => `Доставлен в ${at}. Кто работает дальше, будет видно здесь, когда появится сеть.`,
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
    offline: 'Сети нет, а на этом телефоне визит ещё не открывали. Откройте ссылку, когда сеть появится: дальше она будет работать и без сети.',
    portal: 'Портал сейчас не отвечает. Введённое цело, повторите через минуту.',
    conflict: 'Отчёт об этом визите уже доставлен. Обновите страницу, чтобы увидеть, кто работает дальше.',
    changed: 'Направления изменились. Отметьте нужные и отправьте снова.',
    failed: 'Не получилось. Введённое цело, повторите через минуту.',
  },
}

const en: typeof ru = {
  title: 'Visit report',
  need: 'What does the client need?',
  chosen: (some, all) => `${some} of ${all}`,
  comment: 'Comment',
  commentHint: 'What the managers should know: size, dates, access to the site.',
  questions: (count) => (count === 1 ? '1 question' : `${count} questions`),
  ready: 'ready',
  left: (count) => `${count === 1 ? 'One answer' : `${count} answers`} left. Give ${count === 1 ? 'it' : 'them'} and you can send.`,
  answer: { yes: 'Yes', no: 'No', optional: 'optional', needed: 'An answer is needed' },
  call: 'Call',
  map: 'On the map',
  send: 'Send the report',
  sending: 'Sending',
  needOne: 'Tick at least one direction and you can send.',
  saved: 'Saved',
  savedOffline: 'Saved, offline',
  unkept: 'Not kept',
  offline: 'Offline',
  waits: 'waiting',
  wait: 'waiting',
  onTheWay: 'sending',
  draft: 'draft',
  answers: 'Answers',
  waitingTitle: 'The report is saved on this phone',
  waitingText: 'There is no network. It will be sent as soon as there is one. You may close this page or switch the phone off.',
  waitingOnline: 'It is being sent, again and again until it arrives. You may close this page.',
  waitingMemory: 'This browser keeps nothing: leave the page open until the report is delivered.',
  tried: (at) => `Tried at ${at}.`,
  nextIn: (seconds) => `Next attempt in ${seconds} s.`,
  now: 'Now',
  mine: 'My visits',
  mineEmpty: 'Visits whose links were opened on this phone appear here. The link is in the visit task.',
  keptTitle: 'Your text is safe',
  keptText: 'It is on this phone only. Copy it and hand it over to your colleagues.',
  copy: 'Copy',
  copied: 'Copied',
  throwAway: 'Delete from this phone',
  inAlready: (at, who) => `This visit was reported at ${at}${who === '' ? '' : ` by ${who}`}. What was entered here is not in that report.`,
  doneBefore: (at) => `Delivered at ${at}. With a network you see here who goes on.`,
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
    offline: 'There is no network, and this visit was not opened on this phone before. Open the link when there is one: after that it works offline.',
    portal: 'The portal does not answer now. What you entered is safe, try again in a minute.',
    conflict: 'This visit has been reported already. Reload the page to see who goes on.',
    changed: 'The directions have changed. Tick what is needed and send again.',
    failed: 'That did not work. What you entered is safe, try again in a minute.',
  },
}

export type Words = typeof ru

/** A draft as plain text, for handing it over. */
export function draftText(directions: readonly { readonly id: string; readonly name: string }[], { directionIds, forms, answers, comment }: Draft, say: Words): string {
  const shown = (value: AnswerValue): string => (typeof value === 'boolean' ? (value ? say.answer.yes : say.answer.no) : Array.isArray(value) ? value.join(', ') : String(value))
  const blocks = directions
    .filter(({ id }) => directionIds.some((one) => one === id))
    .map(({ id, name }) => {
      const given = (forms[id]?.questions ?? []).flatMap((question) => (answers[id]?.[question.id] === undefined ? [] : [`${question.label}: ${shown(answers[id][question.id] ?? '')}`]))
      return [name, ...given].join('\n')
    })
  return [...blocks, comment].filter((block) => block !== '').join('\n\n')
}

export const words: Readonly<Record<'ru' | 'en', Words>> = { ru, en }

export function sentenceFor(trouble: Trouble, { trouble: sentences }: Words): string {
  if (trouble === 'no_answer') return sentences.offline
  if (trouble === 'conflict') return sentences.conflict
  if (trouble === 'invalid_input') return sentences.changed
  if (trouble === 'portal_unreachable' || trouble === 'portal_refused') return sentences.portal
  return sentences.failed
}

/** What is told of a report that waits. */
export const sentenceOfWaiting = ({ lasting, online }: { lasting: boolean; online: boolean }, say: Words): string =>
  !lasting ? say.waitingMemory : online ? say.waitingOnline : say.waitingText

/** What no repetition helps against: the page then shows nothing of the client. */
export const isClosed = (trouble: Trouble): boolean =>
  trouble === 'forbidden' || trouble === 'not_found' || trouble === 'not_installed' || trouble === 'session_required' || trouble === 'session_expired'
