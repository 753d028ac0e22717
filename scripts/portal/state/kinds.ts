/** Kinds of CRM records, and the numbers that the portal gives them. */

/** The portal's numbers of CRM object types. */
export const crmTypes = { lead: 1, deal: 2, contact: 3, company: 4 } as const
export type CrmKind = keyof typeof crmTypes
export type CrmType = (typeof crmTypes)[CrmKind]

const kinds: Readonly<Record<CrmType, CrmKind>> = { 1: 'lead', 2: 'deal', 3: 'contact', 4: 'company' }
export const kindOf = (type: CrmType): CrmKind => kinds[type]
