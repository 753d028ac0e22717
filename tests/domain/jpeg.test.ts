/** A JPEG keeps its picture and loses what was written beside it; anything else is none. */
import { describe, expect, it } from 'vitest'
import { plainJpeg } from '../../domain/jpeg.ts'
import { jpegOf, placeTaken } from '../jpeg.ts'

const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('latin1')

describe('a JPEG', () => {
  it('keeps picture and size, and loses place, comments, and whatever stands behind its end', () => {
    const given = jpegOf(7)
    const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, 8]), Buffer.from('secret')])
    const dressed = Buffer.concat([given.subarray(0, 2), comment, given.subarray(2), Buffer.from('<script>')])
    const plain = plainJpeg(dressed, 4096)
    expect(plain).toMatchObject({ width: 1600, height: 1200 })
    for (const told of [placeTaken.slice(6), 'secret', '<script>']) expect(text(plain?.bytes)).not.toContain(told)
    expect(text(plain?.bytes).endsWith('\x07\xff\xd9')).toBe(true)
    // Once plain, always plain.
    expect(Buffer.from(plainJpeg(plain?.bytes ?? new Uint8Array(), 4096)?.bytes ?? [])).toEqual(Buffer.from(plain?.bytes ?? []))
  })

  it('is none when it is cut anywhere, of another kind, or too large', () => {
    const given = jpegOf(7, 40)
    for (let end = 0; end < given.length; end++) expect(plainJpeg(given.subarray(0, end), 4096), `cut at ${end}`).toBeNull()
    for (const other of ['\x89PNG\r\n\x1a\n', 'GIF89a', '<svg xmlns="http://www.w3.org/2000/svg"/>', '%PDF-1.7', '']) expect(plainJpeg(Buffer.from(other, 'latin1'), 4096)).toBeNull()
    expect(plainJpeg(jpegOf(7, 40, 4097, 10), 4096)).toBeNull()
    expect(plainJpeg(jpegOf(7, 40, 0, 10), 4096)).toBeNull()
  })
})
