/** Text that people typed, made plain: the host reads `[b]` and `[url=…]` in comments, tasks and notifications as formatting and links. */
import type { Client } from '../domain/distribution.ts'

/** An invisible word joiner behind the bracket keeps the text readable and takes the meaning away. */
export const plain = (text: string): string => text.replace(/\[(?=\/?[a-z*])/gi, '[\u2060')

export const plainClient = ({ title, contactName, companyTitle, phone, email, address }: Client): Client => ({
  title: plain(title),
  contactName: plain(contactName),
  companyTitle: plain(companyTitle),
  phone: plain(phone),
  email: plain(email),
  address: plain(address),
})
