/** Which addresses we may send to: portals are public https hosts, checked again when their name is resolved. */
import { lookup, type LookupAddress } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

const closed = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  closed.addSubnet(network, bits, 'ipv4')
}
for (const [network, bits] of [
  ['::', 96],
  // Ways of writing an IPv4 address, an inner one too, as an IPv6 one.
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['2002::', 16],
  ['2001:db8::', 32],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const) {
  closed.addSubnet(network, bits, 'ipv6')
}

/** True for addresses of this machine, of inner networks and of nobody. IPv4 written as IPv6 counts as what it is. */
export function isInner(address: string): boolean {
  const family = isIP(address)
  if (family === 0) return true
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  return mapped ? closed.check(mapped, 'ipv4') : closed.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

/** Why we may not send to this address, or null when we may. */
export function addressProblem(url: string, allowLocal: boolean): string | null {
  if (!URL.canParse(url)) return 'not an address'
  const { protocol, port, hostname, username } = new URL(url)
  if (username !== '') return 'credentials in the address'
  if (allowLocal) return protocol === 'http:' || protocol === 'https:' ? null : 'neither http nor https'
  if (protocol !== 'https:') return 'not https'
  if (port !== '') return 'not port 443'
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) return 'a number instead of a name'
  return hostname.includes('.') && !/\.(local|localhost|internal|home\.arpa)\.?$|\.$/i.test(hostname) ? null : 'not a public name'
}

/** Resolves a name once and refuses inner addresses, so that what was checked is what is connected to. */
export const publicLookup: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    const first = addresses?.[0]
    if (error) return done(error, '', 0)
    if (!first || addresses.some(({ address }) => isInner(address))) {
      return done(Object.assign(new Error('the name leads to an inner address'), { code: 'INNER_ADDRESS' }), '', 0)
    }
    if (options.all) return (done as unknown as (error: null, addresses: LookupAddress[]) => void)(null, addresses)
    done(null, first.address, first.family)
  })
}
