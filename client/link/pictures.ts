/** The pictures of one draft: shrunk one after the other, kept on the phone, shown small; and those that no draft names any more go. */
import { onScopeDispose, ref, shallowReactive } from 'vue'
import type { PhotoId } from '../../domain/ids.ts'
import { newPhotoId } from '../state/draft.ts'
import type { Keep } from './keep.ts'
import { shrink, type Shrunk } from './shrink.ts'

const addressOf = (bytes: ArrayBuffer): string => URL.createObjectURL(new Blob([bytes], { type: 'image/jpeg' }))

/** @param named ids of the draft as it was found */
export function usePictures(keep: Keep, visitId: string, named: readonly PhotoId[]) {
  /** Addresses of the small pictures. */
  const thumbs = shallowReactive(new Map<string, string>())
  /** Files that wait to be shrunk, the one at work included. */
  const busy = ref(0)
  const failed = ref(false)

  async function load(): Promise<void> {
    const kept = new Set<string>(await keep.photosOf(visitId))
    const spare = [...kept].filter((id) => !named.includes(id as PhotoId) && !thumbs.has(id))
    if (spare.length > 0) await keep.change(spare.map((id) => ({ drop: 'photos', id })))
    for (const id of named) {
      const photo = await keep.get('photos', id)
      if (photo) thumbs.set(id, addressOf(photo.thumb))
    }
  }

  async function put({ bytes, thumb }: Shrunk): Promise<PhotoId> {
    const id = newPhotoId()
    await keep.change([{ put: 'photos', value: { id, visitId, bytes, thumb } }])
    thumbs.set(id, addressOf(thumb))
    return id
  }

  /** @param took called with each one as soon as it is on the phone */
  async function add(files: readonly Blob[], took: (id: PhotoId) => void): Promise<void> {
    busy.value += files.length
    failed.value = false
    for (const file of files) {
      try {
        took(await put(await shrink(file)))
      } catch {
        failed.value = true
      }
      busy.value -= 1
    }
  }

  async function remove(id: PhotoId): Promise<void> {
    URL.revokeObjectURL(thumbs.get(id) ?? '')
    thumbs.delete(id)
    await keep.change([{ drop: 'photos', id }])
  }

  /** An address of the picture as it will be sent; whoever asked gives it back to the browser. */
  async function large(id: PhotoId): Promise<string | null> {
    const photo = await keep.get('photos', id)
    return photo && addressOf(photo.bytes)
  }

  onScopeDispose(() => [...thumbs.values()].forEach((address) => URL.revokeObjectURL(address)))
  const loaded = load()
  return { thumbs, busy, failed, loaded, add, put, remove, large }
}
export type Pictures = ReturnType<typeof usePictures>
