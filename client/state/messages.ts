/** A sentence of a page's messages: `{name}` is filled in, `|` stands between the forms of what is counted. */

/** Which form this count takes, of so many. English has two, or one more in front for none at all; Russian has three. */
type FormOf = (count: number, forms: number) => number

const russian = new Intl.PluralRules('ru')
export const formOf: Readonly<Record<'ru' | 'en', FormOf>> = {
  en: (count, forms) => (forms === 2 ? Number(count !== 1) : Math.min(count, 2)),
  ru: (count) => ({ one: 0, few: 1 })[russian.select(count) as 'one' | 'few'] ?? 2,
}

/**
 * @param named what is filled in; a number `count` or `n` among it is what is counted
 * @param count what is counted where there is none, under both names
 * @returns the key itself where there is no such message
 */
export function sentenceOf(messages: object, key: string, named: Readonly<Record<string, string | number>>, count: number, form: FormOf): string {
  const found = key.split('.').reduce<unknown>((part, name) => (typeof part === 'object' && part !== null && Object.hasOwn(part, name) ? part[name as keyof typeof part] : undefined), messages)
  if (typeof found !== 'string') return key
  const counted = [named['count'], named['n']].find((one) => typeof one === 'number') ?? count
  const values: typeof named = { n: counted, count: counted, ...named }
  const forms = found.split('|')
  const chosen = forms[Math.min(form(counted, forms.length), forms.length - 1)] ?? ''
  return chosen.trim().replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
}
