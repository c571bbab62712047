// What a stamp writes, and that it touches nothing else.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseExrHeader } from '#shared/exr/header'
import { checkExrStructure } from '#shared/exr/structure'
import { toHeaderStamp, toSmpteTimeCode } from '../../../src-main/features/delivery/stamp-attributes'
import { stampFrame } from '../../../src-main/features/delivery/stamp-frame'
import { stampFrames } from '../../../src-main/features/delivery/seal-sequence'
import { AP0, attribute, buildExr, int, text } from '../../support/build-exr'
import { findOpenExrPython, makeMatrix } from '../../support/openexr-python'
import { comparePixels } from '../../support/openexr-pixels'
import { hasTool, readWithExrheader } from '../../support/real-material'
import { openSealBench, STAMP, type SealBench } from '../../support/seal-bench'

let bench: SealBench
let out: string
beforeEach(() => {
  bench = openSealBench()
  out = join(bench.root, 'out')
  mkdirSync(out)
})
afterEach(() => bench.remove())

const partOf = (bytes: Uint8Array) => parseExrHeader(bytes).parts[0]
const stampIt = (order = STAMP) =>
  stampFrames({ folder: bench.exr, outFolder: out, frames: bench.frames, order })

function valueOf(bytes: Uint8Array, name: string): unknown {
  return partOf(bytes)?.attributes.find((one) => one.name === name)?.value
}

async function stampOne(bytes: Uint8Array, order = STAMP): Promise<Uint8Array> {
  const source = join(bench.root, 'one.exr')
  writeFileSync(source, bytes)
  const target = join(out, `${readdirSync(out).length}.exr`)
  const header = parseExrHeader(bytes)
  await stampFrame(source, target, header, toHeaderStamp(header, order, 0))
  return readFileSync(target)
}

describe('a stamped frame', () => {
  it('says its rate, its time code, its reel and where it comes from', async () => {
    await stampIt()
    for (const [index, name] of bench.frames.entries()) {
      const bytes = readFileSync(join(out, name))
      expect(partOf(bytes)).toMatchObject({
        framesPerSecond: [24, 1],
        timeCode: { hours: 1, minutes: 0, seconds: 0, frame: index, isDropFrame: false },
        comments: 'Latitude: take 7f1f, prompt sha256 00ff',
      })
      expect(valueOf(bytes, 'reelName')).toBe('SH010_v001')
      expect(valueOf(bytes, 'acesImageContainerFlag')).toBeUndefined()
    }
  })

  it('bears the exact rational of 23.976 and the code of a day’s end', async () => {
    const timing = { frameRate: '23.976', startTimeCode: '23:59:59:23', firstFrame: 1001 } as const
    await stampIt({ ...STAMP, timing })
    const [first, second] = bench.frames.map((name) => partOf(readFileSync(join(out, name))))
    expect(first?.framesPerSecond).toEqual([24_000, 1001])
    expect(first?.timeCode).toMatchObject({ hours: 23, minutes: 59, seconds: 59, frame: 23 })
    expect(second?.timeCode).toMatchObject({ hours: 0, minutes: 0, seconds: 0, frame: 0 })
  })

  it('holds the same compressed bytes, and its table leads to them', async () => {
    const stamped = await stampIt()
    for (const [index, name] of bench.frames.entries()) {
      const before = readFileSync(join(bench.exr, name))
      const after = readFileSync(join(out, name))
      const chunksOf = (bytes: Buffer) => bytes.subarray(parseExrHeader(bytes).byteLength + 3 * 8)
      expect(chunksOf(after).equals(chunksOf(before))).toBe(true)
      expect(stamped[index]).toMatchObject({ fileName: name, chunks: { bytes: chunksOf(before).length } })
      expect(stamped[index]?.hashes.bytes).toBe(after.length)
      const { isIntact, findings } = await checkExrStructure(
        (at, length) => after.subarray(at, at + length),
        after.length,
        parseExrHeader(after),
      )
      expect(findings).toEqual([])
      expect(isIntact).toBe(true)
    }
  })

  it('keeps what the file says of itself, and is the same when it is stamped again', async () => {
    const extra = [AP0, attribute('owner', 'string', text('ada')), attribute('comments', 'string', text('graded')), attribute('imageCounter', 'int', int(7))] // prettier-ignore
    const once = await stampOne(buildExr({ width: 8, height: 40, compression: 'zip', extra }))
    expect(valueOf(once, 'owner')).toBe('ada')
    expect(valueOf(once, 'imageCounter')).toBe(7)
    expect(valueOf(once, 'comments')).toBe('graded\nLatitude: take 7f1f, prompt sha256 00ff')
    expect(Buffer.from(await stampOne(once)).equals(once)).toBe(true)
  })

  it('says a color space only where the file did, or where the project says it for the files', async () => {
    const unsaid = buildExr({ width: 4, height: 4 })
    const assumed = { ...STAMP, isAssumedSpaceStamped: true }
    expect(partOf(await stampOne(unsaid))?.chromaticities).toBeNull()
    expect(partOf(await stampOne(unsaid, assumed))?.chromaticities?.blue.y).toBeCloseTo(-0.077)
    const rec709 = new Uint8Array(new Float32Array([0.64, 0.33, 0.3, 0.6, 0.15, 0.06, 0.3127, 0.329]).buffer)
    const said = buildExr({
      width: 4,
      height: 4,
      extra: [attribute('chromaticities', 'chromaticities', rec709)],
    })
    expect(partOf(await stampOne(said, assumed))?.chromaticities?.red.x).toBeCloseTo(0.64)
  })

  it('is refused where the target lies there already', async () => {
    await stampIt()
    await expect(stampIt()).rejects.toMatchObject({ code: 'EEXIST' })
  })

  it.each([
    ['00:00:00:00', 0x00000000],
    ['01:23:45:16', 0x01234516],
    ['23:59:59:23', 0x23595923],
  ])('%s is packed as SMPTE 12M has it', (timeCode, word) => {
    expect(toSmpteTimeCode(timeCode).timeAndFlags).toBe(word)
  })
})

describe.skipIf(!hasTool('exrheader'))('exrheader', () => {
  it('prints what was stamped', async () => {
    await stampIt({ ...STAMP, timing: { ...STAMP.timing, startTimeCode: '10:11:12:13' } })
    const printed = readWithExrheader(join(out, bench.frames[2] ?? ''))
    expect(printed.get('framesPerSecond')).toContain('24/1')
    expect(printed.get('timeCode')).toContain('10:11:12:15')
    expect(printed.get('timeCode')).toMatch(/drop frame 0/)
    expect(printed.get('reelName')).toBe('"SH010_v001"')
    expect(printed.get('comments')).toContain('prompt sha256 00ff')
    expect(printed.get('chromaticities')).toContain('(0.7347 0.2653)')
  })
})

describe.skipIf(findOpenExrPython() === null)('OpenEXR', () => {
  it('reads every stamped file, in every compression, layout and window, with the very same samples', async () => {
    const matrix = join(bench.root, 'matrix')
    mkdirSync(matrix)
    const frames = makeMatrix(matrix).map(({ name }) => name)
    const stamped = join(bench.root, 'stamped')
    mkdirSync(stamped)
    await stampFrames({
      folder: matrix,
      outFolder: stamped,
      frames,
      order: { ...STAMP, isAssumedSpaceStamped: true },
    })
    expect(frames.length).toBeGreaterThan(100)
    expect(comparePixels(frames.map((name) => [join(matrix, name), join(stamped, name)]))).toBe(frames.length)
  }, 120_000)
})
