/** Files of timeline comments: what comes in base64 lies on the author's disk and looks to REST like a picture or a file. */
import { plainJpeg } from '../../../../domain/jpeg.ts'
import { iso } from '../../clock.ts'
import type { Call } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import { addressOf } from '../../office/disk-address.ts'
import { addFile, storages, uniqueName } from '../../office/disk.ts'
import type { TimelineRow } from '../../state/state.ts'
import { fullName, personOf } from '../../world.ts'
import type { World } from '../../world.ts'

/** @param given `[[name, base64], …]` @returns numbers of the files */
export function keepFiles({ world, person }: Call, given: unknown): number[] {
  const list = Array.isArray(given) ? (given as unknown[]) : Object.values((given ?? {}) as object)
  const root = storages(world).find((one) => one.entityType === 'user' && one.entityId === String(person.id))
  const folder = world.state.disk.find((one) => one.id === root?.rootId)
  return list.map((file) => {
    const [name, content] = Array.isArray(file) ? (file as unknown[]) : []
    if (!folder || typeof name !== 'string' || typeof content !== 'string') throw new Refusal(400, 'INVALID_ARG_VALUE', 'Wrong file')
    return addFile(world, folder, uniqueName(world, folder, name), content, person.id).id
  })
}

interface Shown {
  readonly name: string
  readonly size: number
  readonly at: number
  readonly image: { width: number; height: number } | null
  /** Works by itself. */
  readonly url: string
}

export function filesOf(world: World, { files = [] }: TimelineRow): Shown[] {
  return files.flatMap((id) => {
    const file = world.state.disk.find((one) => one.id === id)
    const version = file?.versions.at(-1)
    if (!file || !version) return []
    return [{ name: file.name, size: version.size, at: file.createdAt, image: sizeOf(version.content), url: addressOf(world, { deed: 'download', id: version.id, userId: version.byId }) }]
  })
}

function sizeOf(base64: string): Shown['image'] {
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.subarray(0, 3).toString('latin1') === 'GIF') return { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) }
  if (bytes.subarray(1, 4).toString('latin1') === 'PNG') return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
  const jpeg = plainJpeg(bytes, 65_535)
  return jpeg && { width: jpeg.width, height: jpeg.height }
}

/** By the files' own numbers, as the real one has it; none: an empty list. */
export function fileRows(world: World, row: TimelineRow): unknown {
  const author = personOf(world, row.authorId ?? 0)
  const shown = filesOf(world, row)
  if (shown.length === 0) return []
  return Object.fromEntries(
    shown.map(({ name, size, at, image, url }, index) => {
      const id = row.files?.[index] ?? 0
      const about = { id, date: iso(at), type: image ? 'image' : 'file', name, size, ...(image ? { image } : {}) }
      const address = { ...(image ? { urlPreview: url } : {}), urlShow: url, urlDownload: url }
      return [String(id), { ...about, authorId: row.authorId ?? 0, authorName: author ? fullName(author) : '', ...address }]
    }),
  )
}

