/** `crm.currency.*`: currencies with their rates to the base one; changed by administrators. */
import { iso } from '../../clock.ts'
import { described } from '../../crm/field-words.ts'
import { sorted } from '../../door/filter.ts'
import type { Row } from '../../door/filter.ts'
import { method, wire } from '../../door/method.ts'
import type { Call } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import { fireEvent } from '../../sending/events.ts'
import type { Currency } from '../../state/crm.ts'
import { say } from '../../world.ts'

type Values = Readonly<Record<string, unknown>>
const plain = (text: string) => new Refusal(400, '', text)
const administrator = { context: 'administrator', notAdministrator: plain('Access denied.') } as const

const textNames = ['FORMAT_STRING', 'FULL_NAME', 'DEC_POINT', 'THOUSANDS_SEP', 'DECIMALS'] as const

function row(call: Call, one: Currency): Record<string, unknown> {
  const language = call.world.language
  const texts = one.texts[language] ?? Object.values(one.texts)[0] ?? {}
  return {
    CURRENCY: one.code,
    AMOUNT_CNT: String(one.count),
    AMOUNT: one.amount.toFixed(4),
    SORT: String(one.sort),
    BASE: one.base ? 'Y' : 'N',
    FULL_NAME: texts['FULL_NAME'] ?? one.code,
    LID: language,
    FORMAT_STRING: texts['FORMAT_STRING'] ?? '#',
    DEC_POINT: texts['DEC_POINT'] ?? '.',
    THOUSANDS_SEP: texts['THOUSANDS_SEP'] ?? null,
    DECIMALS: texts['DECIMALS'] ?? '2',
    DATE_UPDATE: iso(one.updatedAt),
  }
}

function find(call: Call, id: unknown): Currency {
  const found = call.world.state.currencies.find((one) => one.code === String(id ?? ''))
  if (!found) throw plain('Not found')
  return found
}

function setBase(call: Call, code: string): void {
  for (const one of call.world.state.currencies) {
    one.base = one.code === code
    if (one.base) Object.assign(one, { amount: 1, count: 1 })
  }
}

const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

function write(call: Call, one: Currency, fields: Values): void {
  const positive = (name: string): number => {
    const value = Number(fields[name])
    if (!(value > 0)) throw new Refusal(400, 'ERROR_CORE', `${name}: ${String(fields[name])}`)
    return value
  }
  for (const [name, value] of Object.entries(fields)) {
    if (name === 'AMOUNT') one.amount = positive(name)
    else if (name === 'AMOUNT_CNT') one.count = positive(name)
    else if (name === 'SORT') one.sort = Number(value) || 100
    else if (name === 'LANG' && isMap(value)) {
      for (const [language, texts] of Object.entries(value).filter(([, inner]) => isMap(inner)))
        one.texts[language] = { ...one.texts[language], ...Object.fromEntries(Object.entries(texts as Values).map(([key, text]) => [key, String(text)])) }
    } else if (name !== 'CURRENCY' && name !== 'BASE') call.unknown(`fields.${name}`)
  }
  if (fields['BASE'] === 'Y') setBase(call, one.code)
  one.updatedAt = call.world.clock.now()
  call.world.touch()
}

const tell = (call: Call, change: string, code: string) => fireEvent(call.world, `ONCRMCURRENCY${change}`, { FIELDS: { ID: code } }, call.person.id)
const field = (one: Row, name: string): unknown => one[name.toUpperCase()]

export const crmCurrency = {
  'crm.currency.fields': method({
    params: {},
    run: ({ world }) => ({
      result: {
        CURRENCY: described('string', say(world, 'Валюта', 'Currency'), { required: true, immutable: true }),
        BASE: described('char', say(world, 'Базовая валюта', 'Base currency')),
        AMOUNT_CNT: described('integer', say(world, 'Номинал', 'Count'), { required: true }),
        AMOUNT: described('double', say(world, 'Курс', 'Rate'), { required: true }),
        SORT: described('integer', say(world, 'Сортировка', 'Sort order')),
        LANG: described('currency_localization', say(world, 'Параметры локализации', 'Localisation'), { multiple: true }),
        LID: described('string', 'LID', { readOnly: true }),
        DATE_UPDATE: described('datetime', say(world, 'Дата изменения', 'Changed on'), { readOnly: true }),
        ...Object.fromEntries(textNames.map((name) => [name, described('string', name, { readOnly: true })])),
      },
    }),
  }),

  'crm.currency.list': method({
    params: { order: wire.map.optional() },
    run(call, { order = { SORT: 'ASC' } }) {
      const rows = call.world.state.currencies.map((one) => row(call, one))
      return { result: sorted(rows, order, field), total: 0 }
    },
  }),

  'crm.currency.get': method({
    params: { id: wire.any.optional() },
    caseless: true,
    run(call, { id }) {
      const one = find(call, id)
      return { result: { ...row(call, one), LANG: one.texts } }
    },
  }),

  'crm.currency.base.get': method({ params: {}, run: ({ world }) => ({ result: world.state.currencies.find((one) => one.base)?.code ?? null }) }),

  'crm.currency.base.set': method({
    ...administrator,
    writes: true,
    params: { id: wire.any.optional() },
    run(call, { id }) {
      setBase(call, find(call, id).code)
      call.world.touch()
      return { result: true }
    },
  }),

  'crm.currency.add': method({
    ...administrator,
    writes: true,
    params: { fields: wire.map },
    run(call, { fields }) {
      const { currencies } = call.world.state
      for (const name of ['CURRENCY', 'AMOUNT_CNT', 'AMOUNT'])
        if (fields[name] === undefined) throw new Refusal(400, 'ERROR_CORE', `Undefined array key "${name}"`)
      const code = String(fields['CURRENCY']).toUpperCase()
      if (!/^[A-Z]{3}$/.test(code))
        throw new Refusal(400, 'ERROR_CORE', say(call.world, 'Код валюты должен состоять из 3 латинских букв', 'A currency has three letters'))
      if (currencies.some((one) => one.code === code))
        throw new Refusal(400, 'ERROR_CORE', say(call.world, `Валюта ${code} уже существует`, `The currency ${code} exists already`))
      const made: Currency = { code, count: 1, amount: 1, sort: 100, base: false, texts: {}, updatedAt: 0 }
      currencies.push(made)
      try {
        write(call, made, fields)
      } catch (reason) {
        currencies.pop()
        throw reason
      }
      tell(call, 'ADD', code)
      return { result: code }
    },
  }),

  'crm.currency.update': method({
    ...administrator,
    writes: true,
    caseless: true,
    params: { ID: wire.text.optional(), fields: wire.map.optional() },
    run(call, { ID: id, fields = {} }) {
      const one = find(call, id)
      write(call, one, fields)
      tell(call, 'UPDATE', one.code)
      return { result: true }
    },
  }),

  'crm.currency.delete': method({
    ...administrator,
    writes: true,
    caseless: true,
    params: { id: wire.text },
    run(call, { id }) {
      const { state } = call.world
      const one = find(call, id)
      if (one.base) throw plain(say(call.world, 'Нельзя удалить базовую валюту.', 'The base currency cannot be deleted.'))
      state.currencies = state.currencies.filter((other) => other !== one)
      call.world.touch()
      tell(call, 'DELETE', one.code)
      return { result: true }
    },
  }),
}
