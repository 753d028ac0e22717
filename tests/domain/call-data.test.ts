/** What a call says of its lead is taken only where nothing about it could mean something else. */
import { describe, expect, it } from 'vitest'
import { callTemplate, readCallData } from '../../domain/call-data.ts'

const whole = {
  CONTACT_ID: '12',
  COMPANY_ID: '7',
  NAME: 'Olga',
  LAST_NAME: 'Moroz',
  COMPANY_TITLE: 'Bakery “Kolos”, LLC',
  PHONE: '+7 (485) 200-12-05',
  EMAIL: 'olga@example.com',
  ADDRESS_CITY: 'Tver',
  ADDRESS: 'Sadovaya st., 5',
  ADDRESS_2: '',
  TITLE: 'Roof & gutters: 120 m²',
}
type Values = { readonly [K in keyof typeof whole]: string }
/** As a portal fills the template in. */
const filled = (change: Partial<Values> = {}): string =>
  callTemplate.replaceAll(/\{=Document:(\w+)\}/g, (_, field: string) => ({ ...whole, ...change })[field as keyof Values])

describe('what a call says of its lead', () => {
  it('is read as the lead itself would be', () => {
    const client = {
      title: 'Roof & gutters: 120 m²',
      contactName: 'Olga Moroz',
      companyTitle: 'Bakery “Kolos”, LLC',
      phone: '+7 (485) 200-12-05',
      email: 'olga@example.com',
      address: 'Tver, Sadovaya st., 5',
    }
    expect(readCallData(filled())).toEqual({ contactId: 12, companyId: 7, client })
    expect(readCallData(filled({ CONTACT_ID: 'C_12', COMPANY_ID: 'CO_7' }))).toEqual({ contactId: 12, companyId: 7, client })
    for (const none of ['', '0']) expect(readCallData(filled({ COMPANY_ID: none, COMPANY_TITLE: '' }))).toMatchObject({ contactId: 12, companyId: null, client: { companyTitle: '' } })
    expect(readCallData(filled({ LAST_NAME: '', ADDRESS_CITY: '' }))).toMatchObject({ client: { contactName: 'Olga', address: 'Sadovaya st., 5' } })
  })

  it.each<[string, Partial<Values>]>([
    ...['', '0', '-1', '1.5', '012', '1e3', ' 12', '12, 13', 'C_12, C_13', 'CO_12', 'C_', 'c_12', 'L_12', 'Olga Moroz', '#12', 'Array', '9'.repeat(16), '１２'].map((id): [string, Partial<Values>] => [`contact ${id}`, { CONTACT_ID: id }]),
    ...['C_7', 'Kolos', '7 (CO_7)', '00'].map((id): [string, Partial<Values>] => [`company ${id}`, { COMPANY_ID: id }]),
    ['a company that is linked but not named', { COMPANY_TITLE: '' }],
    ['a company that is named but not linked', { COMPANY_ID: '' }],
    ['no name', { NAME: '', LAST_NAME: '' }],
    ['no phone', { PHONE: '' }],
    ['two phones', { PHONE: '+74852001205, +74852001206' }],
    ['no e-mail', { EMAIL: '' }],
    ['two e-mails', { EMAIL: 'a@example.com, b@example.com' }],
    ['no address', { ADDRESS_CITY: '', ADDRESS: '' }],
    ['no title', { TITLE: '' }],
    ['a title of blanks', { TITLE: '  ' }],
    ['a line end', { ADDRESS: 'Sadovaya\n5' }],
    ['a zero byte', { NAME: 'Ol\u0000ga' }],
    ['half of a character', { NAME: 'Olga \ud83d' }],
    ['a broken character', { NAME: 'Olga \ufffd' }],
    ['a reference', { TITLE: 'Roof $result[lead][TITLE]' }],
    ['formatting', { TITLE: '[URL=https://example.com]Roof[/URL]' }],
    ['a tag', { TITLE: '<b>Roof</b>' }],
    ['an entity', { TITLE: 'Roof &amp; gutters' }],
    ['an expression left as it is', { TITLE: '{=Document:TITLE}' }],
    ['the separator', { NAME: 'Olga|lastName=Moroz' }],
    ['the separator at the end of the title', { TITLE: 'Roof|end' }],
    ['a text beyond all measure', { TITLE: 'x'.repeat(501) }],
  ])('is not taken with %s', (_, change) => {
    expect(readCallData(filled(change))).toBeNull()
  })

  it('is not taken where the whole is not our template', () => {
    expect(readCallData('')).toBeNull()
    expect(readCallData(callTemplate)).toBeNull()
    expect(readCallData(filled().slice(0, -1))).toBeNull()
    expect(readCallData(`${filled()} `)).toBeNull()
    expect(readCallData(filled().replace('name=', 'Name='))).toBeNull()
    expect(readCallData(filled().repeat(100))).toBeNull()
  })
})
