/** The pictures of a report follow it from the card's tab, one by one; what is here already is not sent again. */
import type { Input } from '../../domain/contract/contract.ts'
import type { ReportId } from '../../domain/ids.ts'
import { ask, session } from '../api.ts'
import type { Keep } from '../link/keep.ts'
import { uploadPicture, withoutPhotos } from '../link/send.ts'

/**
 * @param place of the pictures in this browser
 * @param told how many are here
 * @throws Refused where they may be taken another time; they stay in the browser then
 */
export async function sendPictures(keep: Keep, place: string, reportId: ReportId, photos: NonNullable<Input<'visit.submit'>['photos']>, told: (here: number) => void = () => undefined): Promise<void> {
  if (photos.length === 0) return
  const here = new Set<string>((await ask('visit.photos', { reportId })).here)
  for (const { id } of photos.filter((photo) => !here.has(photo.id))) {
    told(here.size)
    const picture = await keep.get('photos', id)
    const { session: bearer } = await session()
    if (picture) await uploadPicture(reportId, picture, bearer)
    here.add(id)
  }
  await keep.change(await withoutPhotos(keep, place))
}
