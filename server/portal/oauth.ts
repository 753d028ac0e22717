/** The OAuth server: a refresh token against a new pair. Its answer is the only source of a portal's addresses. */
import { z } from 'zod'
import { MemberId, UserId } from '../../domain/ids.ts'
import { PortalError } from './errors.ts'
import type { Http } from './http.ts'

const whole = z.union([z.number().int(), z.string().regex(/^\d+$/).transform(Number)])

const Answer = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: whole.optional(),
  expires: whole.optional(),
  user_id: whole.pipe(UserId).optional(),
  client_endpoint: z.url(),
  member_id: MemberId,
  scope: z.string(),
})

export interface OAuthAnswer {
  readonly memberId: MemberId
  /** Ends with a slash. */
  readonly clientEndpoint: string
  readonly scope: readonly string[]
  readonly access: string
  readonly refresh: string
  /** Milliseconds since 1970. */
  readonly expires: number
  /** Older servers do not say. */
  readonly userId: UserId | null
}

export interface OAuth {
  refresh(oauthUrl: string, refreshToken: string): Promise<OAuthAnswer>
}

const gone = new Set(['payment_required', 'invalid_client'])

export function createOAuth(http: Http, { clientId, clientSecret }: { clientId: string; clientSecret: string }, now: () => number): OAuth {
  return {
    async refresh(oauthUrl, refreshToken) {
      // Posted rather than asked with a query: secrets in addresses end up in logs.
      const { status, body } = await http.postForm(oauthUrl, {
        grant_type: 'refresh_token',
        client_id: clientId,
        client_secret: clientSecret,
        refresh_token: refreshToken,
      })
      const refusal = z.object({ error: z.string() }).safeParse(body)
      if (refusal.success) throw new PortalError(gone.has(refusal.data.error.toLowerCase()) ? 'gone' : status >= 500 ? 'later' : 'token', refusal.data.error, '')
      const read = Answer.safeParse(body)
      if (status >= 500 || !read.success) throw new PortalError('later', `oauth_${status}`, '', { executed: 'perhaps' })
      const { access_token, refresh_token, expires, expires_in, user_id, client_endpoint, member_id, scope } = read.data
      return {
        memberId: member_id,
        clientEndpoint: client_endpoint.endsWith('/') ? client_endpoint : `${client_endpoint}/`,
        scope: scope.split(/[,\s]+/).filter((one) => one !== ''),
        access: access_token,
        refresh: refresh_token,
        expires: expires === undefined ? now() + (expires_in ?? 3600) * 1000 : expires * 1000,
        userId: user_id ?? null,
      }
    },
  }
}
