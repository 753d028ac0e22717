/** Robot calls as a portal sends them, of about 2 KB, from a hundred portals in turn; each with an event token of its own. */
import { MemberId } from '../../domain/ids.ts'

export const portals = Array.from({ length: 100 }, (_, index) => MemberId.parse(`0123456789abcdef0123456789ab${String(index).padStart(4, '0')}`))
export const applicationToken = 'fedcba9876543210fedcba9876543210'
export const robotPath = '/hook/robot/distribute-visit'

let series = 0

/** @returns the body of the n-th call */
export function callBodies(): (n: number) => string {
  const texts = Array.from({ length: 8 }, (_, index): [string, string] => [`properties[text_${index}]`, `Visit report, line ${index}: ${'the client asked for an offer and a call '.repeat(3)}`])
  const fields: [string, string][] = [
    ['workflow_id', '5b0c8a5d2f3a14.12345678'],
    ['code', 'distribute-visit'],
    ...['crm', 'CCrmDocumentLead', 'LEAD_17'].map((part, index): [string, string] => [`document_id[${index}]`, part]),
    ...['crm', 'CCrmDocumentLead', 'LEAD'].map((part, index): [string, string] => [`document_type[${index}]`, part]),
    ...['dir_equipment', 'dir_service', 'dir_leasing'].map((id, index): [string, string] => [`properties[directions][${index}]`, id]),
    ...texts,
    ['use_subscription', 'Y'],
    ['timeout_duration', '600'],
    ['ts', '1790000000'],
    ['auth[access_token]', 'a'.repeat(70)],
    ['auth[refresh_token]', 'r'.repeat(70)],
    ['auth[expires]', '1990000000'],
    ['auth[user_id]', '1'],
    ['auth[application_token]', applicationToken],
  ]
  const body = new URLSearchParams(fields).toString()
  const one = `${process.pid}x${series++}`
  return (n) => `${body}&auth%5Bmember_id%5D=${portals[n % portals.length]}&event_token=5b0c8a5d2f3a14.12345678%7CA1%7C${one}x${n}`
}
