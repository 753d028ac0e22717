/** What an application's own activity looks like: which parts a layout has, which of them it must have, and what may stand in them. */
import { Refusal } from '../door/refusal.ts'

type Check = (value: unknown, path: string) => void
type Parts = Readonly<Record<string, Check>>

const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const refuse = (code: string, text: string) => new Refusal(400, code, text)
const isFilled = (value: unknown): boolean => value !== undefined && value !== null && value !== ''

/** A part with exactly these fields; `must` names those that may not be left out. */
const part =
  (fields: Parts, must: readonly string[]): Check =>
  (value, path) => {
    const given = isMap(value) ? value : {}
    for (const name of must) if (!isFilled(given[name])) throw refuse('FIELD_IS_REQUIRED', `Field '${path}.${name}' is required`)
    for (const [name, inner] of Object.entries(given)) {
      if (!Object.hasOwn(fields, name)) throw refuse('FIELD_IS_REDUNDANT', `Field '${path}.${name}' is redundant`)
      fields[name]?.(inner, `${path}.${name}`)
    }
  }
const anything: Check = () => undefined
const oneOf =
  (...values: string[]): Check =>
  (value, path) => {
    if (!values.includes(String(value))) throw refuse('ENUM_FIELD', `Field '${path}' must be one of: ${values.join(', ')}`)
  }
/** A text, or texts by language. */
const text: Check = (value, path) => {
  if (!isMap(value)) return
  const wrong = Object.keys(value).find((language) => !/^[a-z]{2}$/.test(language))
  if (wrong !== undefined) throw refuse('WRONG_LANG', `Field '${path}' has a wrong language: ${wrong}`)
}
const flag: Check = (value, path) => {
  if (![true, false, 'Y', 'N', 1, 0, '1', '0', 'true', 'false'].includes(value as never)) throw refuse('WRONG_FIELD_VALUE', `Field '${path}' has a wrong value`)
}
/** Parts by keys that the application chose. */
const named =
  (check: Check, most: number): Check =>
  (value, path) => {
    const entries = isMap(value) ? Object.entries(value) : []
    if (entries.length > most) throw refuse('TOO_MANY_ITEMS', `Field '${path}' has more than ${most} items`)
    for (const [key, inner] of entries) {
      if (!/^[\w-]+$/.test(key)) throw refuse('KEY_CONTAIN_WRONG_SYMBOLS', `Key '${key}' of '${path}' contains wrong symbols`)
      check(inner, `${path}.${key}`)
    }
  }
/** Which fields there are depends on the part's own `type`. */
const byType =
  (types: Readonly<Record<string, Check>>): Check =>
  (value, path) => {
    const type = isMap(value) ? value['type'] : undefined
    if (!isFilled(type)) throw refuse('FIELD_IS_REQUIRED', `Field '${path}.type' is required`)
    oneOf(...Object.keys(types))(type, `${path}.type`)
    types[String(type)]?.(value, path)
  }

const scope = oneOf('', 'web', 'mobile')
const action = byType({
  redirect: part({ type: anything, uri: anything }, ['uri']),
  restEvent: part({ type: anything, id: anything, actionParams: anything, animationType: oneOf('disable', 'loader') }, ['id']),
  openRestApp: part({ type: anything, actionParams: anything, sliderParams: part({ width: anything, leftBoundary: anything, title: text }, []) }, []),
})
const block = (fields: Parts, must: readonly string[]): Check =>
  part({ type: anything, properties: part({ ...fields, scope }, must) }, must.length > 0 ? ['properties'] : [])
const contentBlock: Check = (value, path) => contentBlocks(value, path)
const contentBlocks = byType({
  text: block({ value: text, multiline: flag, title: text, bold: flag, size: anything, color: anything }, ['value']),
  largeText: block({ value: text }, ['value']),
  link: block({ text, action, bold: flag }, ['text', 'action']),
  withTitle: block({ title: text, block: contentBlock, inline: flag }, ['title', 'block']),
  lineOfBlocks: block({ blocks: named(contentBlock, 20) }, ['blocks']),
  deadline: block({ readonly: flag }, []),
})
const visible = { scope, hideIfReadonly: flag }
const tagTypes = oneOf('warning', 'success', 'failure', 'primary', 'secondary', 'lavender')

const layout = part(
  {
    icon: part({ code: anything }, ['code']),
    header: part(
      { title: text, titleAction: action, tags: named(part({ title: text, type: tagTypes, action, ...visible }, ['title', 'type']), 2) },
      ['title'],
    ),
    body: part({ logo: part({ code: anything, action }, ['code']), blocks: named(contentBlock, 20) }, ['logo']),
    footer: part(
      {
        buttons: named(part({ title: text, type: oneOf('primary', 'secondary'), action, ...visible }, ['title', 'type', 'action']), 2),
        menu: part(
          {
            showPinItem: flag,
            showPostponeItem: flag,
            showDeleteItem: flag,
            items: named(part({ title: text, action, ...visible }, ['title', 'action']), 20),
          },
          [],
        ),
      },
      [],
    ),
  },
  ['icon', 'header', 'body'],
)

export function checkLayout(value: unknown): Record<string, unknown> {
  if (!isMap(value) || Object.keys(value).length === 0) throw refuse('ERROR_EMPTY_LAYOUT', 'Layout field must be filled')
  layout(value, 'layout')
  return value
}
