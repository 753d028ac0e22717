/** What the browser remembers between visits; a browser that forbids it simply forgets. */
const key = (name: string) => `local-portal.${name}`

export function recall(name: string): string | null {
  try {
    return localStorage.getItem(key(name))
  } catch {
    return null
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(key(name), value)
  } catch {
    // Storage is switched off: the choice holds until the page is left.
  }
}
