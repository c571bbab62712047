// Which addresses a dropped link may lead to: the open internet, never this machine or its neighbors. A page must not
// be able to make the application ask a router's own pages.
import { lookup as lookUpName, type LookupAddress } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

const BLOCKED_V4: [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]
const BLOCKED_V6: [string, number][] = [
  ['::', 128],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
]

const blocked = new BlockList()
for (const [net, prefix] of BLOCKED_V4) blocked.addSubnet(net, prefix, 'ipv4')
for (const [net, prefix] of BLOCKED_V6) blocked.addSubnet(net, prefix, 'ipv6')
const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

export interface AddressRules {
  /** For tests, whose servers are on this machine. */
  isLoopbackAllowed: boolean
}

/** Whether a numeric address may be asked; a name is not one. */
export function isPublicAddress(address: string, { isLoopbackAllowed }: AddressRules): boolean {
  const kind = isIP(address)
  if (kind === 0) return false
  const family = kind === 6 ? 'ipv6' : 'ipv4'
  if (loopback.check(address, family)) return isLoopbackAllowed
  return !blocked.check(address, family)
}

/** Looks a name up and gives only addresses that may be asked, so that what was checked is what is connected to. */
export function lookUpPublic(rules: AddressRules): LookupFunction {
  return (name, options, done) => {
    lookUpName(name, { ...options, all: true }, (error, found: LookupAddress[]) => {
      if (error) return done(error, [])
      const open = found.filter(({ address }) => isPublicAddress(address, rules))
      const [first] = open
      if (!first) return done(new Error(`${name} is not on the open internet`), [])
      if (options.all) return done(null, open)
      done(null, first.address, first.family)
    })
  }
}
