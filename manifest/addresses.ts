/** Where a record is at a portal: its card's path, and how tasks name it. */
import type { DocumentRef } from '../domain/ids.ts'

/** Path of the record's card, with a slash at both ends. */
export const recordPath = ({ kind, id }: DocumentRef): string => `/crm/${kind}/details/${id}/`

const letters: Readonly<Record<DocumentRef['kind'], string>> = { lead: 'L', deal: 'D' }
/** As `UF_CRM_TASK` of a task names the record, for example `L_12`. */
export const bindingOf = ({ kind, id }: DocumentRef): string => `${letters[kind]}_${id}`
