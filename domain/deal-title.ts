/** The title of a direction's deals: the administrator's own words, with fields in braces that each distribution fills. */

/** Each may be written in any language of the panel, whatever the portal's. */
export const titleFields = {
  client: ['client', 'клиент', 'klient'],
  contact: ['contact', 'контакт', 'kontakt'],
  company: ['company', 'компания', 'firma'],
  direction: ['direction', 'направление', 'kierunek'],
  number: ['number', 'номер', 'numer'],
  representative: ['representative', 'представитель', 'przedstawiciel'],
} as const
export type TitleField = keyof typeof titleFields

/** Letters of a template; a portal keeps 255 of a title. */
export const titleLength = 150
const mostOfPortal = 255

const inBraces = /\{([^{}]*)\}/g
const fieldOf = (word: string): TitleField | null => {
  const wanted = word.trim().toLowerCase()
  return (Object.keys(titleFields) as TitleField[]).find((field) => (titleFields[field] as readonly string[]).includes(wanted)) ?? null
}

/** Words in braces that are no field. */
export const unknownFields = (template: string): string[] => [...template.matchAll(inBraces)].flatMap(([, word = '']) => (fieldOf(word) ? [] : [word]))

/** @returns empty where nothing is left of it: the usual title then stands */
export function titleFrom(template: string, values: Readonly<Record<TitleField, string>>): string {
  const filled = template.replace(inBraces, (whole, word: string) => {
    const field = fieldOf(word)
    return field ? values[field] : whole
  })
  return [...filled.replace(/\s+/g, ' ').trim()].slice(0, mostOfPortal).join('')
}
