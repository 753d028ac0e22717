/** One table for all benches, as Markdown, so that a document can quote it as it is. */

/** The head, unless whoever runs all benches has printed it. */
export function head(): void {
  if (process.env['BENCH_ROWS'] !== '1') process.stdout.write('| what | measured | beside it | asked for (aim) |\n|---|---:|---|---|\n')
}

export function row(what: string, measured: string | number, beside: string, askedFor = ''): void {
  process.stdout.write(`| ${what} | ${typeof measured === 'string' ? measured : shown(measured)} | ${beside} | ${askedFor} |\n`)
}

/** Two or three digits that matter. */
export const shown = (value: number): string => (Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en-US') : String(Number(value.toPrecision(value < 10 ? 2 : 3))))

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? NaN
}
