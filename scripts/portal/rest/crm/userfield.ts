/** `crm.<kind>.userfield.*` and `crm.userfield.*`: fields of CRM records that the company made up itself. */
import { entityOf, settingsOf, userFieldRow, userTypes, writeUserField } from '../../crm/user-field-rows.ts'
import { itemName } from '../../crm/user-fields.ts'
import { matches, sorted } from '../../door/filter.ts'
import type { Row } from '../../door/filter.ts'
import { method, wire } from '../../door/method.ts'
import type { Call, Handler } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import { fireEvent } from '../../sending/events.ts'
import type { UserField } from '../../state/crm.ts'
import { crmTypes } from '../../state/kinds.ts'
import type { CrmKind } from '../../state/kinds.ts'
import { nextId, say } from '../../world.ts'

const plain = (text: string) => new Refusal(400, '', text)
const denied = new Refusal(403, '', 'Access denied.')
const badId = plain('ID is not defined or invalid.')
const mustBeArray = (name: string) => (name === 'id' ? badId : plain(`Parameter '${name}' must be array.`))
const field = (row: Row, name: string): unknown => row[name.toUpperCase()]
const longest = 50

function nameOf(call: Call, given: unknown): string {
  const text = String(given ?? '').toUpperCase()
  if (text === '') throw plain("The 'FIELD_NAME' field is not found.")
  const name = text.startsWith('UF_CRM_') ? text : `UF_CRM_${text.replace(/^UF_/, '')}`
  const wrong = (ru: string, en: string) => new Refusal(400, 'ERROR_CORE', say(call.world, `${ru}<br>`, `${en}<br>`))
  if (name.length > longest) throw wrong('Имя поля слишком длинное (больше 50-ти символов).', 'The name of the field is longer than 50 characters.')
  if (!/^[A-Z0-9_]+$/.test(name))
    throw wrong('Имя поля содержит недопустимые символы. Допустимыми являются: A-Z, 0-9 и _.', 'The name of the field may have A-Z, 0-9 and _ only.')
  return name
}

/** A type of the portal, or one that the application registered. */
function checkType(call: Call, type: string): void {
  if (type === '') throw plain("The 'USER_TYPE_ID' field is not found.")
  const { installation } = call.world.state
  const own = (installation?.fieldTypes ?? []).some((one) => type === one.id || type === `rest_${installation?.id ?? 0}_${one.id}`)
  if (own || userTypes.some(([id]) => id === type)) return
  throw new Refusal(400, 'ERROR_CORE', say(call.world, 'Указан неверный пользовательский тип.<br>', 'The user type is wrong.<br>'))
}

function family<K extends CrmKind>(kind: K) {
  const owner = crmTypes[kind]
  const all = (call: Call) => call.world.state.userFields.filter((one) => one.owner === owner)
  const administrator = { context: 'administrator', notAdministrator: denied, caseless: true, invalid: mustBeArray } as const

  function find(call: Call, id: number): UserField {
    if (id <= 0) throw badId
    const found = all(call).find((one) => one.id === id)
    if (!found) throw new Refusal(400, 'ERROR_NOT_FOUND', `The entity with ID '${id}' is not found`)
    return found
  }
  function tell(call: Call, change: string, one: UserField): void {
    const about = { ID: String(one.id), ENTITY_ID: entityOf(owner), FIELD_NAME: one.name }
    fireEvent(call.world, `ONCRM${kind.toUpperCase()}USERFIELD${change}`, { FIELDS: about }, call.person.id)
  }

  const methods: Record<string, Handler> = {
    [`crm.${kind}.userfield.add`]: method({
      ...administrator,
      writes: true,
      params: { fields: wire.map },
      run(call, { fields }) {
        const { world } = call
        const name = nameOf(call, fields['FIELD_NAME'])
        const type = String(fields['USER_TYPE_ID'] ?? '')
        checkType(call, type)
        if (all(call).some((one) => one.name === name))
          throw new Refusal(
            400,
            'ERROR_CORE',
            say(world, `Поле ${name} для объекта ${entityOf(owner)} уже существует.<br>`, `The field ${name} of ${entityOf(owner)} exists already.<br>`),
          )
        const made: UserField = {
          id: nextId(world, 'userField'),
          owner,
          name,
          type,
          xmlId: null,
          sort: 100,
          multiple: false,
          mandatory: false,
          showFilter: 'N',
          showInList: true,
          editInList: true,
          searchable: false,
          settings: { ...settingsOf(type) },
          labels: {},
          list: [],
        }
        const listed = writeUserField(world, made, fields, (one) => call.unknown(one))
        world.state.userFields.push(made)
        world.touch()
        tell(call, 'ADD', made)
        if (listed) tell(call, 'SETENUMVALUES', made)
        return { result: made.id }
      },
    }),

    [`crm.${kind}.userfield.update`]: method({
      ...administrator,
      writes: true,
      params: { id: wire.int, fields: wire.map },
      run(call, { id, fields }) {
        const one = find(call, id)
        // Whether there are several values is decided once.
        const listed = writeUserField(call.world, one, { ...fields, MULTIPLE: one.multiple }, (name) => call.unknown(name))
        call.world.touch()
        tell(call, 'UPDATE', one)
        if (listed) tell(call, 'SETENUMVALUES', one)
        return { result: true }
      },
    }),

    /** Its values go with it. */
    [`crm.${kind}.userfield.delete`]: method({
      ...administrator,
      writes: true,
      params: { id: wire.int },
      run(call, { id }) {
        const { state } = call.world
        const one = find(call, id)
        const key = itemName(one.name)
        state.userFields = state.userFields.filter((other) => other !== one)
        for (const record of state.records)
          if (record.type === owner) record.more = Object.fromEntries(Object.entries(record.more).filter(([name]) => name !== key))
        for (const pipeline of owner === crmTypes.deal ? state.pipelines : [])
          pipeline.required = pipeline.required.filter((required) => required.field !== key)
        call.world.touch()
        tell(call, 'DELETE', one)
        return { result: true }
      },
    }),

    [`crm.${kind}.userfield.get`]: method({
      ...administrator,
      params: { id: wire.int },
      run: (call, { id }) => ({ result: userFieldRow(find(call, id), null) }),
    }),

    /** Labels come with a language only, which stands in the filter. */
    [`crm.${kind}.userfield.list`]: method({
      caseless: true,
      invalid: mustBeArray,
      params: { filter: wire.map.optional(), order: wire.map.optional() },
      run(call, { filter = {}, order = {} }) {
        if (call.person.extranet) throw denied
        const { LANG: language, ...wanted } = filter
        const rows = all(call).map((one) => userFieldRow(one, language === undefined ? undefined : String(language)))
        const found = rows.filter((row) => matches(row, wanted, field, (name) => call.unknown(`filter.${name}`)))
        const result = sorted(found, Object.keys(order).length > 0 ? order : { SORT: 'ASC', ID: 'ASC' }, field)
        return { result, total: result.length }
      },
    }),
  }
  return methods as Record<`crm.${K}.userfield.${'add' | 'update' | 'delete' | 'get' | 'list'}`, Handler>
}

const about = (type: string, title: string, more: Readonly<Record<string, true>> = {}) => ({ type, title, ...more })

export const crmUserField = {
  ...family('lead'),
  ...family('deal'),
  ...family('contact'),
  ...family('company'),

  'crm.userfield.types': method({
    params: {},
    run: ({ world }) => ({ result: userTypes.map(([id, ru, en]) => ({ ID: id, title: say(world, ru, en) })) }),
  }),

  'crm.userfield.fields': method({
    params: {},
    run: ({ world }) => ({
      result: {
        ID: about('int', say(world, 'Ид', 'ID'), { isReadOnly: true }),
        ENTITY_ID: about('string', say(world, 'Объект', 'Object'), { isImmutable: true }),
        FIELD_NAME: about('string', say(world, 'Код', 'Code'), { isImmutable: true }),
        USER_TYPE_ID: about('string', say(world, 'Тип данных', 'Data type'), { isImmutable: true }),
        XML_ID: about('string', 'XML ID'),
        SORT: about('int', say(world, 'Сортировка', 'Sort order')),
        MULTIPLE: about('char', say(world, 'Множественное', 'Multiple')),
        MANDATORY: about('char', say(world, 'Обязательное', 'Mandatory')),
        SHOW_FILTER: about('char', say(world, 'Показывать в фильтре списка', 'Shown in the filter')),
        SHOW_IN_LIST: about('char', say(world, 'Показывать в списке', 'Shown in the list')),
        EDIT_IN_LIST: about('char', say(world, 'Разрешать редактирование', 'May be edited')),
        IS_SEARCHABLE: about('char', say(world, 'Значения участвуют в поиске', 'Values are searched')),
        EDIT_FORM_LABEL: about('string', say(world, 'Подпись в форме', 'Label in the form')),
        LIST_COLUMN_LABEL: about('string', say(world, 'Заголовок в списке', 'Heading in the list')),
        LIST_FILTER_LABEL: about('string', say(world, 'Подпись фильтра', 'Label in the filter')),
        ERROR_MESSAGE: about('string', say(world, 'Сообщение об ошибке', 'Error message')),
        HELP_MESSAGE: about('string', say(world, 'Помощь', 'Help')),
        LIST: about('uf_enum_element', say(world, 'Элементы списка', 'Values of the list'), { isMultiple: true }),
        SETTINGS: about('object', say(world, 'Дополнительные настройки', 'Settings')),
      },
    }),
  }),

  'crm.userfield.enumeration.fields': method({
    params: {},
    run: ({ world }) => ({
      result: {
        ID: about('int', say(world, 'Ид', 'ID'), { isReadOnly: true }),
        SORT: about('int', say(world, 'Сортировка', 'Sort order')),
        VALUE: about('string', say(world, 'Значение', 'Value')),
        DEF: about('string', say(world, 'Значение по умолчанию', 'Default value')),
        DEL: about('string', say(world, 'Флаг удаления элемента', 'To be deleted')),
      },
    }),
  }),

  'crm.userfield.settings.fields': method({
    params: { type: wire.text },
    caseless: true,
    invalid: () => plain("Parameter 'type' is not specified or empty."),
    run(_, { type }) {
      if (type === '') throw plain("Parameter 'type' is not specified or empty.")
      const kindOfValue = (value: unknown) => (typeof value === 'number' ? 'int' : typeof value === 'object' && value !== null ? 'object' : 'string')
      const settings = Object.entries(settingsOf(type)).map(([name, value]) => {
        const own = name === 'DEFAULT_VALUE' && (type === 'double' || type === 'integer') ? (type === 'double' ? 'double' : 'int') : kindOfValue(value)
        return [name, about(own, name)] as const
      })
      return { result: Object.fromEntries(settings) }
    },
  }),
}
