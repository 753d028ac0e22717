/** How the portal says no: a stable code, a sentence and an HTTP status, as the real one's error envelope has them. */

export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly text: string,
    /** Keys that stand beside `error` and `error_description`, for example `argument`. */
    readonly extra: Readonly<Record<string, unknown>> = {},
  ) {
    super(`${code}: ${text}`)
  }

  withStatus(status: number): Refusal {
    return new Refusal(status, this.code, this.text, this.extra)
  }

  get body(): Record<string, unknown> {
    return { error: this.code, error_description: this.text, ...this.extra }
  }
}

/** The site's own refusals: a plain sentence in the reader's language, `field` names the input where there is one. */
export class SiteRefusal extends Error {
  constructor(
    readonly status: number,
    readonly code: 'invalid_input' | 'forbidden' | 'not_found' | 'not_installed' | 'not_finished' | 'conflict',
    readonly detail: { readonly ru: string; readonly en: string } | string,
    readonly field: string | null = null,
  ) {
    super(typeof detail === 'string' ? detail : detail.en)
  }
}
