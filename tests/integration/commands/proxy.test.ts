// `proxy` as a pipeline starts it: what ffprobe reads back of every kind, what the pixels are, and what is refused.
import { execFile, execFileSync } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createViewChain } from '#shared/domain/color/view-chain'
import { decode } from '#shared/domain/color/transfers'
import { viewOf, type ViewId } from '#shared/domain/color/views'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { builtCli } from '../../support/built'
import type { Rgb } from '../../support/color-difference'
import { writeExr } from '../../support/preview-bench'
import { hasTool } from '../../support/real-material'
import { readTable } from '../../support/view-accuracy'

const SIZE = { width: 128, height: 64 }
const FRAMES = 3
const PATCHES: readonly Rgb[] = [
  [0.18, 0.18, 0.18],
  [0.3, 0.08, 0.03],
  [0.06, 0.07, 0.3],
  [6, 6, 6],
]
let folder: string
let frames: string

function latitude(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [builtCli(), ...args], (error, out, err) => {
      resolve({ code: error ? (typeof error.code === 'number' ? error.code : -1) : 0, out, err })
    })
  })
}

interface Probed {
  streams: Record<string, string | number>[]
  frames: { side_data_list?: Record<string, string | number>[] }[]
}
function probe(path: string): Probed {
  const args = ['-v', 'error', '-select_streams', 'v', '-show_streams', '-show_frames', '-of', 'json', path]
  return JSON.parse(execFileSync('ffprobe', args, { encoding: 'utf8' })) as Probed
}

function codesOf(id: ViewId, color: Rgb): number[] {
  const codes = new Float32Array(3)
  createViewChain({ view: viewOf(id), table: readTable(viewOf(id)), toAp0: [1, 0, 0, 0, 1, 0, 0, 0, 1] })(
    color,
    codes,
  )
  return [...codes]
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latitude proxy 50%d ü '))
  frames = join(folder, 'frames 3%d')
  for (let frame = 0; frame < FRAMES; frame++) {
    const path = join(frames, `a%b.${1001 + frame}.exr`)
    await writeExr(
      path,
      { ...SIZE, type: 'half' },
      (x) => PATCHES[Math.floor((4 * x) / SIZE.width)] ?? [0, 0, 0],
    )
  }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const REC709 = { color_primaries: 'bt709', color_transfer: 'bt709', color_space: 'bt709', color_range: 'tv' }
const PQ = {
  color_primaries: 'bt2020',
  color_transfer: 'smpte2084',
  color_space: 'bt2020nc',
  color_range: 'tv',
}
const HLG = { ...PQ, color_transfer: 'arib-std-b67' }
const KINDS = [
  ['sdr', 'aces2-sdr-rec709', 'mp4', { codec_name: 'h264', pix_fmt: 'yuv420p', ...REC709 }],
  ['hdr', 'aces1-hdr4000-pq', 'webm', { codec_name: 'vp9', pix_fmt: 'yuv420p10le', ...PQ }],
  [
    'hdr10',
    'aces2-hdr1000-pq',
    'mp4',
    { codec_name: 'hevc', codec_tag_string: 'hvc1', chroma_location: 'topleft', ...PQ },
  ],
  ['hlg', 'aces2-hdr1000-hlg', 'mp4', { codec_name: 'hevc', chroma_location: 'topleft', ...HLG }],
  ['prores4444', 'aces2-hdr1000-pq', 'mov', { codec_name: 'prores', profile: '4444', ...PQ }],
  ['prores422hq', 'aces1-sdr-rec709', 'mov', { codec_name: 'prores', profile: 'HQ', ...REC709 }],
] as const

describe.skipIf(!hasTool('ffprobe', '-version'))('proxy', () => {
  it.each(KINDS)('of kind %s through %s is tagged for what it is', async (kind, view, ending, tags) => {
    const out = join(folder, `${kind}.${ending}`)
    const ran = await latitude('proxy', frames, '--kind', kind, '--view', view, '--out', out)
    expect(ran).toMatchObject({ code: 0, out: `${out}\n` })
    expect(ran.err).toContain('ACES2065-1 is assumed')
    const probed = probe(out)
    expect(probed.streams).toEqual([expect.objectContaining({ ...SIZE, r_frame_rate: '24/1', ...tags })])
    expect(probed.frames).toHaveLength(FRAMES)
    expect((await readdir(folder)).filter((name) => name.includes('partial'))).toEqual([])
  })

  it('of kind hdr10 carries the light it measured and a P3 display of the view’s peak', async () => {
    const out = join(folder, 'light.mp4')
    const ran = await latitude(
      'proxy',
      frames,
      '--kind',
      'hdr10',
      '--view',
      'aces2-hdr1000-pq',
      '--out',
      out,
      '--json',
    )
    const nits = PATCHES.map((color) =>
      Math.max(...codesOf('aces2-hdr1000-pq', color).map((code) => decode('pq', code))),
    )
    const maxCll = Math.max(...nits)
    const maxFall = nits.reduce((sum, each) => sum + each, 0) / nits.length
    const said = JSON.parse(ran.out) as { maxCll: number; maxFall: number }
    expect(Math.abs(said.maxCll / maxCll - 1)).toBeLessThan(0.005)
    expect(Math.abs(said.maxFall / maxFall - 1)).toBeLessThan(0.005)
    const sides = probe(out).frames[0]?.side_data_list ?? []
    expect(sides).toContainEqual(
      expect.objectContaining({
        side_data_type: 'Content light level metadata',
        max_content: Math.ceil(said.maxCll),
        max_average: Math.ceil(said.maxFall),
      }),
    )
    expect(sides).toContainEqual(
      expect.objectContaining({
        ...{ red_x: '34000/50000', green_y: '34500/50000', white_point_x: '15635/50000' },
        max_luminance: '10000000/10000',
      }),
    )
  })

  it('shows each color as its view does: the YUV is made and tagged with the same matrix', async () => {
    const out = join(folder, 'colors.mov')
    await latitude('proxy', frames, '--kind', 'prores4444', '--view', 'aces2-hdr1000-pq', '--out', out)
    const graph =
      'zscale=min=2020_ncl:pin=bt2020:tin=smpte2084:rin=limited:m=gbr:p=bt2020:t=smpte2084:r=full,format=gbrp16le'
    const args = ['-v', 'error', '-i', out, '-frames:v', '1', '-vf', graph, '-f', 'rawvideo', '-']
    const raw = execFileSync('ffmpeg', args, { maxBuffer: 1e8 })
    const pixels = SIZE.width * SIZE.height
    PATCHES.forEach((color, patch) => {
      const at = 32 * SIZE.width + 32 * patch + 16
      const [g, b, r] = [0, 1, 2].map((plane) => raw.readUInt16LE(2 * (plane * pixels + at)) / 65535)
      codesOf('aces2-hdr1000-pq', color).forEach((code, c) => {
        expect(Math.abs(([r, g, b][c] ?? NaN) - code)).toBeLessThan(0.006)
      })
    })
  })

  it('refuses a view that the kind cannot carry, a cut frame and a missing one, and leaves nothing', async () => {
    const out = join(folder, 'none.mp4')
    const sdr = ['--kind', 'sdr', '--view', 'aces2-sdr-rec709', '--out', out]
    const wrong = await latitude('proxy', frames, '--kind', 'sdr', '--view', 'aces2-hdr1000-pq', '--out', out)
    expect(wrong).toMatchObject({ code: 1 })
    expect(wrong.err).toContain('sdr carries bt1886 or srgb codes')
    const untagged = await latitude(
      'proxy',
      frames,
      '--kind',
      'prores4444',
      '--view',
      'aces2-sdr-p3d65',
      '--out',
      out,
    )
    expect(untagged.err).toContain('Video has no tag for P3-D65')
    const cut = join(folder, 'cut')
    await cp(frames, cut, { recursive: true })
    const middle = join(cut, 'a%b.1002.exr')
    await writeFile(middle, (await readFile(middle)).subarray(0, -100))
    expect((await latitude('proxy', cut, ...sdr)).err).toContain('a%b.1002.exr is not a whole EXR file')
    await rm(middle)
    expect((await latitude('proxy', cut, ...sdr)).err).toContain('is missing after')
    expect((await latitude('proxy', frames, '--kind', 'gif', '--view', 'raw', '--out', out)).code).toBe(2)
    expect(
      (await readdir(folder)).filter((name) => name.startsWith('none') || name.includes('partial')),
    ).toEqual([])
  })
})
