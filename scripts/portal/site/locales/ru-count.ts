/** Russian plurals: `1 сделка, 2 сделки, 5 сделок`. */
const rules = new Intl.PluralRules('ru')

export const count = (n: number, one: string, few: string, many: string) =>
  `${n} ${{ one, few, many, zero: many, two: few, other: few }[rules.select(n)]}`
