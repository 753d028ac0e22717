/** Deliveries and questions as nobody should send them: mangled from true ones, or made of nothing. */
import fc from 'fast-check'

export interface Wild {
  readonly path: string
  readonly method: 'POST' | 'GET' | 'PUT' | 'OPTIONS'
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** A true robot call as fields of a form, by its event token. */
export type TrueCall = (eventToken: string) => Readonly<Record<string, string>>

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('', '\0', '%', '[', ']', '__proto__', 'constructor', '$result[a][b]', "' or 1=1 --", '<img src=x onerror=alert(1)>', '../../etc/passwd', '٣', '1e309', '-1', 'NaN', 'я'.repeat(4000)),
)
const form = fc.constant('application/x-www-form-urlencoded')
const contentType = fc.oneof(
  { weight: 6, arbitrary: form },
  { weight: 1, arbitrary: fc.constantFrom('application/json', 'multipart/form-data; boundary=x', 'text/plain', '', 'application/x-www-form-urlencoded; charset=windows-1251') },
)
const robotPath = fc.oneof(
  { weight: 8, arbitrary: fc.constant('/hook/robot/distribute-visit') },
  { weight: 1, arbitrary: fc.constantFrom('/hook/robot/', '/hook/robot/no-such', '/hook/robot/%00', `/hook/robot/${'a'.repeat(200)}`, '/hook/robot/__proto__', '/hook/', '/hook/robot/../event') },
)

const encode = (fields: Iterable<readonly [string, string]>): Buffer =>
  Buffer.from([...fields].map(([key, value]) => `${encodeURIComponent(key.replace(/[\ud800-\udfff]/g, '?'))}=${encodeURIComponent(value.replace(/[\ud800-\udfff]/g, '?'))}`).join('&'))

type Change = (fields: [string, string][]) => [string, string][]
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.nat(30).map((at): Change => (fields) => fields.filter((_, index) => index !== at % fields.length)),
  fc.tuple(fc.nat(30), text).map(([at, value]): Change => (fields) => fields.map(([key, old], index) => (index === at % fields.length ? [key, value] : [key, old]))),
  fc.tuple(fc.nat(30), text).map(([at, key]): Change => (fields) => fields.map(([old, value], index) => (index === at % fields.length ? [key, value] : [old, value]))),
  fc.tuple(text, text).map(([key, value]): Change => (fields) => [...fields, [key, value]]),
  fc.nat(30).map((at): Change => (fields) => fields.flatMap((field, index) => (index === at % fields.length ? [field, [`${field[0]}[x]`, 'y'] as [string, string]] : [field]))),
  fc.constantFrom('[a]', '[0]', '[]').chain((step) => fc.integer({ min: 1, max: 1200 }).map((times): Change => (fields) => [...fields, [`deep${step.repeat(times)}`, '1']])),
  fc.integer({ min: 100, max: 3000 }).map((count): Change => (fields) => [...fields, ...Array.from({ length: count }, (_, index): [string, string] => [`k${index}`, '1'])]),
)
const damage: fc.Arbitrary<(body: Buffer) => Buffer> = fc.oneof(
  { weight: 5, arbitrary: fc.constant((body: Buffer) => body) },
  { weight: 1, arbitrary: fc.nat(1000).map((at) => (body: Buffer) => body.subarray(0, at % (body.length + 1))) },
  { weight: 1, arbitrary: fc.tuple(fc.nat(1000), fc.uint8Array({ minLength: 1, maxLength: 8 })).map(([at, bytes]) => (body: Buffer) => Buffer.concat([body.subarray(0, at % (body.length + 1)), bytes, body.subarray(at % (body.length + 1))])) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 400 }).map((bytes) => () => Buffer.from(bytes)) },
)

/** A robot's call, changed in up to four places; rarely left true. */
const robotCall = (call: TrueCall): fc.Arbitrary<Wild> =>
  fc.record({ token: fc.uuid(), path: robotPath, type: contentType, changes: fc.array(change, { maxLength: 4 }), harm: damage }).map(({ token, path, type, changes, harm }) => {
    const fields = changes.reduce((all, one) => one(all), Object.entries(call(`w1|A1|${token}`)))
    return { path, method: 'POST', headers: { 'content-type': type }, body: harm(encode(fields)) }
  })

/** An event in the portal's name, without its secret. */
const event: fc.Arbitrary<Wild> = fc.record({ name: fc.oneof(text, fc.constantFrom('ONAPPINSTALL', 'ONAPPUNINSTALL', 'ONCRMDEALUPDATE', 'ONAPPUPDATE')), member: text, token: text, changes: fc.array(change, { maxLength: 2 }), harm: damage }).map(
  ({ name, member, token, changes, harm }) => {
    const fields: [string, string][] = [['event', name], ['ts', '1790000000'], ['auth[member_id]', member], ['auth[application_token]', token], ['auth[domain]', '127.0.0.1'], ['data[FIELDS][ID]', '1'], ['data[CLEAN]', '1']]
    return { path: '/hook/event', method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: harm(encode(changes.reduce((all, one) => one(all), fields))) }
  },
)

const question = (names: readonly string[], session: string): fc.Arbitrary<Wild> =>
  fc
    .record({
      name: fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...names) }, { weight: 1, arbitrary: text.map((one) => encodeURIComponent(one.replace(/[\ud800-\udfff]/g, '?'))) }),
      bearer: fc.oneof(fc.constant(`Bearer ${session}`), fc.constant(''), text.map((one) => `Bearer ${Buffer.from(one).toString('base64')}`)),
      type: fc.oneof({ weight: 6, arbitrary: fc.constant('application/json') }, { weight: 1, arbitrary: contentType }),
      body: fc.oneof(fc.json({ maxDepth: 4 }), fc.json().map((json) => json.slice(0, -1)), fc.constantFrom('{"__proto__":{"polluted":1}}', '[]', 'null', `{"a":${'['.repeat(5000)}`, `{"leadId":1e400}`)),
    })
    .map(({ name, bearer, type, body }) => ({
      path: `/api/${name}`,
      method: 'POST' as const,
      headers: { ...(type === '' ? {} : { 'content-type': type }), ...(bearer === '' ? {} : { authorization: bearer }) },
      body: Buffer.from(body),
    }))

const page: fc.Arbitrary<Wild> = fc.record({ path: fc.constantFrom('/app/panel', '/app/install', '/app/visit', '/app/why', '/app/robot-settings', '/visit/abc.def', '/visit/%ff', '/', '/%', '/readyz'), method: fc.constantFrom('POST', 'GET', 'PUT', 'OPTIONS'), fields: fc.array(fc.tuple(text, text), { maxLength: 8 }), harm: damage }).map(
  ({ path, method, fields, harm }) => ({ path, method, headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: harm(encode(fields)) }),
)

export const wild = (call: TrueCall, questions: readonly string[], session: string): fc.Arbitrary<Wild> =>
  fc.oneof({ weight: 5, arbitrary: robotCall(call) }, { weight: 2, arbitrary: event }, { weight: 4, arbitrary: question(questions, session) }, { weight: 1, arbitrary: page })
