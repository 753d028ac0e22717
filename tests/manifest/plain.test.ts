/** What people typed stays readable and loses its meaning to the host. */
import { expect, it } from 'vitest'
import { plain } from '../../manifest/plain.ts'

const seen = (text: string) => text.replaceAll('\u2060', '')

it('BB codes of strangers are no formatting and no link', () => {
  for (const text of ['[b]bold[/b]', '[URL=https://evil.example.test]click[/URL]', '[USER=5]boss[/USER]', '[*] item', '[[b]]']) {
    expect(plain(text)).not.toMatch(/\[\/?[a-z*]/i)
    expect(seen(plain(text))).toBe(text)
  }
})

it('ordinary brackets are left alone', () => {
  for (const text of ['floor [2]', '[ ] done', 'а [б] в']) expect(plain(text)).toBe(text)
})
