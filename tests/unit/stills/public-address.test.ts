import type { LookupAddress } from 'node:dns'
import { describe, expect, it } from 'vitest'
import { isPublicAddress, lookUpPublic } from '../../../src-main/features/stills/public-address'

const closed = { isLoopbackAllowed: false }
const open = { isLoopbackAllowed: true }

describe('an address on the open internet', () => {
  it.each(['1.1.1.1', '93.184.216.34', '172.15.0.1', '172.32.0.1', '2606:4700::1111', '::ffff:1.1.1.1'])(
    '%s may be asked',
    (address) => expect(isPublicAddress(address, closed)).toBe(true),
  )

  it.each([
    ...['127.0.0.1', '127.9.9.9', '0.0.0.0', '10.0.0.1', '100.64.0.1', '169.254.169.254', '172.16.0.1'],
    ...['172.31.255.255', '192.168.0.1', '198.18.0.1', '224.0.0.1', '255.255.255.255'],
    ...['::1', '::', 'fe80::1', 'fd00::1', 'fec0::1', 'ff02::1', '64:ff9b::a00:1', '2002:a00:1::'],
    ...['::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:192.168.1.1', 'localhost', ''],
  ])('%s may not', (address) => expect(isPublicAddress(address, closed)).toBe(false))

  it('this machine only where a test allows it, and nothing else with it', () => {
    expect(isPublicAddress('127.0.0.1', open)).toBe(true)
    expect(isPublicAddress('::1', open)).toBe(true)
    expect(isPublicAddress('192.168.0.1', open)).toBe(false)
  })
})

describe('looking a name up', () => {
  const lookUp = (rules: typeof open, all: boolean) =>
    new Promise<string | LookupAddress[]>((resolve, reject) => {
      lookUpPublic(rules)('localhost', { all }, (error, found) => (error ? reject(error) : resolve(found)))
    })

  it('a name of this machine is refused by where it leads', async () => {
    await expect(lookUp(closed, true)).rejects.toThrow('localhost is not on the open internet')
    await expect(lookUp(closed, false)).rejects.toThrow('not on the open internet')
  })

  it('what may be asked is given in the form that was wanted', async () => {
    expect(await lookUp(open, true)).toContainEqual({ address: '127.0.0.1', family: 4 })
    expect(typeof (await lookUp(open, false))).toBe('string')
  })
})
