/** One whole conformance run: coverage, parameters, answers, and what the portal sends by itself. */
import { methods } from '../../manifest/methods.ts'
import type { Handler } from '../portal/door/method.ts'
import { findMethod, handlers } from '../portal/rest/handlers.ts'
import type { Documents } from './documents.ts'
import { exercise, inFamilies, runExample } from './examples.ts'
import type { Exercised, Outcome } from './examples.ts'
import { fieldsOf } from './fields.ts'
import type { Fields } from './fields.ts'
import { happenings, listen } from './happenings.ts'
import type { Happening } from './happenings.ts'
import { parameterMisses } from './parameters.ts'
import { inScope } from './scope.ts'
import { openSubject } from './subject.ts'
import { makeThings } from './things.ts'

export interface Report {
  /** Of the documentation or of the portal, in scope, by name. */
  readonly scope: readonly string[]
  readonly implemented: readonly string[]
  /** Methods that the application calls and this portal lacks. */
  readonly lacking: readonly string[]
  readonly answers: readonly Outcome[]
  /** Methods of which no answer is documented. */
  readonly exercised: readonly Exercised[]
  readonly parameters: readonly { readonly method: string; readonly misses: readonly string[] }[]
  readonly fields: readonly Fields[]
  readonly happenings: readonly Happening[]
}

const named = (method: string): string | undefined => findMethod(method)?.name

export const implementedMethods = (): string[] => [...Object.keys(handlers), 'batch'].sort((one, other) => (one < other ? -1 : 1))

/** Of REST 3.0 there is what answers there at all. */
async function thirdMethods(documents: Documents, call: (method: string) => Promise<{ status: number }>): Promise<Set<string>> {
  const asked = new Set(documents.examples.filter((one) => one.third).map((one) => one.method))
  const found = new Set<string>()
  for (const method of asked) if ((await call(method)).status !== 404) found.add(method)
  return found
}

export async function runConformance(documents: Documents): Promise<Report> {
  const subject = await openSubject(new Set([...documents.schemas.values()].map((schema) => schema.scope)))
  try {
    const things = makeThings(subject, documents, named)
    await listen(documents, subject)
    const third = await thirdMethods(documents, (method) => subject.call(method, {}, true))
    const tried = documents.examples.filter((one) => (one.third ? third.has(one.method) : named(one.method) !== undefined))
    const answers = await inFamilies(
      tried,
      (one) => one.method,
      (one) => runExample(one, subject, things),
    )
    const documented = new Set(tried.filter((one) => !one.third).map((one) => named(one.method)))
    const exercised = await inFamilies(
      Object.keys(handlers).filter((name) => !documented.has(name)),
      (name) => name,
      (name) => exercise(name, subject, things),
    )
    const schemas = [...documents.schemas.values()].filter((schema) => named(schema.method) !== undefined)
    const parameters = await inFamilies(
      schemas,
      (schema) => schema.method,
      async (schema) => ({
        method: schema.method,
        misses: await parameterMisses(
          schema,
          (handlers as Readonly<Record<string, Handler>>)[named(schema.method) ?? ''] as Handler,
          subject,
          things,
          documents,
        ),
      }),
    )
    const fields = await inFamilies(
      schemas,
      (schema) => schema.method,
      (schema) => fieldsOf(schema, subject, things, documents),
    )
    const implemented = implementedMethods()
    const known = new Map(
      [...documents.schemas.keys(), ...documents.examples.map((one) => one.method), ...implemented].map((name) => [name.toLowerCase(), name]),
    )
    return {
      scope: [...known.values()].filter(inScope).sort((one, other) => (one < other ? -1 : 1)),
      implemented,
      lacking: Object.keys(methods).filter((method) => named(method) === undefined),
      answers,
      exercised,
      parameters,
      fields: fields.flat(),
      happenings: await happenings(documents, subject, things),
    }
  } finally {
    await subject.close()
  }
}
