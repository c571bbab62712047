import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as zip from 'yauzl-promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseExrHeader, type Box, type ExrPart } from '#shared/exr/header'
import { checkExrStructure } from '#shared/exr/structure'
import { AP0, attribute, buildExr, int, text } from '../../support/build-exr'
import { DELIVERY_ZIP, hasMaterial, hasTool, MATERIAL, readWithExrheader } from '../../support/real-material'

const folder = mkdtempSync(join(tmpdir(), 'latitude-exr-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const COMPRESSION_WORDS: Record<string, RegExp> = {
  none: /^none$/,
  rle: /^run-length/,
  zips: /^zip, individual/,
  zip: /^zip, multi/,
  piz: /^piz/,
  pxr24: /^pxr24/,
  dwaa: /^dwa, small/,
  dwab: /^dwa, medium/,
}
const TYPE_WORDS = {
  half: '16-bit floating-point',
  float: '32-bit floating-point',
  uint: '32-bit unsigned integer',
}
const boxWords = ({ min, max }: Box) => `(${min.x} ${min.y}) - (${max.x} ${max.y})`
/** The C++ streams print six significant digits. */
const sixDigits = (value: number) => String(Number(value.toPrecision(6)))

function expectAsPrinted(part: ExrPart, printed: Map<string, string>): void {
  expect(boxWords(part.dataWindow)).toBe(printed.get('dataWindow'))
  expect(boxWords(part.displayWindow)).toBe(printed.get('displayWindow'))
  expect(printed.get('compression')).toMatch(COMPRESSION_WORDS[part.compression] ?? /never/)
  expect(part.lineOrder.replace('-', ' ')).toBe(printed.get('lineOrder'))
  const channels = part.channels.map(
    ({ name, pixelType, xSampling, ySampling }) =>
      `${name}, ${TYPE_WORDS[pixelType]}, sampling ${xSampling} ${ySampling}`,
  )
  expect(channels.join('\n')).toBe(printed.get('channels'))
  for (const { name, type, value } of part.attributes) {
    if (type === 'float') expect(sixDigits(value), name).toBe(printed.get(name))
    if (type === 'string') expect(`"${value}"`, name).toBe(printed.get(name))
  }
  if (part.chromaticities) {
    const lines = Object.values(part.chromaticities).map(({ x, y }) => `(${sixDigits(x)} ${sixDigits(y)})`)
    expect(printed.get('chromaticities')?.match(/\(.*\)/g)).toEqual(lines)
  } else {
    expect(printed.has('chromaticities')).toBe(false)
  }
}

async function expectIntact(path: string): Promise<void> {
  const bytes = readFileSync(path)
  const read = (offset: number, length: number) => bytes.subarray(offset, offset + length)
  const report = await checkExrStructure(read, bytes.length, parseExrHeader(bytes))
  expect(report.findings).toEqual([])
  for (const lost of [1, 100, Math.floor(bytes.length / 2)]) {
    const cut = bytes.subarray(0, bytes.length - lost)
    const cutReport = await checkExrStructure(read, cut.length, parseExrHeader(bytes))
    expect(cutReport.isIntact, `${lost} bytes lost`).toBe(false)
  }
}

describe.skipIf(!hasMaterial)('photographs and charts of openexr-images', () => {
  const images = hasMaterial
    ? readdirSync(join(MATERIAL, 'openexr-images')).filter((name) => name.endsWith('.exr'))
    : []

  it.each(images)('%s is intact, and cut short it is not', async (name) => {
    await expectIntact(join(MATERIAL, 'openexr-images', name))
  })

  it.skipIf(!hasTool('exrheader')).each(images)('%s has the header exrheader prints', (name) => {
    const path = join(MATERIAL, 'openexr-images', name)
    const [part] = parseExrHeader(readFileSync(path)).parts
    if (!part) throw new Error('No part.')
    expectAsPrinted(part, readWithExrheader(path))
  })
})

describe.skipIf(!hasMaterial)('frames of a delivery (DWAB, no chromaticities)', () => {
  const frames: string[] = []
  beforeAll(async () => {
    const archive = await zip.open(DELIVERY_ZIP)
    for await (const entry of archive) {
      const path = join(folder, entry.filename)
      await writeFile(path, await entry.openReadStream())
      frames.push(path)
    }
    await archive.close()
  })

  it('all ten are intact, and cut short they are not', async () => {
    expect(frames).toHaveLength(10)
    for (const path of frames) await expectIntact(path)
  })

  it.skipIf(!hasTool('exrheader'))('have the header exrheader prints', () => {
    for (const path of frames) {
      const [part] = parseExrHeader(readFileSync(path)).parts
      if (!part) throw new Error('No part.')
      expect(part.compression).toBe('dwab')
      expectAsPrinted(part, readWithExrheader(path))
    }
  })
})

describe.skipIf(!hasTool('exrheader'))('the files tests build are real to OpenEXR', () => {
  it.each([
    [
      'plain.exr',
      buildExr({ width: 5, height: 3, extra: [AP0, attribute('comments', 'string', text('über'))] }),
    ],
    ['zip.exr', buildExr({ width: 50, height: 33, compression: 'zip', lineOrder: 1 })],
    ['window.exr', buildExr({ width: 4, height: 4, origin: [-3, 7], displayWindow: [0, 0, 19, 9] })],
    [
      'rate.exr',
      buildExr({ width: 4, height: 4, extra: [attribute('framesPerSecond', 'rational', int(24, 1))] }),
    ],
    [
      'mixed.exr',
      buildExr({
        width: 4,
        height: 4,
        channels: [
          { name: 'Z', type: 'float' },
          { name: 'id', type: 'uint' },
        ],
      }),
    ],
  ])('%s', (name, bytes) => {
    const path = join(folder, name)
    writeFileSync(path, bytes)
    const [part] = parseExrHeader(bytes).parts
    if (!part) throw new Error('No part.')
    expectAsPrinted(part, readWithExrheader(path))
  })

  it.skipIf(!hasTool('exrinfo', '--help')).each([
    ['mip.exr', buildExr({ width: 13, height: 6, tiles: { width: 4, height: 4, mode: 1 } })],
    ['rip.exr', buildExr({ width: 13, height: 6, tiles: { width: 4, height: 4, mode: 2 } })],
    ['parts.exr', buildExr({ width: 6, height: 4 }, { width: 8, height: 40, compression: 'zip' })],
  ])('%s is accepted by OpenEXR’s strict reading', (name, bytes) => {
    const path = join(folder, name)
    writeFileSync(path, bytes)
    const printed = execFileSync('exrinfo', ['-v', '-s', path], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    expect(printed).toContain(parseExrHeader(bytes).isMultipart ? 'parts: 2' : 'tiles')
  })
})
