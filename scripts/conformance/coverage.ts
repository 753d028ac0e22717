/** The coverage table of the docs: what this portal has, and how it stands against schema and example. */
import { resolve } from 'node:path'
import type { Report } from './run.ts'

export const tablePath = resolve(import.meta.dirname, '../../docs/portal-coverage.md')

export interface Row {
  readonly method: string
  readonly implemented: boolean
  readonly schema: string
  readonly example: string
}

const head = `# What the local portal has

Written by \`npm run conformance -- --write\`; a test fails when it is out of date. Methods are those in scope (\`scripts/conformance/scope.ts\`) and
whatever else is implemented. *schema*: the parameters are held against the documented schema; *example*: the answer is held against a documented one
("3.0": that of REST 3.0). \`—\`: nothing of the kind is documented.

| method | implemented | schema | example |
|---|---|---|---|
`

export function coverageRows(report: Report): Row[] {
  const names = [...new Set([...report.scope, ...report.implemented])].sort((one, other) => (one < other ? -1 : 1))
  return names.map((method) => {
    const same = (name: string) => name.toLowerCase() === method.toLowerCase()
    const implemented = report.implemented.some(same)
    const parameters = report.parameters.find((one) => same(one.method))
    const answers = report.answers.filter((one) => same(one.example.method))
    const verdict = answers.map(({ example, misses }) => `${example.third ? '3.0: ' : ''}${misses.length === 0 ? 'matches' : 'differs'}`)
    return {
      method,
      implemented,
      schema: parameters ? (parameters.misses.length === 0 ? 'held' : 'differs') : '—',
      example: verdict.length > 0 ? verdict.join(', ') : '—',
    }
  })
}

export const coverageTable = (report: Report): string =>
  `${head}${coverageRows(report)
    .map(({ method, implemented, schema, example }) => `| \`${method}\` | ${implemented ? 'yes' : 'no'} | ${schema} | ${example} |`)
    .join('\n')}\n`

/** Reads the table back. */
export function tableRows(text: string): Row[] {
  return [...text.matchAll(/^\| `([^`]+)` \| (yes|no) \| ([^|]+) \| ([^|]+) \|$/gm)].map(
    ([, method = '', implemented, schema = '', example = '']) => ({
      method,
      implemented: implemented === 'yes',
      schema,
      example,
    }),
  )
}
