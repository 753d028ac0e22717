/** What a self-test found, kept in its runs as codes: whoever reads it has it in a language of their own. */

export type Finding =
  | { readonly found: 'drawn'; readonly direction: string; readonly people: number; readonly name: string }
  | { readonly found: 'clean' | 'unseen' }
  | { readonly found: 'left'; readonly leads: readonly number[]; readonly deals: readonly number[]; readonly tasks: readonly number[] }

/** One finding a line. */
export const writtenFindings = (findings: readonly Finding[]): string => findings.map((one) => JSON.stringify(one)).join('\n')

/** @returns null for any other text: sentences of the portal, or of a test from before this */
export function findingIn(line: string): Finding | null {
  if (!line.startsWith('{"found":')) return null
  try {
    return JSON.parse(line) as Finding
  } catch {
    return null
  }
}
