/** Sentences of undoing and selecting again, in the portal's language. */
import type { Touched } from '../../domain/undo.ts'

const ru = {
  unknown: 'Этого распределения больше нет в журнале Fairlead.',
  already: 'Это распределение уже отменено, делать нечего.',
  unread: 'Портал не показал всех сделок и задач распределения, поэтому ничего не отменено. Повторите позже.',
  what: {
    moved: (id: number) => `сделку № ${id} перевели на другую стадию`,
    reassigned: (id: number) => `у сделки № ${id} другой ответственный`,
    edited: (id: number) => `сделку № ${id} изменили`,
    commented: (id: number) => `в сделке № ${id} есть комментарий`,
    activity: (id: number) => `в сделке № ${id} есть дела`,
    task_added: (id: number) => `к сделке № ${id} поставлена задача`,
    task_begun: (id: number) => `задача № ${id} уже начата`,
    item_ticked: (id: number) => `в задаче № ${id} отмечены пункты`,
  } satisfies Record<Touched['what'], (id: number) => string>,
  touched: (all: readonly Touched[]) => `С клиентом уже работают, поэтому ничего не отменено: ${all.map(({ what, id }) => ru.what[what](id)).join('; ')}.`,
  done: (deals: number, task: boolean, by: string, reason: string) => `Распределение отменено. Закрыто сделок: ${deals}.${task ? ' Задача снята.' : ''} Отменил: ${by}. Причина: ${reason}`,
  taskTitle: (title: string) => `Отменено. ${title}`,
  comment: (by: string, reason: string) => `Распределение отменено. Отменил: ${by}. Причина: ${reason}`,
  notice: (client: string, reason: string) => `Распределение клиента «${client}» отменено, ваша сделка закрыта. Причина: ${reason}`,
  noSource: 'Записи первого распределения больше нет, выбирать повторно не из чего.',
}

const en: typeof ru = {
  unknown: 'This distribution is no longer in Fairlead’s journal.',
  already: 'This distribution was undone before, there is nothing to do.',
  unread: 'The portal did not show all deals and tasks of the distribution, so nothing was undone. Try again later.',
  what: {
    moved: (id) => `deal No. ${id} was moved to another stage`,
    reassigned: (id) => `deal No. ${id} has another responsible person`,
    edited: (id) => `deal No. ${id} was changed`,
    commented: (id) => `deal No. ${id} has a comment`,
    activity: (id) => `deal No. ${id} has activities`,
    task_added: (id) => `deal No. ${id} has a task`,
    task_begun: (id) => `task No. ${id} has been begun`,
    item_ticked: (id) => `task No. ${id} has ticked items`,
  },
  touched: (all) => `Somebody works with the client already, so nothing was undone: ${all.map(({ what, id }) => en.what[what](id)).join('; ')}.`,
  done: (deals, task, by, reason) => `The distribution was undone. Deals closed: ${deals}.${task ? ' The task is cancelled.' : ''} By: ${by}. Reason: ${reason}`,
  taskTitle: (title) => `Cancelled. ${title}`,
  comment: (by, reason) => `The distribution was undone. By: ${by}. Reason: ${reason}`,
  notice: (client, reason) => `The distribution of “${client}” was undone and your deal is closed. Reason: ${reason}`,
  noSource: 'The record of the first distribution is gone, there is nothing to select again from.',
}

export const undoTexts = { ru, en }
