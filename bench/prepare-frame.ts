// The prepared frame of a 50-megapixel 16-bit TIFF against the bare sharp calls that do the same, in one process, in
// turns. Aim: at most 1.15 times their wall time.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import sharp from 'sharp'
import { centerCrop } from '../src-main/shared/domain/crop-moves'
import { planFrame, type PixelRect } from '../src-main/shared/domain/frame-plan'
import { describeStill } from '../src-main/features/stills/import-stills'
import { limitSharp } from '../src-main/features/stills/limit-sharp'
import { probeStill } from '../src-main/features/stills/probe-still'
import { prepareFrame } from '../src-main/features/stills/render-still'
import type { Crop, PixelSize } from '../src-main/shared/domain/crop'

const SIZE = { width: 8688, height: 5792 }
const CANVAS = { width: 1920, height: 1080 }
const RUNS = 7

interface Cost {
  wallMs: number
  cpuMs: number
}

async function measure(work: () => Promise<unknown>): Promise<Cost> {
  const wall = performance.now()
  const cpu = process.cpuUsage()
  await work()
  const used = process.cpuUsage(cpu)
  return { wallMs: performance.now() - wall, cpuMs: (used.user + used.system) / 1000 }
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
}

async function writeTiffs(folder: string): Promise<{ plain: string; displayP3: string }> {
  const { width, height } = SIZE
  const data = new Uint16Array(width * height * 3)
  let state = 1
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 3) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      const grain = state >>> 20
      data[at] = x * 6 + grain
      data[at + 1] = y * 9 + grain
      data[at + 2] = ((x ^ y) & 8191) * 7 + grain
    }
  }
  const plain = join(folder, 'plain.tif')
  const displayP3 = join(folder, 'p3.tif')
  const image = () =>
    sharp(data, { raw: { width, height, channels: 3 }, limitInputPixels: false }).toColourspace('rgb16')
  await image().tiff({ compression: 'none' }).toFile(plain)
  await image().withIccProfile('p3').tiff({ compression: 'none' }).toFile(displayP3)
  return { plain, displayP3 }
}

/** In one pass: what sharp does with a picture that is sRGB already. */
function bareOnePass(path: string, rect: PixelRect, outPath: string): Promise<unknown> {
  return sharp(path, { limitInputPixels: false })
    .extract(rect)
    .pipelineColourspace('scrgb')
    .resize({ ...CANVAS, fit: 'fill', kernel: 'lanczos3' })
    .toColourspace('rgb16')
    .png({ compressionLevel: 6 })
    .toFile(outPath)
}

/** In two: a profile cannot be converted in a linear pipeline. */
async function bareTwoPasses(path: string, rect: PixelRect, outPath: string): Promise<unknown> {
  const { data, info } = await sharp(path, { limitInputPixels: false })
    .extract(rect)
    .withIccProfile('srgb')
    .toColourspace('rgb16')
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true })
  const codes = new Uint16Array(data.buffer, data.byteOffset, data.length / 2)
  return sharp(codes, {
    raw: { width: info.width, height: info.height, channels: 3 },
    limitInputPixels: false,
  })
    .pipelineColourspace('scrgb')
    .resize({ ...CANVAS, fit: 'fill', kernel: 'lanczos3' })
    .toColourspace('rgb16')
    .png({ compressionLevel: 6 })
    .toFile(outPath)
}

async function compare(
  label: string,
  path: string,
  framing: Partial<Crop>,
  bare: typeof bareOnePass | undefined,
  folder: string,
): Promise<void> {
  const still = describeStill(path, await probeStill(path))
  const crop = centerCrop(still, CANVAS, framing)
  const { source } = planFrame(still, crop, CANVAS as PixelSize)
  const ours: Cost[] = []
  const theirs: Cost[] = []
  // Warm: the file in the system's cache, the code compiled.
  for (let run = -1; run < RUNS; run += 1) {
    const outPath = join(folder, 'ours.png')
    const our = await measure(() => prepareFrame({ stillPath: path, still, crop, canvas: CANVAS, outPath }))
    const their = bare && (await measure(() => bare(path, source, join(folder, 'bare.png'))))
    if (run < 0) continue
    ours.push(our)
    if (their) theirs.push(their)
  }
  const show = (costs: Cost[]): string =>
    `${median(costs.map((cost) => cost.wallMs)).toFixed(0)} ms wall, ${median(costs.map((cost) => cost.cpuMs)).toFixed(0)} ms cpu`
  const ratio = (key: keyof Cost): string =>
    (median(ours.map((cost) => cost[key])) / median(theirs.map((cost) => cost[key]))).toFixed(2)
  const against = bare
    ? `; bare sharp ${show(theirs)}; ratio ${ratio('wallMs')} wall, ${ratio('cpuMs')} cpu`
    : ''
  console.log(`  ${label}: ours ${show(ours)}${against}`)
}

async function main(): Promise<void> {
  limitSharp()
  const folder = await mkdtemp(join(tmpdir(), 'latitude-bench-'))
  try {
    const { plain, displayP3 } = await writeTiffs(folder)
    // Read once, so that no run pays for the disk.
    await readFile(plain)
    console.log(
      `  ${SIZE.width} × ${SIZE.height}, 16 bit, to ${CANVAS.width} × ${CANVAS.height}; medians of ${RUNS}; sharp threads ${sharp.concurrency()}`,
    )
    await compare('sRGB', plain, {}, bareOnePass, folder)
    await compare('Display P3', displayP3, {}, bareTwoPasses, folder)
    await compare(
      'sRGB, tilted 2° (nothing bare to compare with)',
      plain,
      { straightenDegrees: 2 },
      undefined,
      folder,
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

void main()
