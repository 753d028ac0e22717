/** Sentences of the chain's robots and of people who were replaced, in the portal's language. */
import type { Localised } from '../localised.ts'

/** Said where the field "Draw" came empty: nearly always since robots on a stage start side by side. */
export const drawMissing: Localised = {
  ru: 'Поле «Выбор» пришло пустым. Роботы стадии начинают одновременно: включите у этого робота «Запускать: после предыдущего» и возьмите «Выбор» из результатов робота «Выбрать менеджеров».',
  en: 'The field “Draw” came empty. The rules of a stage start side by side: set this one to run “after previous” and take “Draw” from the results of “Pick managers”.',
}

const ru = {
  unknownDraw: 'Такого выбора у этой карточки нет, или он отменён. Возьмите значение «Выбор» из результатов робота «Выбрать менеджеров» этого же процесса.',
  picked: (parts: readonly string[], unserved: readonly string[]) =>
    `Выбраны: ${parts.join(', ')}.${unserved.length > 0 ? ` Без менеджера: ${unserved.join(', ')}.` : ''}`,
  mainChosen: (name: string) => `Главный менеджер: ${name}.`,
  nobodyPicked: 'В этом выборе нет ни одного менеджера, делать нечего.',
  dealsMade: (count: number, unserved: readonly string[]) => `Создано сделок: ${count}.${unserved.length > 0 ? ` Без менеджера: ${unserved.join(', ')}.` : ''}`,
  noMain: 'Главный менеджер ещё не выбран. Поставьте перед этим роботом робота «Выбрать главного менеджера», а у этого включите «после предыдущего».',
  noDeals: 'Сделки этого выбора ещё не созданы. Поставьте перед этим роботом робота «Создать сделки», а у этого включите «после предыдущего».',
  noneMade: 'Портал не принял ни одной сделки этого выбора, задача не поставлена. Причина в журнале Fairlead.',
  taskGiven: (name: string) => `Задача поставлена: ${name}.`,
  stageChanged: { lead: 'Лид уже на другой стадии, поэтому не переведён.', deal: 'Сделка уже на другой стадии, поэтому не переведена.' },
  dealClosed: (id: number, left: number) => `Сделка № ${id} закрыта. Открытых сделок клиента: ${left}.`,
  dealReopened: (id: number) => `Сделка № ${id} снова открыта.`,
  allClosed: (client: string) => (client === '' ? 'Закрыты все сделки клиента.' : `Закрыты все сделки клиента «${client}».`),
  again: 'Этот шаг уже выполнен: возвращены первые значения, нового не создано.',
  instead: (gone: readonly string[], parts: readonly string[], unserved: readonly string[]) =>
    `Уволены после выбора: ${gone.join(', ')}.${parts.length > 0 ? ` Вместо них: ${parts.join(', ')}.` : ''}${unserved.length > 0 ? ` Без менеджера, назначьте вручную: ${unserved.join(', ')}.` : ''}`,
}

const en: typeof ru = {
  unknownDraw: 'This record has no such draw, or it was undone. Take “Draw” from the results of “Pick managers” in the same workflow.',
  picked: (parts, unserved) => `Picked: ${parts.join(', ')}.${unserved.length > 0 ? ` Without a manager: ${unserved.join(', ')}.` : ''}`,
  mainChosen: (name) => `Main manager: ${name}.`,
  nobodyPicked: 'This draw has no manager at all, there is nothing to do.',
  dealsMade: (count, unserved) => `Deals created: ${count}.${unserved.length > 0 ? ` Without a manager: ${unserved.join(', ')}.` : ''}`,
  noMain: 'The main manager is not chosen yet. Put “Choose the main manager” before this rule and set this one to run “after previous”.',
  noDeals: 'The deals of this draw are not made yet. Put “Create deals” before this rule and set this one to run “after previous”.',
  noneMade: "The portal accepted none of this draw's deals, so no task was given. Fairlead's journal has the reason.",
  taskGiven: (name) => `Task given: ${name}.`,
  stageChanged: { lead: 'The lead is on another stage by now, so it was not moved.', deal: 'The deal is on another stage by now, so it was not moved.' },
  dealClosed: (id, left) => `Deal No. ${id} is closed. The client's open deals: ${left}.`,
  dealReopened: (id) => `Deal No. ${id} is open again.`,
  allClosed: (client) => (client === '' ? "All the client's deals are closed." : `All deals of “${client}” are closed.`),
  again: 'This step was done before: the first values are returned, nothing new was made.',
  instead: (gone, parts, unserved) =>
    `Dismissed after the draw: ${gone.join(', ')}.${parts.length > 0 ? ` Instead: ${parts.join(', ')}.` : ''}${unserved.length > 0 ? ` Without a manager, assign by hand: ${unserved.join(', ')}.` : ''}`,
}

export const chainTexts = { ru, en }
