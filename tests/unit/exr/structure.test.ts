import { describe, expect, it } from 'vitest'
import { parseExrHeader } from '#shared/exr/header'
import { checkExrStructure, type ExrFindingCode, type ExrStructureReport } from '#shared/exr/structure'
import { buildExr, type BuildPart } from '../../support/build-exr'

const picture: BuildPart = { width: 6, height: 5, pixel: (channel, x, y) => channel + x / 8 + y }

async function check(bytes: Uint8Array): Promise<ExrStructureReport> {
  const read = (offset: number, length: number) => bytes.subarray(offset, offset + length)
  return await checkExrStructure(read, bytes.length, parseExrHeader(bytes))
}

async function codesOf(bytes: Uint8Array): Promise<ExrFindingCode[]> {
  return (await check(bytes)).findings.map(({ code }) => code)
}

/** Where the offset table lies and where each of its entries points. */
function tableOf(bytes: Uint8Array) {
  const header = parseExrHeader(bytes)
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const at = (chunk: number) => header.byteLength + chunk * 8
  return {
    view,
    get: (chunk: number) => Number(view.getBigUint64(at(chunk), true)),
    set: (chunk: number, offset: number) => view.setBigUint64(at(chunk), BigInt(offset), true),
  }
}

describe('a whole file is intact', () => {
  it.each<[string, BuildPart[]]>([
    ['scanlines', [picture]],
    ['ZIP blocks with a short last one', [{ ...picture, height: 37, compression: 'zip' }]],
    ['from the bottom up', [{ ...picture, lineOrder: 1 }]],
    ['away from the origin', [{ ...picture, origin: [-7, 100] }]],
    [
      'with subsampled channels',
      [{ width: 6, height: 4, channels: [{ name: 'BY', sampling: [2, 2] }, { name: 'Y' }] }],
    ],
    ['tiles', [{ ...picture, tiles: { width: 4, height: 2, mode: 0 } }]],
    ['mipmap', [{ width: 13, height: 6, tiles: { width: 4, height: 4, mode: 1 } }]],
    ['ripmap', [{ width: 13, height: 6, tiles: { width: 4, height: 4, mode: 2 } }]],
    ['two parts', [picture, { ...picture, tiles: { width: 4, height: 4, mode: 0 } }]],
  ])('%s', async (_, parts) => {
    expect(await check(buildExr(...parts))).toEqual({ isIntact: true, findings: [], findingCount: 0 })
  })

  it('also when it is read asynchronously', async () => {
    const bytes = buildExr(picture)
    const read = (offset: number, length: number) => Promise.resolve(bytes.subarray(offset, offset + length))
    expect((await checkExrStructure(read, bytes.length, parseExrHeader(bytes))).isIntact).toBe(true)
  })
})

describe('damage is named with its chunk and place', () => {
  it('a chunk the writer never came to', async () => {
    const bytes = buildExr(picture)
    tableOf(bytes).set(2, 0)
    const report = await check(bytes)
    expect(report.isIntact).toBe(false)
    expect(report.findings).toMatchObject([{ code: 'chunk-missing', chunk: 2, part: 0 }])
  })

  it('a table entry inside the header', async () => {
    const bytes = buildExr(picture)
    tableOf(bytes).set(1, 17)
    expect(await codesOf(bytes)).toEqual(['chunk-misplaced'])
  })

  it('a table entry beyond the end, however far', async () => {
    const bytes = buildExr(picture)
    tableOf(bytes).set(1, bytes.length)
    tableOf(bytes).view.setBigUint64(parseExrHeader(bytes).byteLength, 2n ** 64n - 1n, true)
    expect(await codesOf(bytes)).toEqual(['chunk-beyond-end', 'chunk-beyond-end'])
  })

  it('a chunk of another line', async () => {
    const bytes = buildExr(picture)
    const table = tableOf(bytes)
    table.view.setInt32(table.get(3), 99, true)
    expect((await check(bytes)).findings).toMatchObject([
      { code: 'chunk-coordinates', chunk: 3, byteOffset: table.get(3) },
    ])
  })

  it.each([
    ['negative', -1],
    ['larger than its pixels', 6 * 3 * 2 + 1],
    ['smaller than its pixels, uncompressed', 6 * 3 * 2 - 1],
    ['nothing', 0],
  ])('a chunk size that is %s', async (_, size) => {
    const bytes = buildExr(picture)
    const table = tableOf(bytes)
    table.view.setInt32(table.get(1) + 4, size, true)
    expect(await codesOf(bytes)).toContain('chunk-size')
  })

  it('two chunks on the same bytes', async () => {
    const bytes = buildExr({ ...picture, compression: 'zips' })
    const table = tableOf(bytes)
    // Chunk 0 is told to be longer by one byte than it is, still within its pixels' size.
    const size = table.view.getInt32(table.get(0) + 4, true)
    table.view.setInt32(table.get(0) + 4, size + 1, true)
    expect(await codesOf(bytes)).toEqual(['chunk-overlap'])
  })

  it('a chunk of another part', async () => {
    const bytes = buildExr(picture, picture)
    const table = tableOf(bytes)
    table.view.setInt32(table.get(0), 1, true)
    expect(await codesOf(bytes)).toEqual(['chunk-part'])
  })

  it('a tile of another place', async () => {
    const bytes = buildExr({ ...picture, tiles: { width: 4, height: 2, mode: 0 } })
    const table = tableOf(bytes)
    table.view.setInt32(table.get(1), 0, true)
    expect(await codesOf(bytes)).toEqual(['chunk-coordinates'])
  })

  it('bytes after the last chunk and chunks out of order are notes, not damage', async () => {
    const bytes = buildExr(picture)
    const longer = new Uint8Array(bytes.length + 3)
    longer.set(bytes)
    expect(await check(longer)).toMatchObject({
      isIntact: true,
      findings: [{ code: 'trailing-bytes', severity: 'note', byteOffset: bytes.length }],
    })
    const upsideDown = buildExr({ ...picture, lineOrder: 1 })
    const at = Buffer.from(upsideDown).indexOf('lineOrder\0lineOrder\0') + 'lineOrder\0lineOrder\0'.length + 4
    upsideDown[at] = 0
    expect(await check(upsideDown)).toMatchObject({ isIntact: true, findings: [{ code: 'chunk-order' }] })
  })

  it('lists the first of many findings and counts them all', async () => {
    const bytes = buildExr({ ...picture, height: 500 })
    const table = tableOf(bytes)
    for (let chunk = 0; chunk < 500; chunk += 1) table.set(chunk, 0)
    const report = await check(bytes)
    expect(report.findingCount).toBe(500)
    expect(report.findings).toHaveLength(64)
  })
})

describe('hostile files', () => {
  const files = [
    buildExr({ ...picture, compression: 'zips' }),
    buildExr({ ...picture, tiles: { width: 4, height: 4, mode: 1 } }),
    buildExr({ width: 4, height: 2 }, { width: 3, height: 20, compression: 'zip' }),
  ]

  it('cut at every byte: a finding, or a named error in the header', async () => {
    for (const bytes of files) {
      const headerEnd = parseExrHeader(bytes).byteLength
      for (let length = 0; length < bytes.length; length += 1) {
        const cut = bytes.slice(0, length)
        if (length < headerEnd) expect(() => parseExrHeader(cut)).toThrow(/end inside the header/)
        else expect((await check(cut)).isIntact, `cut at ${length}`).toBe(false)
      }
    }
  })
})
