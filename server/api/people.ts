/** People as the client sees them, from the directory as it is and the names as they were. */
import type { PersonView } from '../../domain/contract/people.ts'
import type { Directory } from '../../domain/department.ts'
import type { UserId } from '../../domain/ids.ts'

/** @param names as they were kept with a record; the directory's own name is used where the record has none */
export function personView(id: UserId, directory: Directory | null, names: Readonly<Record<string, string>> = {}): PersonView {
  const known = directory?.people.find((person) => person.id === id)
  return { id, name: names[String(id)] ?? known?.name ?? '', position: known?.position ?? '' }
}
