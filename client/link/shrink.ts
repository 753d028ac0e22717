/** A photo made small on the phone: its longer side cut down, written anew as JPEG, so that neither place nor camera travels with it. */

/** Twelve of them and everything else stay under six megabytes. */
const mostBytes = 450_000
const thumbSide = 240
/** Tried in order until it is small enough: longer side in pixels, quality. */
const steps = [
  [1600, 0.8],
  [1600, 0.65],
  [1280, 0.65],
  [1024, 0.6],
  [800, 0.5],
] as const

export interface Shrunk {
  readonly bytes: ArrayBuffer
  readonly thumb: ArrayBuffer
}

/** @throws whatever the browser throws at a file that is no picture */
export async function shrink(file: Blob): Promise<Shrunk> {
  return (await unpackedSmall(file)) ?? (await unpackedWhole(file))
}

/** The middle of a picture, as wide and high as the first two say, made as wide and high as the next two, written as JPEG. */
type Write = (width: number, height: number, wide: number, high: number, quality: number) => Promise<ArrayBuffer>

async function written(width: number, height: number, write: Write): Promise<Shrunk> {
  const square = Math.min(width, height)
  const thumb = await write(square, square, thumbSide, thumbSide, 0.7)
  for (const [side, quality] of steps) {
    const scale = Math.min(1, side / Math.max(width, height))
    const bytes = await write(width, height, Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)), quality)
    if (bytes.byteLength <= mostBytes) return { bytes, thumb }
  }
  throw new Error('too large')
}

/**
 * A camera's JPEG, unpacked at a half or a quarter of its sides, as long as that is more than we need: 12 MB instead of 48 for 12 megapixels.
 * @returns null where the browser cannot, or where the file is something else
 */
async function unpackedSmall(file: Blob): Promise<Shrunk | null> {
  if (!('ImageDecoder' in globalThis) || file.type !== 'image/jpeg') return null
  const decoder = new ImageDecoder({ data: file.stream(), type: file.type, desiredWidth: 2400, desiredHeight: 1800 })
  let frame: VideoFrame | null = null
  try {
    frame = (await decoder.decode()).image
    decoder.close()
    return await written(frame.displayWidth, frame.displayHeight, writeFrom(frame))
  } catch {
    return null
  } finally {
    frame?.close()
  }
}

const writeFrom =
  (frame: VideoFrame): Write =>
  async (width, height, wide, high, quality) => {
    const [x, y] = [(frame.displayWidth - width) / 2, (frame.displayHeight - height) / 2]
    const bitmap = await createImageBitmap(frame, x, y, width, height, { resizeWidth: wide, resizeHeight: high, resizeQuality: 'high' })
    try {
      return await drawn(wide, high, quality, (context) => {
        // Whatever a canvas has to scale, the browser keeps unpacked for a while, photo by photo; of what is drawn pixel by pixel it keeps nothing.
        context.imageSmoothingEnabled = false
        context.drawImage(bitmap, 0, 0)
      })
    } finally {
      bitmap.close()
    }
  }

/** As every browser can, and with every kind of picture that it knows. */
async function unpackedWhole(file: Blob): Promise<Shrunk> {
  const address = URL.createObjectURL(file)
  try {
    const image = new Image()
    image.src = address
    await new Promise((done, failed) => {
      image.onload = done
      image.onerror = () => failed(new Error('no picture'))
    })
    return await written(image.naturalWidth, image.naturalHeight, (width, height, wide, high, quality) =>
      drawn(wide, high, quality, (context) => context.drawImage(image, (image.naturalWidth - width) / 2, (image.naturalHeight - height) / 2, width, height, 0, 0, wide, high)),
    )
  } finally {
    URL.revokeObjectURL(address)
  }
}

export async function drawn(width: number, height: number, quality: number, draw: (context: CanvasRenderingContext2D) => void): Promise<ArrayBuffer> {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d')
  if (!context) throw new Error('no canvas')
  // What is transparent would turn black.
  context.fillStyle = '#fff'
  context.fillRect(0, 0, width, height)
  context.imageSmoothingQuality = 'high'
  draw(context)
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', quality))
  // Phones with little memory keep a canvas until somebody empties it.
  canvas.width = canvas.height = 0
  if (!blob) throw new Error('no picture')
  return blob.arrayBuffer()
}
