/** Days as a date input writes them, in the reader's own time zone. */

/** The moment at which that day begins; null: no day was chosen. */
export function dayOfInput(text: string): number | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  return found ? new Date(Number(found[1]), Number(found[2]) - 1, Number(found[3])).getTime() : null
}

export function inputOfDay(moment: number): string {
  const date = new Date(moment)
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`
}
