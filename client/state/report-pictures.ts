/** The pictures of a report that is being written, in the card's tab and on the phone alike: which are the report's own, which answer a question, how many more there may be. */
import { computed } from 'vue'
import type { PhotoId } from '../../domain/ids.ts'
import { reportLimits } from '../../domain/report-limits.ts'
import type { Keep } from '../link/keep.ts'
import { usePictures } from '../link/pictures.ts'
import type { useReportDraft } from './report-draft.ts'

/** @param place of these pictures in what the browser keeps */
export function useReportPictures(keep: Keep, place: string, { draft, questionOf, removePhoto }: Pick<ReturnType<typeof useReportDraft>, 'draft' | 'questionOf' | 'removePhoto'>) {
  const { photos, signature } = draft.value
  const pictures = usePictures(keep, place, [...photos.map(({ id }) => id), ...(signature ? [signature] : [])])
  // A browser may keep the draft and not its pictures.
  void pictures.loaded.then(() => {
    for (const { id } of photos) if (!pictures.thumbs.has(id)) removePhoto(id)
    if (signature && !pictures.thumbs.has(signature) && draft.value.signature === signature) draft.value.signature = null
  })

  const room = computed(() => reportLimits.photos - draft.value.photos.length - pictures.busy.value)
  const general = computed(() => draft.value.photos.filter(({ id }) => !questionOf.value.has(id)))
  const photosOf = (ids: unknown) => draft.value.photos.filter(({ id }) => Array.isArray(ids) && ids.includes(id))
  function caption(id: PhotoId, text: string): void {
    const photo = draft.value.photos.find((one) => one.id === id)
    if (photo) photo.caption = text
  }
  function remove(id: PhotoId): void {
    removePhoto(id)
    void pictures.remove(id)
  }
  return { pictures, room, general, photosOf, caption, remove }
}
