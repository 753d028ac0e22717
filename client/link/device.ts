/** This phone's own secret: whoever has it has opened the link here before. It is sent to our server only, which keeps a hash that differs by link. */

const place = 'fairlead-device'
let made: string | null = null

/** A browser that keeps nothing gets another one with each page. */
export function deviceHere(): string {
  made ??= kept()
  return made
}

function kept(): string {
  const fresh = [...crypto.getRandomValues(new Uint8Array(32))].map((byte) => (byte % 32).toString(32)).join('')
  try {
    const before = localStorage.getItem(place)
    if (before === null) localStorage.setItem(place, fresh)
    return before ?? fresh
  } catch {
    return fresh
  }
}
