/** Text in every language of ours. */

/** A missing language does not compile. */
export interface Localised {
  readonly ru: string
  readonly en: string
}

/** What our own pages show as well, which speak one language more than the texts at the portal. */
export interface OnPages extends Localised {
  readonly pl: string
}
