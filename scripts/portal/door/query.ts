/** Queries and forms as PHP reads them, on the way in and inside a batch. */
import qs from 'qs'

/** As PHP's parse_str reads a query: brackets make lists and maps, the last of two equal names wins. */
export function parseQuery(query: string): Record<string, unknown> {
  return qs.parse(query, {
    depth: 20,
    arrayLimit: 10_000,
    parameterLimit: 100_000,
    duplicates: 'last',
    allowPrototypes: false,
    plainObjects: true,
  }) as Record<string, unknown>
}
