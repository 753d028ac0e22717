/** Questions of the installation: sessions, its state, what the portal has, a test of the whole path. */
import { z } from 'zod'
import { DepartmentId, DirectionId, DocumentRef } from '../ids.ts'
import { Moment, nothing, question } from './asking.ts'
import { PersonView } from './people.ts'

/** In the order in which they are shown. */
export const selfTestSteps = ['record', 'draw', 'deals', 'task', 'comments', 'event', 'clean'] as const

export const SelfTest = z.object({
  startedAt: Moment,
  finishedAt: Moment.nullable(),
  by: PersonView,
  steps: z.array(
    z.object({
      step: z.enum(selfTestSteps),
      /** `look`: not as it should be, and nothing is broken; `skipped`: what it needs was not there. */
      state: z.enum(['waiting', 'working', 'fine', 'look', 'bad', 'skipped']),
      made: z.number().int(),
      /** In the portal's language or its own words; lines apart by line breaks. */
      detail: z.string(),
    }),
  ),
})
export type SelfTest = z.infer<typeof SelfTest>

/** `requests`: too many at once; `time`: a method has used up its time; `overload`: the portal keeps everybody out for a while. */
export const limitKinds = ['requests', 'time', 'overload'] as const
export type LimitKind = (typeof limitKinds)[number]
export const LimitErrors = z.record(z.enum(limitKinds), z.number().int())
export type LimitErrors = z.infer<typeof LimitErrors>

/** What a portal may lack, by its plan or by what was granted. */
export const Feature = z.object({
  name: z.enum(['absences', 'work_time']),
  /** `unknown`: the portal did not say. */
  state: z.enum(['there', 'missing', 'not_granted', 'unknown']),
  /** Whether a setting that is on needs it. */
  used: z.boolean(),
})
export type Feature = z.infer<typeof Feature>

export const setupQuestions = {
  /** Exchanges the frame's access token for a session; the server asks the portal whose token it is. */
  'session.open': question(
    'anyone',
    z.object({ memberId: z.string().max(64), accessToken: z.string().min(8).max(500) }),
    z.object({
      session: z.string(),
      /** Milliseconds since 1970. */
      expiresAt: Moment,
      user: PersonView,
      administrator: z.boolean(),
      domain: z.string(),
    }),
  ),
  /** How far an installation is; `ticket` was handed to the installing page and names its run. */
  'install.progress': question(
    'anyone',
    z.object({ ticket: z.string().max(500) }),
    z.object({
      state: z.enum(['proving', 'registering', 'done', 'failed']),
      /** One entry for each thing registered, in order; `robot` is its name in the installer's language, where it is one. */
      steps: z.array(z.object({ name: z.string(), robot: z.string().nullable(), done: z.boolean() })),
      /** Stable code of what went wrong, for example `not_administrator`. */
      problem: z.string().nullable(),
    }),
  ),
  'installation.show': question(
    'administrator',
    nothing,
    z.object({
      domain: z.string(),
      memberId: z.string(),
      version: z.string(),
      installedAt: Moment,
      installedBy: PersonView.nullable(),
      token: z.enum(['valid', 'expired_refreshable', 'refused']),
      scopes: z.object({ needed: z.array(z.string()), missing: z.array(z.string()) }),
      robots: z.array(z.object({ code: z.string(), name: z.string(), registered: z.boolean() })),
      placements: z.array(z.object({ code: z.string(), registered: z.boolean() })),
      events: z.array(z.object({ name: z.string(), registered: z.boolean() })),
      directory: z.object({ departments: z.number().int(), people: z.number().int(), readAt: Moment }).nullable(),
      runs: z.object({ waiting: z.number().int(), doubtful: z.number().int(), failed: z.number().int() }),
      features: z.array(Feature),
      /** Refusals of the last twenty-four hours. */
      limits: LimitErrors,
    }),
  ),
  /** Registers again whatever the portal has lost; answers as `installation.show` would afterwards. */
  'installation.mend': question('administrator', nothing, z.object({ registered: z.number().int() })),
  /** Runs the whole path on a demo record and takes it away again. Refused as `conflict` while one is under way. */
  'selftest.start': question('administrator', nothing, nothing),
  /** The newest self-test; null: there was none. */
  'selftest.show': question('administrator', nothing, z.object({ test: SelfTest.nullable() })),
  'directory.refresh': question('administrator', nothing, z.object({ departments: z.number().int(), people: z.number().int(), readAt: Moment })),
  /** What a direction can be made of. */
  'portal.choices': question(
    'administrator',
    nothing,
    z.object({
      departments: z.array(z.object({ id: z.number().int(), name: z.string(), depth: z.number().int(), peopleCount: z.number().int() })),
      pipelines: z.array(
        z.object({ id: z.number().int(), name: z.string(), stages: z.array(z.object({ id: z.string(), name: z.string(), color: z.string().nullable() })) }),
      ),
      /** Active people by name. */
      people: z.array(PersonView),
    }),
  ),
  /** What a robot's own settings can be made of. */
  'robot.choices': question(
    'member',
    z.object({ document: DocumentRef.shape.kind, visit: z.boolean().default(false) }),
    z.object({
      /** Archived ones too: a robot may still name one. */
      directions: z.array(z.object({ id: DirectionId, name: z.string(), archived: z.boolean() })),
      /** In the portal's order; a deal's stages by pipeline, a lead's in one group without a name. */
      stages: z.array(z.object({ group: z.string(), stages: z.array(z.object({ id: z.string(), name: z.string() })) })),
      /** Where somebody can be sent from, in the company's order, and who could be named; empty for whoever is in no department. */
      departments: z.array(z.object({ id: DepartmentId, name: z.string(), depth: z.number().int() })),
      people: z.array(PersonView),
    }),
  ),
  /** Who could be picked now, whoever the client: own managers and excluded clients play no part. Empty for whoever is no administrator. */
  'robot.preview': question(
    'member',
    z.object({ skipAbsent: z.boolean(), skipClockedOut: z.boolean() }),
    z.object({ directions: z.array(z.object({ id: DirectionId, eligible: z.array(PersonView), excluded: z.number().int() })) }),
  ),
  /** Who could be sent on a visit now from these departments, named as the robot's property names them. Null for whoever is no administrator. */
  'robot.visitors': question(
    'member',
    z.object({ departments: z.array(z.string().trim().min(1).max(200)).min(1).max(50) }),
    z.object({
      now: z
        .object({
          /** The first text that names no department; then nobody is looked for. */
          unknown: z.string().nullable(),
          eligible: z.array(PersonView),
          excluded: z.number().int(),
        })
        .nullable(),
    }),
  ),
} as const
