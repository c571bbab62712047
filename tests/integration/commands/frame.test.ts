// `frame` and `views` as a pipeline starts them: exact 16-bit codes, tags, grades, and what is wrong usage.
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { AP0, conversionMatrix, REC709 } from '#shared/domain/color-matrix'
import { createViewChain } from '#shared/domain/color/view-chain'
import { VIEW_IDS, viewOf, type ViewId } from '#shared/domain/color/views'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attribute, float } from '../../support/build-exr'
import { builtCli } from '../../support/built'
import type { Rgb } from '../../support/color-difference'
import { writeExr } from '../../support/preview-bench'
import { readTable } from '../../support/view-accuracy'

const SIZE = { width: 6, height: 2 }
const IDENTITY = [1, 0, 0, 0, 1, 0, 0, 0, 1] as const
const color = (x: number, y: number): Rgb => [0.02 * 4 ** x, 0.18, 0.1 + 0.3 * y]
let folder: string
let exr: string

function latitude(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [builtCli(), ...args], (error, out, err) => {
      resolve({ code: error ? (typeof error.code === 'number' ? error.code : -1) : 0, out, err })
    })
  })
}

/** The codes that the chain gives, 0…65535. */
function expected(id: ViewId, options: { exposureStops?: number; toAp0?: typeof IDENTITY } = {}): number[] {
  const linear = [0, 1].flatMap((y) => [0, 1, 2, 3, 4, 5].flatMap((x) => [...color(x, y)].map(Math.fround)))
  const codes = new Float32Array(linear.length)
  createViewChain({ view: viewOf(id), table: readTable(viewOf(id)), toAp0: IDENTITY, ...options })(
    linear,
    codes,
  )
  return [...codes].map((code) => Math.round(code * 65535))
}

async function pixels(path: string): Promise<number[]> {
  const { data, info } = await sharp(path)
    .toColourspace('rgb16')
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true })
  expect(info).toMatchObject({ ...SIZE, channels: 3 })
  return [...new Uint16Array(data.buffer, data.byteOffset, data.length / 2)]
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latitude frame ü 🙂 '))
  exr = join(folder, 'Küche 1.exr')
  await writeExr(exr, SIZE, color)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('frame', () => {
  it.each(['aces2-sdr-rec709', 'aces2-sdr-p3d65', 'aces1-hdr1000-pq', 'linear-srgb', 'false-color'] as const)(
    'writes the 16-bit codes of %s, to the step',
    async (id) => {
      const out = join(folder, `${id}.png`)
      const ran = await latitude('frame', exr, '--view', id, '--exposure', '0.5', '--out', out)
      expect(ran).toMatchObject({ code: 0, out: `${out}\n` })
      expect(ran.err).toContain('ACES2065-1 is assumed')
      expect(await pixels(out)).toEqual(expected(id, { exposureStops: 0.5 }))
    },
  )

  it('says in the PNG what the codes mean', async () => {
    const tags = [
      ['aces2-sdr-rec709', 'cICP', [1, 1, 0, 1]],
      ['aces2-sdr-srgb', 'cICP', [1, 13, 0, 1]],
      ['aces2-sdr-displayp3', 'cICP', [12, 13, 0, 1]],
      ['aces2-hdr1000-pq', 'cICP', [9, 16, 0, 1]],
      ['aces2-hdr1000-hlg', 'cICP', [9, 18, 0, 1]],
      // 1 / 2.6 in hundred-thousandths.
      ['aces2-sdr-p3d65', 'gAMA', [0, 0, 150, 62]],
    ] as const
    for (const [id, chunk, content] of tags) {
      const out = join(folder, `tag-${id}.png`)
      expect((await latitude('frame', exr, '--view', id, '--out', out)).code).toBe(0)
      const png = await readFile(out)
      const at = png.indexOf(chunk, 0, 'latin1')
      expect(at).toBe(37)
      expect([...png.subarray(at + 4, at + 8)]).toEqual(content)
    }
  })

  it('goes by the file’s chromaticities, or by the input space that is given', async () => {
    const toAp0 = conversionMatrix(REC709, AP0)
    const known = expected('aces2-sdr-srgb', { toAp0: toAp0 as unknown as typeof IDENTITY })
    const own = join(folder, 'rec709.exr')
    const extra = [attribute('chromaticities', 'chromaticities', float(...REC709))]
    await writeExr(own, { ...SIZE, extra }, color)
    const out = join(folder, 'rec709.png')
    const ran = await latitude('frame', own, '--view', 'aces2-sdr-srgb', '--out', out)
    expect(ran.err).not.toContain('assumed')
    // The header holds its primaries as floats.
    ;(await pixels(out)).forEach((code, at) =>
      expect(Math.abs(code - (known[at] ?? NaN))).toBeLessThanOrEqual(2),
    )
    await latitude('frame', exr, '--view', 'aces2-sdr-srgb', '--input-space', 'linear-rec709', '--out', out)
    ;(await pixels(out)).forEach((code, at) =>
      expect(Math.abs(code - (known[at] ?? NaN))).toBeLessThanOrEqual(2),
    )
  })

  it('lays a grade over in the space it was made for', async () => {
    const cdl = join(folder, 'up.cc')
    await writeFile(cdl, '<ColorCorrection id="a"><SOPNode><Slope>2 2 2</Slope></SOPNode></ColorCorrection>')
    const out = join(folder, 'graded.png')
    const view = ['--view', 'linear-srgb', '--out', out]
    await latitude('frame', exr, ...view, '--cdl', cdl, '--look-space', 'aces2065-1')
    expect(await pixels(out)).toEqual(expected('linear-srgb', { exposureStops: 1 }))
    const cube = join(folder, 'invert.cube')
    await writeFile(cube, 'LUT_1D_SIZE 2\n1 1 1\n0 0 0\n')
    await latitude('frame', exr, ...view, '--cube', cube, '--look-space', 'display')
    const inverted = expected('linear-srgb').map((code) => 65535 - code)
    ;(await pixels(out)).forEach((code, at) =>
      expect(Math.abs(code - (inverted[at] ?? NaN))).toBeLessThanOrEqual(1),
    )
  })

  it('shows NaN in magenta and counts it', async () => {
    const path = join(folder, 'nan.exr')
    await writeExr(path, SIZE, (x, y) => (x === 1 && y === 0 ? [0.2, NaN, 0.2] : color(x, y)))
    const out = join(folder, 'nan.png')
    const ran = await latitude('frame', path, '--view', 'aces2-sdr-srgb', '--out', out)
    expect(ran.err).toContain('1 pixels hold a NaN')
    expect((await pixels(out)).slice(3, 6)).toEqual([65535, 0, 65535])
  })

  it('refuses a cut file and leaves nothing', async () => {
    const path = join(folder, 'cut.exr')
    await writeFile(path, (await readFile(exr)).subarray(0, -30))
    const out = join(folder, 'cut.png')
    expect((await latitude('frame', path, '--view', 'raw', '--out', out)).code).toBe(1)
    await expect(stat(out)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it.each([
    [['--view', 'aces9'], '--view is one of aces2-sdr-rec709'],
    [['--view', 'raw', '--exposure', 'much'], '--exposure is'],
    [['--view', 'raw', '--input-space', 'arri-logc3'], '--input-space of an EXR'],
    [['--view', 'raw', '--look-space', 'acescg'], 'goes with --cdl or --cube'],
    [['--view', 'raw', '--cube', 'gone.cube', '--look-space', 'acescg'], 'gone.cube cannot be read'],
    [['--view', 'raw', '--cube', 'gone.cube'], '--look-space says'],
  ])('answers %j with what is wrong', async (args, reason) => {
    const ran = await latitude('frame', exr, ...args, '--out', join(folder, 'no.png'))
    expect(ran.code).toBe(2)
    expect(ran.err).toContain(reason)
  })
})

describe('views', () => {
  it('lists every view with display, source and error as JSON', async () => {
    const ran = await latitude('views', '--json')
    expect(ran.code).toBe(0)
    const { views, falseColor } = JSON.parse(ran.out) as { views: { id: string }[]; falseColor: object[] }
    expect(views.map(({ id }) => id)).toEqual([...VIEW_IDS])
    expect(views[0]).toMatchObject({
      label: 'ACES 2.0 SDR, Rec.709 BT.1886',
      display: { transfer: 'bt1886', peakNits: 100 },
      source: { config: 'studio-config-v4.0.0_aces-v2.0_ocio-v2.5', display: 'Rec.1886 Rec.709 - Display' },
      error: { measure: 'ΔE2000' },
    })
    expect(falseColor[0]).toMatchObject({ fromStops: null })
  })

  it('lists them for people', async () => {
    const { out } = await latitude('views')
    expect(out).toMatch(/aces2-hdr1000-pq\s+ACES 2\.0 HDR, Rec\.2100 PQ, 1000 nit.*ΔE-ITP mean 0\.\d/)
  })
})
