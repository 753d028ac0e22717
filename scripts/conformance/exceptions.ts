/** Where the documented data is wrong or speaks of what this portal does not have; each with its reason. */

interface Exception {
  readonly method: RegExp
  /** A difference as it is printed, or a parameter's name. */
  readonly what: RegExp
  readonly reason: string
}

export const answerExceptions: readonly Exception[] = [
  { method: /^tasks\.task\.renew$/, what: /^result\.time: missing$/, reason: 'the page closes its braces too late' },
  { method: /./, what: /^time\.operating(_reset_at)?: missing$/, reason: 'left out by the server where no budget is counted' },
]

export const parameterExceptions: readonly Exception[] = [
  { method: /^calendar\.accessibility\.get$/, what: /^(result|users|from|to)$/, reason: "the page lists the answer's keys as parameters" },
  { method: /^(placement\.get|crm\.settings\.mode\.get)$/, what: /^(result|time)$/, reason: "the page lists the answer's keys as parameters" },
  { method: /^bizproc\.(robot|activity)\.add$/, what: /^PLACEMENT_HANDLER$/, reason: 'required with USE_PLACEMENT only' },
  { method: /^placement\.unbind$/, what: /^PLACEMENT$/, reason: 'optional in the schema, not in the text of the page and not for the server' },
  { method: /^user\.get$/, what: /^FILTER$/, reason: 'the page calls the map of conditions a string' },
]

export const excusedDifference = (method: string, difference: string): string | undefined =>
  answerExceptions.find((one) => one.method.test(method) && one.what.test(difference))?.reason

export const excusedParameter = (method: string, name: string): string | undefined =>
  parameterExceptions.find((one) => one.method.test(method) && one.what.test(name))?.reason

/** Events that an application may bind and that nothing in this portal can bring about. */
export const eventExceptions: readonly (readonly [event: RegExp, reason: string])[] = [
  [/^ONVOXIMPLANT|^ONEXTERNALCALL/, 'there is no telephony'],
  [/^ONAPPPAYMENT$/, 'nothing is sold'],
  [/^ONAPPMETHODCONFIRM$/, 'no method asks for a confirmation'],
  [/^ONCRMDYNAMICITEM/, 'there are no smart processes'],
]

export const excusedEvent = (event: string): string | undefined => eventExceptions.find(([pattern]) => pattern.test(event.toUpperCase()))?.[1]
