// The smallest matrix profile that color engines take (ICC.1:2001-04, version 2.1): a name, primaries, one gamma.

type Xyz = readonly [number, number, number]

/** Primaries are PCS values, adapted to D50. */
export function makeRgbProfile(
  name: string,
  gamma: number,
  [red, green, blue]: readonly [Xyz, Xyz, Xyz],
): Buffer {
  const tags: [string, Buffer][] = [
    ['desc', toDescription(name)],
    ['cprt', Buffer.concat([Buffer.from('text\0\0\0\0'), Buffer.from('none\0')])],
    ['wtpt', toXyz([0.9505, 1, 1.0891])],
    ['rXYZ', toXyz(red)],
    ['gXYZ', toXyz(green)],
    ['bXYZ', toXyz(blue)],
    ...(['rTRC', 'gTRC', 'bTRC'] as const).map((tag): [string, Buffer] => [tag, toGamma(gamma)]),
  ]
  const table = Buffer.alloc(4 + tags.length * 12)
  table.writeUInt32BE(tags.length)
  const bodies: Buffer[] = []
  let at = 128 + table.length
  for (const [index, [signature, body]] of tags.entries()) {
    const padded = Buffer.concat([body, Buffer.alloc((4 - (body.length % 4)) % 4)])
    table.write(signature, 4 + index * 12, 'latin1')
    table.writeUInt32BE(at, 8 + index * 12)
    table.writeUInt32BE(body.length, 12 + index * 12)
    bodies.push(padded)
    at += padded.length
  }
  const header = Buffer.alloc(128)
  header.writeUInt32BE(at, 0)
  header.writeUInt32BE(0x02100000, 8)
  header.write('mntrRGB XYZ ', 12, 'latin1')
  header.writeUInt16BE(2020, 24)
  header.writeUInt16BE(1, 26)
  header.writeUInt16BE(1, 28)
  header.write('acsp', 36, 'latin1')
  toXyz([0.9642, 1, 0.8249]).copy(header, 68, 8)
  return Buffer.concat([header, table, ...bodies])
}

function toXyz(values: Xyz): Buffer {
  const tag = Buffer.alloc(20)
  tag.write('XYZ ', 'latin1')
  for (const [index, value] of values.entries()) tag.writeInt32BE(Math.round(value * 65_536), 8 + index * 4)
  return tag
}

function toGamma(gamma: number): Buffer {
  const tag = Buffer.alloc(14)
  tag.write('curv', 'latin1')
  tag.writeUInt32BE(1, 8)
  tag.writeUInt16BE(Math.round(gamma * 256), 12)
  return tag
}

function toDescription(name: string): Buffer {
  const text = Buffer.from(`${name}\0`, 'latin1')
  const head = Buffer.alloc(12)
  head.write('desc', 'latin1')
  head.writeUInt32BE(text.length, 8)
  return Buffer.concat([head, text, Buffer.alloc(78)])
}
