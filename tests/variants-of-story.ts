/** Which variant of the portal a story runs under. */
import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { isVariant, variants, type VariantName } from '../scripts/portal/variants.ts'

/**
 * STORY_VARIANT is the name of a variant, or `by-name`: then each story's file has its own, chosen by its name and so always the same.
 * `npm run variants` runs every story under every one.
 */
export async function variantsOfStory(): Promise<VariantName[]> {
  const asked = process.env['STORY_VARIANT'] ?? ''
  if (asked === '') return []
  if (asked !== 'by-name') {
    if (!isVariant(asked)) throw new Error(`STORY_VARIANT: there is no variant ${asked}`)
    return [asked]
  }
  const names = Object.keys(variants).filter(isVariant)
  // Only a test's own process has this module's insides; the house is opened outside of tests too.
  const { expect } = await import('vitest')
  const digest = createHash('sha256').update(basename(expect.getState().testPath ?? '')).digest()
  return names.slice(digest.readUInt32BE(0) % names.length).slice(0, 1)
}
