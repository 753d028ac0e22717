/** What a call says of its lead: when it is enough to leave the reading out, what stands in for what was read, and whether the two agree. */
import type { CallData } from '../../domain/call-data.ts'
import type { Client } from '../../domain/distribution.ts'
import type { DocumentRef } from '../../domain/ids.ts'
import type { Person } from '../../domain/manager.ts'
import type { Rule } from '../../domain/rule.ts'
import type { VisitReport } from '../../domain/visit-report.ts'
import type { Read, ReadResult } from './read.ts'
import type { needsOf, RuleStart } from './rules.ts'
import { textless } from './source.ts'

export interface Said {
  readonly data: CallData
  /** As in `RobotCall.trusted`. */
  readonly trusted: boolean
}

interface Start extends RuleStart {
  readonly document: DocumentRef
  readonly report: VisitReport | null
  readonly insteadOf?: string
  readonly demo?: boolean
}

/**
 * Whether nothing else would be read: neither who is absent, at work or how loaded, nor what a rule looks at, nor who is responsible for the client.
 * A report may have been distributed before by another starter, of which only the portal knows where a copy of ours was restored.
 */
export const isEnough = (
  { document, report, insteadOf, demo, rules }: Start,
  needs: ReturnType<typeof needsOf>,
  countDealsOf: readonly Person[],
  conditional: readonly Rule[],
): boolean =>
  document.kind === 'lead' &&
  report === null &&
  insteadOf === undefined &&
  !demo &&
  !needs.rules.skipAbsent &&
  !needs.rules.skipClockedOut &&
  !needs.countDeals &&
  countDealsOf.length === 0 &&
  rules.main !== 'owner' &&
  conditional.every(({ on }) => !on)

/** People as the company's structure has them; whoever was dismissed since is found by the check that goes out with the writing. */
export function asSaid({ contactId, companyId, client }: CallData, everybody: readonly Person[]): Extract<ReadResult, { ok: true }> {
  return {
    ok: true,
    read: {
      source: {
        title: client.title,
        stage: '',
        assignedById: null,
        ...textless,
        contactIds: [contactId],
        companyId,
        originatorId: '',
        ownerId: null,
        fields: {},
      },
      contactIds: [contactId],
      companyId,
      client,
      severalFound: [],
      guard: new Map(),
      people: new Map(everybody.map((person) => [person.id, { person, presence: { absence: null, workday: 'unknown' as const } }])),
      openDeals: new Map(),
    },
  }
}

const clientFields = ['title', 'contactName', 'companyTitle', 'phone', 'email', 'address'] as const satisfies readonly (keyof Client)[]

/** To the letter: a portal that writes one value in another way is not believed in the others. */
export const agrees = (data: CallData, { source, client }: Read): boolean =>
  source.contactIds.length === 1 && source.contactIds[0] === data.contactId && source.companyId === data.companyId && clientFields.every((field) => client[field] === data.client[field])
