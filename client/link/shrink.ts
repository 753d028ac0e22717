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
  const address = URL.createObjectURL(file)
  try {
    const image = new Image()
    image.src = address
    // An element and no bitmap: drawn small, it is unpacked small, where a bitmap would hold every pixel of the camera's.
    await new Promise((done, failed) => {
      image.onload = done
      image.onerror = () => failed(new Error('no picture'))
    })
    const { naturalWidth: width, naturalHeight: height } = image
    const thumb = await drawn(thumbSide, thumbSide, 0.7, (context) => {
      const scale = thumbSide / Math.min(width, height)
      context.drawImage(image, (thumbSide - width * scale) / 2, (thumbSide - height * scale) / 2, width * scale, height * scale)
    })
    for (const [side, quality] of steps) {
      const scale = Math.min(1, side / Math.max(width, height))
      const [wide, high] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))]
      const bytes = await drawn(wide, high, quality, (context) => context.drawImage(image, 0, 0, wide, high))
      if (bytes.byteLength <= mostBytes) return { bytes, thumb }
    }
    throw new Error('too large')
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
