// The files as OpenEXR itself reads them. Needs Python's OpenEXR package; skips visibly without it.
import { execFile, execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFramePacker } from '../../../src-main/features/practice/frame-packing'
import { createFrameRenderer } from '../../../src-main/features/practice/frame-renderer'
import { encodeExr } from '../../../src-main/features/practice/exr-writer'
import { createProceduralStill } from '../../../src-main/features/practice/procedural-still'
import { FRAME_ATTRIBUTES } from '../../../src-main/features/practice/render-clip'

const PYTHON = process.platform === 'win32' ? 'python' : 'python3'
const READER = `
import OpenEXR, hashlib, json, numpy, sys
with OpenEXR.File(sys.argv[1], separate_channels=True) as f:
    h = f.header()
    pixels = {n: c.pixels for n, c in f.channels().items()}
    print(json.dumps({
        'compression': str(h['compression']).split('.')[-1], 'comments': h['comments'],
        'chromaticities': [round(float(v), 5) for v in h['chromaticities']],
        'rate': float(h['framesPerSecond']),
        'size': list(reversed(pixels['R'].shape)), 'types': sorted({str(p.dtype) for p in pixels.values()}),
        'hashes': {n: hashlib.sha256(p.tobytes()).hexdigest() for n, p in pixels.items()},
        'brightest': max(float(p.max()) for p in pixels.values()) if numpy.isfinite(list(pixels.values())).all() else None,
    }))
`

function hasOpenExr(): boolean {
  try {
    execFileSync(PYTHON, ['-c', 'import OpenEXR; OpenEXR.File'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

describe.skipIf(!hasOpenExr())('an EXR file, read by OpenEXR', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'practice exr '))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  const read = async (file: Buffer): Promise<Record<string, unknown>> => {
    const path = join(folder, 'frame.exr')
    await writeFile(path, file)
    const { stdout } = await promisify(execFile)(PYTHON, ['-c', READER, path])
    return JSON.parse(stdout) as Record<string, unknown>
  }

  it.each(['zips', 'zip'] as const)('holds every half bit for bit, %s', async (compression) => {
    const [width, height] = [333, 50]
    const halves = Uint16Array.from({ length: width * height * 3 }, (_, index) =>
      index % 7 < 4 ? index & 0xffff : Math.imul(index, 2654435761) >>> 16,
    )
    for (const level of [1, 6]) {
      const seen = await read(
        encodeExr({ width, height, halves }, { compression, level, attributes: FRAME_ATTRIBUTES }),
      )
      expect(seen).toMatchObject({
        ...{
          size: [width, height],
          types: ['float16'],
          compression: `${compression.toUpperCase()}_COMPRESSION`,
        },
        hashes: { B: hashOf(halves, width, 0), G: hashOf(halves, width, 1), R: hashOf(halves, width, 2) },
      })
    }
  })

  it('says what it is and carries light above four in AP0', async () => {
    const [width, height] = [320, 180]
    const scene = { width, height, frames: 121, isLoop: false, hasMarks: false, seed: 5 }
    const pixels = new Float32Array(width * height * 3)
    const still = createProceduralStill(scene)
    createFrameRenderer(scene).render(40, { from: still, to: null, share: 0 }, pixels)
    const halves = new Uint16Array(pixels.length)
    createFramePacker({ width, height, isHdr: true }).packHalves(pixels, halves)
    const seen = await read(
      encodeExr({ width, height, halves }, { compression: 'zips', attributes: FRAME_ATTRIBUTES }),
    )
    expect(seen).toMatchObject({
      comments: 'Latitude practice render; not a bought take',
      chromaticities: [0.7347, 0.2653, 0, 1, 0.0001, -0.077, 0.32168, 0.33767],
      rate: 24,
    })
    expect(seen.brightest).toBeGreaterThan(32)
  })
})

function hashOf(halves: Uint16Array, width: number, channel: number): string {
  const hash = createHash('sha256')
  for (let at = channel * width; at < halves.length; at += 3 * width)
    hash.update(halves.subarray(at, at + width))
  return hash.digest('hex')
}
