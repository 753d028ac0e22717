/** Named switches for what the documentation contradicts or leaves open: the portal then behaves the other way. */

export const variants = {
  'no-refresh-token-in-calls': { description: 'calls of robots bring no refresh token' },
  'subscription-left-out-means-no-wait': { description: 'a robot registered without USE_SUBSCRIPTION does not wait for its reply' },
  'users-without-prefix': { description: 'people in properties and results of robots are bare numbers, not user_5' },
  'empty-error-codes-with-200': { description: 'refusals of crm.* have an empty code and HTTP 200' },
  'placement-errors-with-200': { description: 'refusals of placement.* come with HTTP 200' },
  'access-denied-with-400': { description: 'ACCESS_DENIED comes with HTTP 400 instead of 403' },
  'answers-without-expires': { description: 'the OAuth server says neither `expires` nor `user_id`, only `expires_in`' },
  'oauth-errors-with-200': { description: 'the OAuth server refuses with HTTP 200' },
  'refresh-token-reusable': { description: 'a used refresh token works again' },
  'events-without-tokens': { description: 'events bring addresses and the application token, but no access token' },
  'payment-event-without-application-token': { description: 'ONAPPPAYMENT has no application_token, as in its sample' },
  'update-changes-application-token': { description: 'an update brings a new application token' },
  'update-drops-placements': { description: 'an update drops the placements too, not only robots and event handlers' },
  'old-page-form': { description: 'pages are opened without SERVER_ENDPOINT, APPLICATION_TOKEN and APPLICATION_SCOPE' },
  'placement-options-in-capitals': { description: 'a robot’s settings page is told of properties in capital letters' },
  'robot-calls-as-json': { description: 'robots are called with JSON instead of a form' },
  'box-limits': { description: 'an installation of one’s own: answers do not tell operating time, and 420 seconds of it are allowed' },
  'numeric-references-in-text-stay': { description: 'in a batch, a number embedded in a text by reference is not put in' },
} as const satisfies Readonly<Record<string, { readonly description: string }>>

export type VariantName = keyof typeof variants
export const isVariant = (name: string): name is VariantName => Object.hasOwn(variants, name)
