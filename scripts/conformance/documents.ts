/** The documented data: parameter schemas, examples of calls and events. Read where they lie, never kept in this repository. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

export type Json = Record<string, unknown>

export interface SchemaField {
  readonly name: string
  readonly base: string
  readonly required: boolean | 'unknown'
  readonly ref?: string
}

export interface Schema {
  readonly method: string
  readonly scope: string
  readonly kind?: string
  readonly params: readonly SchemaField[]
  readonly defs: Readonly<Record<string, { readonly fields?: readonly SchemaField[] } | undefined>>
  readonly resultExample?: unknown
  /** Names that filters, orders and rows of a read method may have. */
  readonly entityFields?: readonly string[]
}

export interface Example {
  readonly method: string
  /** Of the REST 3.0 form of the method. */
  readonly third: boolean
  /** null: the page's request is no JSON. */
  readonly params: Json | readonly unknown[] | null
  readonly response: Json
  /** `file`: a file of its own; `schema`: the documented answer inside the schema. */
  readonly from: 'file' | 'schema'
}

export interface EventExample {
  readonly event: string
  readonly payload: Json
}

export interface Documents {
  readonly folder: string
  readonly schemas: ReadonlyMap<string, Schema>
  readonly examples: readonly Example[]
  readonly events: readonly EventExample[]
}

const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8')) as unknown
const jsonIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.json'))
        .sort()
    : []

const isMap = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Folders of the schemas in a checkout of the documentation, and beside this one. */
const layouts = [
  { schemas: '_assets/simulator/spec/methods', examples: '_assets/simulator/examples' },
  { schemas: 'bitrix24-spec', examples: 'bitrix24-examples' },
]

export const besideTheCheckout = resolve(import.meta.dirname, '../../../shared')

/** @returns null where the folder holds nothing of either form */
export function openDocuments(folder: string = besideTheCheckout): Documents | null {
  const layout = layouts.find((one) => existsSync(join(folder, one.schemas)) || existsSync(join(folder, one.examples)))
  if (!layout) return null
  // A checkout of the documentation has no files of examples; those beside this checkout are taken from the same pages.
  const exampleFolder = [join(folder, layout.examples), join(besideTheCheckout, 'bitrix24-examples')].find((one) => existsSync(one)) ?? ''
  const schemas = new Map(
    jsonIn(join(folder, layout.schemas)).map((name) => {
      const schema = read(join(folder, layout.schemas, name)) as Schema
      return [schema.method, schema] as const
    }),
  )
  const files = jsonIn(exampleFolder).map((name) => read(join(exampleFolder, name)) as Json)
  const examples: Example[] = files.flatMap((file) =>
    typeof file['method'] === 'string' && isMap(file['response'])
      ? [
          {
            method: file['method'],
            third: file['api'] === 'rest-v3',
            params: (file['request_params'] ?? null) as Example['params'],
            response: file['response'],
            from: 'file',
          },
        ]
      : [],
  )
  const shown = new Set(examples.filter((one) => !one.third).map((one) => one.method))
  for (const { method, resultExample } of schemas.values()) {
    if (isMap(resultExample) && 'result' in resultExample && !shown.has(method))
      examples.push({ method, third: false, params: null, response: resultExample, from: 'schema' })
  }
  const events = files.flatMap((file) =>
    typeof file['event'] === 'string' && isMap(file['payload']) ? [{ event: file['event'], payload: file['payload'] }] : [],
  )
  return { folder, schemas, examples, events }
}
