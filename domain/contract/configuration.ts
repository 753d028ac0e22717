/** Questions of what administrators decide: directions, questions of reports, people, rules, settings, and how all that changed. */
import { z } from 'zod'
import { Change, standings } from '../change.ts'
import { Direction } from '../direction.ts'
import { DirectionId } from '../ids.ts'
import { PersonRules } from '../person-rules.ts'
import { Form, Question } from '../question.ts'
import { RuleSet } from '../rule.ts'
import { Settings, SomeSettings } from '../settings.ts'
import { Named, nothing, question } from './asking.ts'
import { ExcludedView, PersonView } from './people.ts'

export const DirectionView = Direction.extend({
  /** Everybody in the departments and below, and how many of them the rules would let take part now. */
  peopleCount: z.number().int(),
  departmentNames: z.array(z.string()),
  categoryName: z.string().nullable(),
  stageName: z.string().nullable(),
  /** What an administrator should mend, worst first. */
  problem: z.enum(['no_people', 'department_gone', 'stage_gone', 'reserve_gone']).nullable(),
})
export type DirectionView = z.infer<typeof DirectionView>

export const PersonOfPool = z.object({ person: PersonView, directions: z.array(z.string()), rules: PersonRules })
export type PersonOfPool = z.infer<typeof PersonOfPool>

export const ChangeRow = Change.extend({
  by: PersonView,
  /** Whether it can be put back; `restored`: everything is as it was before it. */
  standing: z.enum(standings),
  /** The newest later change of the same, where there is one. */
  later: z.number().int().nullable(),
})
export type ChangeRow = z.infer<typeof ChangeRow>

export const configurationQuestions = {
  'directions.list': question('member', nothing, z.object({ directions: z.array(DirectionView) })),
  /** Makes a direction (`id` and `version` null) or changes one; refused as `conflict` when `version` is not the stored one. */
  'directions.save': question(
    'administrator',
    Direction.pick({ name: true, departmentIds: true, categoryId: true, stageId: true, fieldDefaults: true, dealTitle: true, observerIds: true, reserveId: true, tags: true }).extend({
      id: DirectionId.nullable(),
      version: z.number().int().nullable(),
    }),
    z.object({ direction: DirectionView }),
  ),
  /** Archives or brings back; an archived direction keeps its id for ever. */
  'directions.archive': question(
    'administrator',
    z.object({ id: DirectionId, archived: z.boolean(), version: z.number().int() }),
    z.object({ direction: DirectionView }),
  ),
  'directions.order': question('administrator', z.object({ ids: z.array(DirectionId).max(200) }), z.object({ directions: z.array(DirectionView) })),
  /** Directions suggested from departments and pipelines of the same name; nothing is stored. */
  'directions.suggest': question(
    'administrator',
    nothing,
    z.object({ suggestions: z.array(Direction.pick({ name: true, departmentIds: true, categoryId: true, stageId: true })) }),
  ),
  /** Who could be picked now where these departments serve and these competences are needed, stored or not, whoever the client: own managers and excluded clients play no part. */
  'directions.candidates': question(
    'administrator',
    Direction.pick({ departmentIds: true, tags: true }),
    z.object({
      eligible: z.array(PersonView),
      excluded: z.array(ExcludedView),
      /** Whether a head takes the client, before the reserve, where nobody can be picked. */
      headStepsIn: z.boolean(),
      /** What may decide otherwise for a single record: rules with conditions, the switches of the robot that starts. */
      otherwise: z.array(z.enum(['rules', 'robot'])),
    }),
  ),
  /** The questions that a direction asks, as they are now. */
  'form.show': question('administrator', z.object({ directionId: DirectionId }), Form),
  /** Asks others from now on, as a new version; refused as `conflict` when `version` is not the newest. */
  'form.save': question('administrator', z.object({ directionId: DirectionId, version: z.number().int().min(0), questions: z.array(Question).max(30) }), Form),
  /** Everybody whom a direction could pick, with what was decided for them. */
  'people.list': question('administrator', nothing, z.object({ people: z.array(PersonOfPool) })),
  /** Refused as `conflict` when `version` is not the stored one. */
  'people.save': question('administrator', PersonRules, z.object({ person: PersonOfPool })),
  'settings.show': question('administrator', nothing, Settings),
  /** Others that are stored in the same moment stay; answers all of them. */
  'settings.save': question('administrator', SomeSettings, Settings),
  /** Who changed what and when, newest first; values as they are stored, with the names of what they name. */
  'changes.list': question(
    'administrator',
    /** From the previous answer; null: from the newest. */
    z.object({ cursor: z.number().int().min(1).nullable().default(null) }),
    z.object({
      rows: z.array(ChangeRow),
      next: z.number().int().nullable(),
      /** By id, as everything is called now. */
      names: z.object({ people: Named, departments: Named, directions: Named, pipelines: Named, stages: Named }),
    }),
  ),
  /** Puts back what was before that change, as a new change; refused as `conflict` where it is so already, or a later change touched the same. */
  'changes.undo': question('administrator', z.object({ number: z.number().int().min(1) }), nothing),
  /** Rules by what a record says, first match wins; the settings are what holds for all others. */
  'rules.show': question('administrator', nothing, RuleSet),
  /** Refused as `conflict` when `version` is not the stored one. */
  'rules.save': question('administrator', z.object({ version: z.number().int().min(0), rules: RuleSet.shape.rules }), RuleSet),
  /** What conditions can look at: fields of leads, of deals where the portal has no leads, as the portal names them. */
  'rules.choices': question(
    'administrator',
    nothing,
    z.object({
      fields: z.array(
        z.object({
          field: z.string(),
          name: z.string(),
          /** `choice`: one of `values`; `flag`: yes or no; `other`: only whether there is anything. */
          kind: z.enum(['text', 'number', 'choice', 'flag', 'other']),
          values: z.array(z.object({ value: z.string(), name: z.string() })),
        }),
      ),
    }),
  ),
} as const
