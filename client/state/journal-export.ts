/** The journal as a table for a spreadsheet: every entry that the filters let through, page after page. */
import type { Input } from '../../domain/contract/contract.ts'
import type { JournalRow } from '../../domain/contract/journal.ts'
import { ask } from '../api.ts'
import { chipOf, kindOf, titleOf } from './chip.ts'
import { say } from './language.ts'

/** A spreadsheet takes a cell that begins so for a formula. */
const formula = /^[=+\-@\t\r]/
const cell = (text: string): string => `"${(formula.test(text) ? `'${text}` : text).replace(/"/g, '""')}"`

/** @returns CSV with semicolons and a byte order mark, as spreadsheets of both languages open it */
export async function journalTable(filters: Input<'journal.list'>): Promise<string> {
  const rows: JournalRow[] = []
  for (let cursor: string | null = null; ; ) {
    const page: { rows: JournalRow[]; next: string | null } = await ask('journal.list', { ...filters, cursor })
    rows.push(...page.rows)
    if (page.next === null) break
    cursor = page.next
  }
  const head = ['at', 'kind', 'record', 'title', 'directions', 'main', 'others', 'outcome', 'run'].map((name) => say(`table.${name}` as Parameters<typeof say>[0]))
  const lines = rows.map((row) => [
    new Date(row.at).toISOString(),
    kindOf(row),
    row.document ? say(`common.${row.document.kind}`, { id: row.document.id }) : '',
    titleOf(row),
    row.directions.join(', '),
    row.mainManager?.name ?? '',
    row.others.map(({ name }) => name).join(', '),
    chipOf(row).text,
    row.runId,
  ])
  return `\uFEFF${[head, ...lines].map((line) => line.map(cell).join(';')).join('\r\n')}\r\n`
}
