// The name an ICC profile gives itself: its `desc` tag, in the version 2 (ASCII) or version 4 (multi-language) form.
// Layout: ICC.1:2022, 7.2 header (128 bytes), 7.3 tag table, 10.15 multiLocalizedUnicodeType.

/** The profile's description, or 'unnamed profile'. Never throws on damaged bytes. */
export function readProfileName(icc: Buffer): string {
  const name = readDescription(icc)
  // Control characters would be noise in the interface.
  const clean = name?.replace(/\p{Cc}/gu, '').trim()
  return clean || 'unnamed profile'
}

function readDescription(icc: Buffer): string | undefined {
  if (icc.length < 132) return undefined
  const count = Math.min(icc.readUInt32BE(128), 100)
  for (let index = 0; index < count; index += 1) {
    const entry = 132 + index * 12
    if (entry + 12 > icc.length) return undefined
    if (icc.toString('latin1', entry, entry + 4) !== 'desc') continue
    const offset = icc.readUInt32BE(entry + 4)
    const size = icc.readUInt32BE(entry + 8)
    if (offset + size > icc.length || size < 12) return undefined
    return readText(icc.subarray(offset, offset + size))
  }
  return undefined
}

function readText(tag: Buffer): string | undefined {
  const type = tag.toString('latin1', 0, 4)
  if (type === 'desc') {
    const length = Math.min(tag.readUInt32BE(8), tag.length - 12)
    return tag.toString('latin1', 12, 12 + length)
  }
  if (type !== 'mluc' || tag.length < 28) return undefined
  const length = tag.readUInt32BE(20)
  const offset = tag.readUInt32BE(24)
  if (offset + length > tag.length || length % 2 !== 0) return undefined
  return Buffer.from(tag.subarray(offset, offset + length))
    .swap16()
    .toString('utf16le')
}
