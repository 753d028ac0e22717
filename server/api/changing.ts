/** What administrators decide is stored together with the change that it was, in one commit; and is read and put back as fields. */
import { differenceOf, type Change, type ChangeKind, type Fields } from '../../domain/change.ts'
import { Direction } from '../../domain/direction.ts'
import { circleDetail, circleOf } from '../../domain/deputy.ts'
import { DirectionId, type MemberId, UserId } from '../../domain/ids.ts'
import { PersonRules, usualRules } from '../../domain/person-rules.ts'
import { Form } from '../../domain/question.ts'
import { RuleSet } from '../../domain/rule.ts'
import { Settings } from '../../domain/settings.ts'
import type { House } from '../house.ts'
import type { Nouns } from '../store/store.ts'
import type { Session } from './bearer.ts'
import { refuse } from './refusal.ts'

type Subject = Pick<Change, 'kind' | 'subject'>

/**
 * @param work writes; whatever it throws leaves everything as it was
 * @param undoes the change that is taken back by this one
 */
export function changing<T>({ store, now }: Pick<House, 'store' | 'now'>, { memberId, userId }: Pick<Session, 'memberId' | 'userId'>, what: Subject, work: (s: Nouns) => Promise<T>, undoes: number | null = null): Promise<T> {
  return store.together(async (s) => {
    await s.changes.begin(memberId)
    const before = await fieldsOf(s, memberId, what)
    const done = await work(s)
    const after = await fieldsOf(s, memberId, what)
    const difference = after && differenceOf(before, after)
    if (difference) await s.changes.add(memberId, { ...what, ...difference, at: now(), userId, undoes })
    return done
  })
}

/** A thing as it is stored now; null: there is none. */
export const fieldsOf = (s: Nouns, memberId: MemberId, { kind, subject }: Subject): Promise<Fields | null> => things[kind].read(s, memberId, subject)

/** @returns false when somebody else has changed it since it was read; @throws where the fields are none that may be stored */
export const putBack = (s: Nouns, memberId: MemberId, { kind, subject }: Subject, fields: Fields, now: number): Promise<boolean> => things[kind].write(s, memberId, subject, fields, now)

interface Thing {
  read(s: Nouns, memberId: MemberId, subject: string): Promise<Fields | null>
  write(s: Nouns, memberId: MemberId, subject: string, fields: Fields, now: number): Promise<boolean>
}

const things: Record<ChangeKind, Thing> = {
  settings: {
    read: (s, memberId) => s.settings.get(memberId),
    async write(s, memberId, _, fields) {
      await s.settings.save(memberId, Settings.parse(fields))
      return true
    },
  },
  rules: {
    read: (s, memberId) => s.rules.get(memberId),
    write(s, memberId, _, fields) {
      const set = RuleSet.parse(fields)
      return s.rules.save(memberId, { ...set, version: set.version + 1 })
    },
  },
  direction: {
    read: (s, memberId, id) => s.directions.get(memberId, DirectionId.parse(id)),
    write(s, memberId, _, fields) {
      const direction = Direction.parse(fields)
      return s.directions.replace(memberId, { ...direction, version: direction.version + 1 }, direction.version)
    },
  },
  order: {
    read: async (s, memberId) => ({ ids: (await inOrder(s, memberId)).map(({ id }) => id) }),
    async write(s, memberId, _, { ids }) {
      await putInOrder(s, memberId, DirectionId.array().parse(ids))
      return true
    },
  },
  questions: {
    read: (s, memberId, id) => s.forms.newest(memberId, DirectionId.parse(id)),
    write(s, memberId, id, fields) {
      const form = Form.parse(fields)
      return s.forms.add(memberId, DirectionId.parse(id), { ...form, version: form.version + 1 })
    },
  },
  person: {
    read: (s, memberId, id) => rulesOf(s, memberId, UserId.parse(Number(id))),
    write(s, memberId, _, fields, now) {
      const rules = PersonRules.parse(fields)
      return savePerson(s, memberId, { ...rules, version: rules.version + 1 }, now)
    },
  },
}

const rulesOf = async (s: Nouns, memberId: MemberId, id: UserId): Promise<PersonRules> => (await s.personRules.all(memberId)).get(id) ?? usualRules(id)

/** @returns false when somebody else has changed it since it was read; @throws where deputies would stand for each other in a circle, and names them */
export async function savePerson(s: Nouns, memberId: MemberId, rules: PersonRules, now: number): Promise<boolean> {
  const all = new Map(await s.personRules.all(memberId))
  const same = JSON.stringify(all.get(rules.userId)?.deputies ?? []) === JSON.stringify(rules.deputies)
  const circle = same ? null : circleOf(rules.userId, all.set(rules.userId, rules), now)
  if (circle) throw refuse('invalid_input', circleDetail(circle))
  return s.personRules.save(memberId, rules)
}

const inOrder = async (s: Nouns, memberId: MemberId): Promise<Direction[]> => (await s.directions.all(memberId)).filter(({ archived }) => !archived)

/** Those that are not named follow in the order that they have. */
export async function putInOrder(s: Nouns, memberId: MemberId, ids: readonly DirectionId[]): Promise<void> {
  const known = new Map((await s.directions.all(memberId)).map((one) => [one.id, one]))
  const ordered = [...new Set(ids)].flatMap((id) => known.get(id) ?? [])
  const rest = [...known.values()].filter(({ id }) => !ids.includes(id))
  // Its place is no part of what is edited, so the version stays.
  for (const [position, one] of [...ordered, ...rest].entries()) await s.directions.replace(memberId, { ...one, position }, one.version)
}
