/** What a robot's call can tell of its lead, so that the lead need not be read: the template that the portal fills in, and the strict reading of what came back. Pure. */
import { joined, spaced, type Client } from './distribution.ts'

/** Parts of the template in their order: our label, and the portal's own name of the lead's field. */
const fields = [
  ['contact', 'CONTACT_ID'],
  ['company', 'COMPANY_ID'],
  ['name', 'NAME'],
  ['lastName', 'LAST_NAME'],
  ['companyTitle', 'COMPANY_TITLE'],
  ['phone', 'PHONE'],
  ['email', 'EMAIL'],
  ['city', 'ADDRESS_CITY'],
  ['address', 'ADDRESS'],
  ['address2', 'ADDRESS_2'],
  ['title', 'TITLE'],
] as const
type Label = (typeof fields)[number][0]

/** Shows that nothing was cut off. */
const end = 'end'

/** Value of the robot's property: the portal puts the lead's values in when the robot runs. */
export const callTemplate = [...fields.map(([label, field]) => `${label}={=Document:${field}}`), end].join('|')

const longest = 4000
const longestPart = 500

/**
 * A value that could be something else than what the lead says: an expression that was not filled in, another's notation (HTML, BB code, entities),
 * line ends that a portal may have changed, halves of a character. Reading the lead costs one request, a wrong guess costs a client.
 */
const unclear = /[[\]<>{}\u0000-\u001f\u007f\u2028\u2029\ufffd]|&#?\w+;|\p{Cs}/u

export interface CallData {
  readonly contactId: number
  readonly companyId: number | null
  /** As reading would have found it. */
  readonly client: Client
}

/** `12`, or with the prefix that the portal's own fields of this kind carry: `C_12`, `CO_12`. */
function idOf(text: string, prefix: 'C' | 'CO'): number | null {
  const digits = new RegExp(`^(?:${prefix}_)?([1-9]\\d{0,14})$`).exec(text)?.[1]
  return digits === undefined ? null : Number(digits)
}

/**
 * @returns null when anything is unclear, or when the lead leaves something empty that reading would have taken from the contact or the company that
 * it is linked to: their words are not among the lead's fields
 */
export function readCallData(text: string): CallData | null {
  if (text.length > longest) return null
  const parts = text.split('|')
  // A value with the separator in it makes a part more, so that nothing can pass for its neighbour.
  if (parts.length !== fields.length + 1 || parts.at(-1) !== end) return null
  const values = {} as Record<Label, string>
  for (const [index, [label]] of fields.entries()) {
    const part = parts[index] ?? ''
    if (!part.startsWith(`${label}=`)) return null
    const value = part.slice(label.length + 1)
    if (value.length > longestPart || value !== value.trim() || unclear.test(value)) return null
    values[label] = value
  }
  const contactId = idOf(values.contact, 'C')
  const hasCompany = values.company !== '' && values.company !== '0'
  const companyId = hasCompany ? idOf(values.company, 'CO') : null
  // A company that is named and not linked is looked for, or made; one that is linked and not named has its name elsewhere.
  if (contactId === null || (hasCompany && companyId === null) || (companyId === null) !== (values.companyTitle === '')) return null
  // Several numbers or addresses come in one text; which of them is the first, and whether a comma stands between two, is the portal's business.
  if (!/^\+?[\d\s().-]{5,40}$/.test(values.phone) || !/^[^\s,;@]+@[^\s,;@]+$/.test(values.email)) return null
  const client: Client = {
    title: values.title,
    contactName: spaced(values.name, values.lastName),
    companyTitle: values.companyTitle,
    phone: values.phone,
    email: values.email,
    address: joined(values.city, values.address, values.address2),
  }
  return [client.title, client.contactName, client.address].includes('') ? null : { contactId, companyId, client }
}
