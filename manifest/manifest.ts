/** Reads the folders: what the app is to a portal. A robot's file name is its code. */
import { readdirSync } from 'node:fs'
import type { Robot } from './define.ts'
import { methods } from './methods.ts'

export { events, recordListeners } from './events.ts'
export { placementsFor } from './placements.ts'
export { triggers } from './triggers.ts'
export { reportListener } from './listeners/visit-report.ts'
export { attachPhotos, photosCode } from './listeners/visit-photos.ts'

/** Shown in the state of the installation; a new one needs the installer to be run again. */
export const appVersion = '0.1.0'

const folder = new URL('./robots/', import.meta.url)
// Sources, or what the build made of them.
const files = readdirSync(folder).filter((name) => /\.(ts|mjs)$/.test(name)).sort()

/** Every robot by its code. */
export const robots: ReadonlyMap<string, Robot> = new Map(
  await Promise.all(
    files.map(async (file): Promise<[string, Robot]> => {
      const room = (await import(new URL(file, folder).href)) as { robot: Robot }
      return [file.replace(/\.\w+$/, ''), room.robot]
    }),
  ),
)

/** Scopes that the methods we use ask for, none to spare. */
export const scopes: readonly string[] = [...new Set(Object.values(methods).map(({ scope }) => scope))].filter((scope) => scope !== '').sort()
