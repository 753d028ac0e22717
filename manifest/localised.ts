/** Text in every language of ours. */

/** A missing language does not compile. */
export interface Localised {
  readonly ru: string
  readonly en: string
}
