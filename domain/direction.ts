/** A direction (service line): the departments that serve it and the pipeline stage where its deals begin. */
import { z } from 'zod'
import { titleLength, unknownFields } from './deal-title.ts'
import { DepartmentId, DirectionId, UserId } from './ids.ts'
import { Tag } from './person-rules.ts'

/** Letters of a direction's name; a portal's own names may be longer. */
export const nameLength = 100

export const Direction = z.object({
  id: DirectionId,
  name: z.string().trim().min(1).max(nameLength),
  departmentIds: z.array(DepartmentId).min(1).max(20),
  /** Pipeline of the deals; 0 is the portal's general one. */
  categoryId: z.number().int().min(0),
  /** Stage in that pipeline, for example `C3:NEW`. */
  stageId: z.string().min(1).max(50),
  /** Values for the pipeline's required fields, by the portal's own camelCase field name. */
  fieldDefaults: z.record(z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,49}$/), z.string().max(1000)),
  /** Of its deals; empty: direction and client. */
  dealTitle: z
    .string()
    .trim()
    .max(titleLength)
    .refine((template) => unknownFields(template).length === 0)
    .default(''),
  /** They see every deal of it, besides the client's other managers. */
  observerIds: z.array(UserId).max(10).default([]),
  /** Reserve responsible: takes the client when nobody of the departments can. */
  reserveId: UserId.nullable().default(null),
  /** Competences that whoever serves it must have, all of them. */
  tags: z.array(Tag).max(30).default([]),
  position: z.number().int().min(0),
  archived: z.boolean(),
  /** Grows with every change; a change made from an older one is refused. */
  version: z.number().int().min(1),
})
export type Direction = z.infer<typeof Direction>
