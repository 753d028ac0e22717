/** Sentences of the self-test, in the portal's language. */
const ru = {
  title: 'Самопроверка Fairlead, будет удалено',
  drawn: (direction: string, people: number, name: string) =>
    name === '' ? `${direction}: сейчас выбрать некого` : `${direction}: могли быть выбраны ${people}, выбор пал на: ${name}`,
  lead: (id: number) => `лид № ${id}`,
  deal: (id: number) => `сделка № ${id}`,
  task: (id: number) => `задача № ${id}`,
  clean: 'На портале ничего не осталось.',
  left: (what: string) => `Портал не дал удалить: ${what}. Удалите вручную.`,
  unseen: 'Портал не показал, осталось ли что-нибудь.',
}

const en: typeof ru = {
  title: 'Fairlead self-test, will be deleted',
  drawn: (direction, people, name) => (name === '' ? `${direction}: nobody could be picked now` : `${direction}: ${people} could be picked, the pick was ${name}`),
  lead: (id) => `lead No. ${id}`,
  deal: (id) => `deal No. ${id}`,
  task: (id) => `task No. ${id}`,
  clean: 'Nothing is left at the portal.',
  left: (what) => `The portal did not let these be deleted: ${what}. Delete them by hand.`,
  unseen: 'The portal did not show whether anything is left.',
}

export const selfTestTexts = { ru, en }
