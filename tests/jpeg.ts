/** A JPEG as far as its structure goes, with what a phone writes into one; nobody looks at the picture. */

const segment = (marker: number, body: Buffer): Buffer => Buffer.concat([Buffer.from([0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 0xff]), body])

/** Where the picture was taken, as Exif has it; must never leave our server. */
export const placeTaken = 'Exif\0\0 GPSLatitude 55.7558'

/** @param filler makes one picture different from another */
export function jpegOf(filler: number, bytes = 2000, width = 1600, height = 1200): Buffer {
  const frame = Buffer.from([8, height >> 8, height & 0xff, width >> 8, width & 0xff, 1, 1, 0x11, 0])
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1')),
    segment(0xe1, Buffer.from(placeTaken)),
    segment(0xdb, Buffer.alloc(65, 1)),
    segment(0xc0, frame),
    segment(0xc4, Buffer.alloc(20)),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    // A stuffed zero and a restart marker belong to the picture.
    Buffer.from([1, 0xff, 0, 2, 0xff, 0xd0]),
    Buffer.alloc(bytes, filler % 255),
    Buffer.from([0xff, 0xd9]),
  ])
}
