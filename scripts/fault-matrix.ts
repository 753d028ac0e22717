/** The table of faults and steps in docs/reliability.md, made from the tests that prove its cells: `node --import tsx scripts/fault-matrix.ts --write`. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const root = resolve(import.meta.dirname, '..')

/** Where it may happen, in the order of a call's life. */
const steps = ['call', 'install', 'read', 'commit', 'write', 'look-up', 'reply', 'refresh', 'page'] as const
type Step = (typeof steps)[number]

/** What may happen, and what must hold all the same. */
const faults: Readonly<Record<string, string>> = {
  'request lost': 'made again once it is sure that it was not carried out',
  'answer lost': 'looked up after the grace time, never doubled',
  'answer late': 'not looked up before the portal has finished, never doubled',
  'answer unreadable': 'counts as lost',
  'batch cut short': 'what was done is kept, the rest is made once',
  'one command refused': 'the rest is made, the reason is read by the administrator',
  'limit of requests': 'waits as long as it takes, loses nothing',
  'limit of operating time': 'that method alone rests',
  'token expired': 'one exchange, the same request once',
  'tokens lost or refused': 'the portal rests, its calls are kept, the next call heals it',
  'delivered twice': 'one run',
  'address leads inside': 'nothing leaves',
  'workflow or record gone': 'done, with its reason, and no further try',
  'person dismissed': 'replaced or named, never silently',
  'portal leaves': 'work ends, tokens are wiped, what is told late is not believed',
  'process killed': 'every acknowledged call ends, once',
  'process ended': 'what it had begun is written down before it leaves, the rest goes on after the next start',
  'process paused': 'acknowledges nothing meanwhile; what it knew is fenced when it wakes',
  'power cut': 'what was acknowledged was synced',
  'new version': 'nobody is refused',
  'disk full or failing': 'refused before it is acknowledged; goes on by itself',
  'database locked or cut': 'refused or waited for, never acknowledged in vain; goes on by itself',
  'flood or neighbour': 'refused unread or served in turn; bounded memory',
  'two at once': 'one of them, the other sees it',
}

interface Proof {
  readonly fault: string
  readonly step: string
  readonly file: string
  readonly line: number
  /** The text that follows: the test's name, or that of its row. */
  readonly title: string
}

const testFiles = (folder: string): string[] =>
  readdirSync(folder).sort().flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? testFiles(path) : name.endsWith('.test.ts') ? [path] : []
  })

/** Every `// Shows: fault × step, …` of the tests, with what it stands before. */
export function proofs(): Proof[] {
  return testFiles(join(root, 'tests')).flatMap((path) => {
    const text = readFileSync(path, 'utf8')
    return [...text.matchAll(/^ *\/\/ Shows: (.+)$/gm)].flatMap((found) => {
      const after = text.slice(found.index + found[0].length)
      const about = [...text.slice(0, found.index).matchAll(/^describe(?:\.\w+\([^)]*\))?\(['"`]([^\n$]*?)['"`$]/gm)].slice(-1).map(([, room]) => room)
      // Without the rows of a table: its name is the text behind it.
      const named = /^\s*(?:\/\/.*\s+)*(?:it(?:\.\w+)*(?:<[^>]*>)?\((?:\[[^[\]]*\](?: as const)?|[^'`"\n]*)?\)?\(?\s*|\[)['"`]([^\n]*?)['"`](?:,|\))/.exec(after)
      const where = { file: relative(root, path), line: text.slice(0, found.index).split('\n').length, title: named ? [...about, named[1]].join(': ') : '' }
      return (found[1] ?? '').split(', ').map((cell) => ({ fault: cell.split(' × ')[0] ?? '', step: cell.split(' × ')[1] ?? '', ...where }))
    })
  })
}

/** @returns sentences on cells that no row or column has, rows that nothing proves, tests without a name */
export function mistakes(all: readonly Proof[]): string[] {
  const named = all.flatMap(({ fault, step, file, line, title }) => {
    const at = `${file}:${line}`
    return [...(fault in faults ? [] : [`${at}: no such fault: ${fault}`]), ...(steps.includes(step as Step) ? [] : [`${at}: no such step: ${step}`]), ...(title === '' ? [`${at}: stands before no test`] : [])]
  })
  return [...named, ...Object.keys(faults).filter((fault) => !all.some((proof) => proof.fault === fault)).map((fault) => `nothing shows: ${fault}`)]
}

/** Numbers in the cells are those of the list below the table. */
export function matrix(all: readonly Proof[]): string {
  const key = ({ file, title }: Proof): string => `\`${file}\` "${title}"`
  const tests = [...new Set(all.map(key))]
  const cell = (fault: string, step: Step): string =>
    all.filter((proof) => proof.fault === fault && proof.step === step).map((proof) => tests.indexOf(key(proof)) + 1).join(' ')
  return [
    `| fault | ${steps.join(' | ')} | what holds |`,
    `|---|${steps.map(() => '---|').join('')}---|`,
    ...Object.entries(faults).map(([fault, holds]) => `| ${fault} | ${steps.map((step) => cell(fault, step)).join(' | ')} | ${holds} |`),
    '',
    ...tests.map((test, index) => `${index + 1}. ${test}`),
  ].join('\n')
}

const page = join(root, 'docs/reliability.md')
const [from, to] = ['<!-- fault matrix: made by scripts/fault-matrix.ts -->\n', '\n<!-- end of the fault matrix -->']

/** The table as the document has it now. */
export function written(): string {
  const text = readFileSync(page, 'utf8')
  return text.slice(text.indexOf(from) + from.length, text.indexOf(to))
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const all = proofs()
  for (const mistake of mistakes(all)) console.error(mistake)
  if (process.argv.includes('--write')) writeFileSync(page, readFileSync(page, 'utf8').replace(from + written() + to, () => from + matrix(all) + to))
  else console.log(matrix(all))
}
