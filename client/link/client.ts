/** What a representative can see and press of a client. */
import type { Answer } from '../../domain/contract/contract.ts'

type Client = Answer<'visit.show'>['client']

/** Empty where the portal knows none. */
export const namesOf = ({ contactName, companyTitle }: Client): string => [contactName, companyTitle].filter((name) => name !== '').join(' · ')
export const telOf = ({ phone }: Client): string => `tel:${phone.replace(/[^\d+]/g, '')}`
export const mapOf = ({ address }: Client): string => `https://www.openstreetmap.org/search?query=${encodeURIComponent(address)}`
