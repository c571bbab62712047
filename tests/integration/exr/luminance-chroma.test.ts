// Pictures of luminance and chroma written by OpenEXR, against the colors OpenEXR itself makes of them, bit for bit.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { loadDecoder } from '../../support/exr-module'
import { compileWithOpenExr } from '../../support/openexr-cpp'
import { findOpenExrPython } from '../../support/openexr-python'

const SOURCE = resolve(import.meta.dirname, '../../fixtures/exr/luminance_chroma.cpp')
const folder = mkdtempSync(join(tmpdir(), 'latitude-luminance-chroma-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const program = compileWithOpenExr(SOURCE, folder)
const ZIP = 3
const PIZ = 4
const B44 = 6
const DWAB = 9
const run = (...given: (string | number)[]): void => {
  execFileSync(program ?? '', given.map(String))
}

describe.skipIf(program === null)(
  `luminance and chroma against OpenEXR${program === null ? ' (no compiler or no headers)' : ''}`,
  () => {
    it.each([
      { width: 130, height: 70, left: 0, top: 0, compression: ZIP, hasAlpha: 0, isAp0: 0 },
      { width: 130, height: 70, left: -6, top: 8, compression: PIZ, hasAlpha: 1, isAp0: 1 },
      { width: 2, height: 2, left: 0, top: 0, compression: ZIP, hasAlpha: 1, isAp0: 0 },
      { width: 6, height: 40, left: 2, top: -20, compression: B44, hasAlpha: 1, isAp0: 0 },
      { width: 66, height: 4, left: 0, top: 0, compression: ZIP, hasAlpha: 0, isAp0: 1 },
      { width: 130, height: 70, left: 0, top: 0, compression: DWAB, hasAlpha: 1, isAp0: 0 },
    ])('%j', ({ width, height, left, top, compression, hasAlpha, isAp0 }) => {
      const path = join(folder, 'picture.exr')
      run('write', path, width, height, left, top, compression, hasAlpha, isAp0)
      run('read', path, `${path}.rgba`)
      const image = loadDecoder().decode(readFileSync(path), { output: 'rgba-half' })
      const ours = new Uint8Array(image.data.buffer, image.data.byteOffset, image.data.byteLength)
      expect(Buffer.compare(ours, readFileSync(`${path}.rgba`))).toBe(0)
    })
  },
)

describe.skipIf(findOpenExrPython() === null)('tiles with a subsampled channel', () => {
  it('are refused by OpenEXR, and are no files', () => {
    const script = [
      'import numpy, OpenEXR, sys',
      't = OpenEXR.TileDescription(); t.xSize = t.ySize = 16',
      'header = {"type": OpenEXR.tiledimage, "tiles": t, "compression": OpenEXR.ZIP_COMPRESSION}',
      'pixels = numpy.zeros((32, 32), numpy.float16)',
      'channels = {"Y": OpenEXR.Channel(pixels), "BY": OpenEXR.Channel(pixels, 2, 2, False)}',
      'OpenEXR.File(header, channels).write(sys.argv[1])',
    ].join('\n')
    const write = (): unknown =>
      execFileSync('python3', ['-c', script, join(folder, 'tiles.exr')], { encoding: 'utf8', stdio: 'pipe' })
    expect(write).toThrow(/sampl/i)
  })
})
