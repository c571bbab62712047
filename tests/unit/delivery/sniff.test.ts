import { describe, expect, it } from 'vitest'
import { sniffBytes } from '../../../src-main/features/delivery/sniff'
import { buildExr } from '../../support/build-exr'
import { buildZip } from '../../support/build-zip'

describe('a delivery is known by its first bytes', () => {
  it.each<[string, Uint8Array, string]>([
    ['an archive', buildZip([{ name: 'a.exr' }]), 'zip'],
    ['an archive without files', buildZip([]), 'zip'],
    ['an EXR', buildExr({ width: 2, height: 2 }), 'exr'],
    ['a video', Buffer.from('\0\0\0\x20ftypisom'), 'mp4'],
    ['a page saying sorry', Buffer.from('<html>404</html>'), 'unknown'],
    ['nothing', new Uint8Array(), 'unknown'],
    ['the start of a signature', Uint8Array.of(0x76, 0x2f, 0x31), 'unknown'],
  ])('%s', (_, bytes, kind) => {
    expect(sniffBytes(bytes)).toBe(kind)
  })
})
