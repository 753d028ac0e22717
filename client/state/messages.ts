/** Words by key, through the core of vue-i18n: `{name}` is filled in, `|` stands between the forms of what is counted. */
import { compile, type CoreContext, createCoreContext, registerMessageCompiler, registerMessageResolver, resolveValue, translate } from '@intlify/core-base'

registerMessageCompiler(compile)
registerMessageResolver(resolveValue)

/**
 * @param named what is filled in; a number `count` or `n` among it is what is counted
 * @param count what is counted where there is none, under the name `n`
 * @returns the key itself where there is no such message
 */
export type Translate = (key: string, named: Readonly<Record<string, string | number>>, count: number) => string

/** English has two forms, or one more in front for none at all, as the library counts by itself; Russian and Polish have three. */
function threeForms(language: 'ru' | 'pl'): (count: number) => number {
  const rules = new Intl.PluralRules(language)
  return (count) => ({ one: 0, few: 1 })[rules.select(count) as 'one' | 'few'] ?? 2
}

export function translator(language: 'ru' | 'en' | 'pl', messages: object): Translate {
  const context = createCoreContext({
    locale: language,
    messages: { [language]: messages as Record<string, never> },
    pluralRules: { ru: threeForms('ru'), pl: threeForms('pl') },
    missingWarn: false,
    fallbackWarn: false,
  }) as CoreContext<string>
  return (key, named, count) => String(translate(context, key, { n: count, ...named }, count))
}
