/** Where the documented data is wrong or speaks of what this portal does not have; each with its reason. */

interface Exception {
  readonly method: RegExp
  /** A difference as it is printed, or a parameter's name. */
  readonly what: RegExp
  readonly reason: string
}

export const answerExceptions: readonly Exception[] = [
  { method: /^tasks\.task\./, what: /^result\.time: missing$/, reason: 'the page closes its braces too late' },
  { method: /^(app|user)\.option\.get$/, what: /^result: string instead/, reason: 'by the text of the page one asked for by name is its value' },
  { method: /^calendar\.user\.settings\.get$/, what: /^result\.defaultSections\.group\d+: missing$/, reason: 'a group of the sample' },
  { method: /^event\.offline\.(get|list)$/, what: /EVENT_DATA: map instead/, reason: 'by the text of the page an entry names what was changed' },
  { method: /^(user|crm\.\w+)\.userfield\.(list|get)$/, what: /SETTINGS/, reason: 'settings differ by the kind of the field' },
  { method: /^crm\.\w+\.userfield\.list$/, what: /_(LABEL|MESSAGE): missing$/, reason: 'labels come where the filter names a language' },
  { method: /^crm\.\w+\.(get|list)$/, what: /^result(\[\])?\.(PHONE|EMAIL|WEB|IM|LINK): missing$/, reason: 'a record that has none has no such key' },
  { method: /^task\.checklistitem\.get$/, what: /^result\.PARENT_ID: number/, reason: 'of a list itself it is the number 0' },
  { method: /^task\.commentitem\.get$/, what: /ATTACHED_OBJECTS/, reason: 'there only where files are attached' },
  { method: /^tasks\.task\.getFields$/, what: /UF_NEW_TASKS_FIELD/, reason: 'a field that the sample portal made up' },
  { method: /^im\.notify\.get$/, what: /\.phones: boolean/, reason: 'by the text of the page it is false for somebody without a phone' },
  { method: /./, what: /^time\.operating(_reset_at)?: missing$/, reason: 'left out by the server where no budget is counted' },
]

export const parameterExceptions: readonly Exception[] = [
  { method: /^calendar\.accessibility\.get$/, what: /^(result|users|from|to)$/, reason: "the page lists the answer's keys as parameters" },
  { method: /^crm\.lead\.list$/, what: /^order$/, reason: 'in the text of the page, and left out of its table' },
  { method: /^task\.elapseditem\.isactionallowed$/, what: /^TASKID$/, reason: 'the text of the page has it first' },
  {
    method: /^disk\.(\w+\.getFields|storage\.getForApp|rights\.getTasks)$/,
    what: /^[A-Z_]+$/,
    reason: "the page lists the answer's keys as parameters",
  },
  { method: /^bizproc\.workflow\.kill$/, what: /^ID$/, reason: 'a process has a text for a number, whatever its page says' },
  { method: /^im\.notify\.confirm$/, what: /^ID$/, reason: 'what an older text of the page calls NOTIFY_ID' },
  { method: /^disk\.folder\.uploadFile$/, what: /^data$/, reason: 'an upload address is asked for without it' },
  { method: /./, what: /^(result|time)$/, reason: "the page lists the answer's keys as parameters" },
  { method: /^crm\.(company\.fields|duplicate\.volatileType\.list)$/, what: /./, reason: "the page lists the answer's fields as parameters" },
  { method: /^crm\.(company\.contact|contact\.company)\.delete$/, what: /^fields\./, reason: 'a key inside `fields`' },
  { method: /^bizproc\.(robot|activity)\.add$/, what: /^PLACEMENT_HANDLER$/, reason: 'required with USE_PLACEMENT only' },
  { method: /^placement\.unbind$/, what: /^PLACEMENT$/, reason: 'optional in the schema, not in the text of the page and not for the server' },
  { method: /^user\.userfield\.list$/, what: /^order$/, reason: 'the page calls the map of directions a string' },
  { method: /^calendar\.event\.(add|update)$/, what: /^(attendees|host)$/, reason: 'a meeting alone has people; a host is named by update only' },
  {
    method: /^calendar\.event\.add$/,
    what: /^(from|to|section)$/,
    reason: 'either of from and from_ts; a section that is not named is found by the portal',
  },
  {
    method: /^event\.(bind|unbind)$/,
    what: /^handler$/,
    reason: 'an offline handler has no address; on unbinding what is left out does not narrow down',
  },
  {
    method: /^event\.offline\.get$/,
    what: /^(clear|process_id|auth_connector|error)$/,
    reason: 'in a second table of the page, which the schema has not',
  },
  { method: /^user\.(get|search)$/, what: /^FILTER$/, reason: 'the page calls the map of conditions a string' },
]

export const excusedDifference = (method: string, difference: string): string | undefined =>
  answerExceptions.find((one) => one.method.test(method) && one.what.test(difference))?.reason

export const excusedParameter = (method: string, name: string): string | undefined =>
  parameterExceptions.find((one) => one.method.test(method) && one.what.test(name))?.reason

/** Events that an application may bind and that nothing in this portal can bring about. */
export const eventExceptions: readonly (readonly [event: RegExp, reason: string])[] = [
  [/^ONVOXIMPLANT|^ONEXTERNALCALL/, 'there is no telephony'],
  [/^ONUSERADD$/, 'sent when somebody who was invited has come in for the first time; nobody comes in here'],
  [/^ONAPPPAYMENT$/, 'nothing is sold'],
  [/^ONAPPMETHODCONFIRM$/, 'no method asks for a confirmation'],
  [/^ONCRMDYNAMICITEM/, 'there are no smart processes'],
]

export const excusedEvent = (event: string): string | undefined => eventExceptions.find(([pattern]) => pattern.test(event.toUpperCase()))?.[1]
