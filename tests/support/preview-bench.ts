// What preview tests stand on: the ffmpeg of this machine, unpacked LUTs, small EXR files with known pixels.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Writable } from 'node:stream'
import { findFfmpeg } from '../../src-main/features/ffmpeg/find-ffmpeg'
import { createFfmpeg } from '../../src-main/features/ffmpeg/run-ffmpeg'
import { createPreview, type Preview } from '../../src-main/features/preview/create-preview'
import { createLutFiles, type OpenLutFiles } from '../../src-main/features/preview/lut-files'
import type { FfmpegCapabilities, FfmpegInput, ProbeVideo, RunFfmpeg } from '../../src-main/ports/ffmpeg'
import { buildExr } from './build-exr'
import type { Rgb } from './color-difference'

export const LUT_FOLDER = resolve(import.meta.dirname, '../../assets/luts')
const FIXTURES = resolve(import.meta.dirname, '../fixtures/color')

export interface PreviewBench {
  /** Named with spaces, an umlaut, quotes and a percent sign. */
  folder: string
  run: RunFfmpeg
  probe: ProbeVideo
  capabilities: FfmpegCapabilities
  /** The files of a view's graph, and the folder they lie in. */
  luts: OpenLutFiles
  cacheFolder: string
  preview: Preview
  /** The same room with another idea of what ffmpeg can do. */
  withCapabilities(change: Partial<FfmpegCapabilities>): Preview
  close(): Promise<void>
}

export async function openPreviewBench(): Promise<PreviewBench> {
  const folder = await mkdtemp(join(tmpdir(), "latitude 5%d Ü 'p' "))
  const capabilities = await findFfmpeg({
    settingPath: null,
    bundledFolder: null,
    env: process.env,
    platform: process.platform,
  })
  const { run, probe } = createFfmpeg({ capabilities: () => capabilities })
  const cacheFolder = join(folder, 'lut cache')
  const withCapabilities = (change: Partial<FfmpegCapabilities>): Preview =>
    createPreview({
      run,
      capabilities: () => ({ ...capabilities, ...change }),
      lutFolder: LUT_FOLDER,
      cacheFolder,
    })
  return {
    ...{ folder, run, probe, capabilities, withCapabilities, cacheFolder },
    luts: createLutFiles({ lutFolder: LUT_FOLDER, cacheFolder }),
    preview: withCapabilities({}),
    close: () => rm(folder, { recursive: true, force: true }),
  }
}

export interface ExrShape {
  width: number
  height: number
  type?: 'half' | 'float'
  extra?: Uint8Array[]
}

/** Writes an RGB EXR whose pixels are asked for one by one. */
export async function writeExr(
  path: string,
  { width, height, type = 'float', extra }: ExrShape,
  color: (x: number, y: number) => Rgb,
): Promise<void> {
  const channels = ['B', 'G', 'R'].map((name) => ({ name, type }))
  const pixel = (channel: number, x: number, y: number): number => color(x, y)[2 - channel] ?? 0
  await mkdir(resolve(path, '..'), { recursive: true })
  await writeFile(path, buildExr({ width, height, channels, extra, pixel }))
}

/** Runs one input through a graph that ends in `[out]` and gives the raw bytes. */
export async function runToBytes(
  { run, cacheFolder }: Pick<PreviewBench, 'run' | 'cacheFolder'>,
  input: FfmpegInput,
  filterGraph: string,
  options: string[] = [],
): Promise<Buffer> {
  const pieces: Buffer[] = []
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      pieces.push(chunk)
      done()
    },
  })
  await run({
    inputs: [input],
    filterGraph,
    outputs: [{ target: sink, options: ['-map', '[out]', ...options, '-f', 'rawvideo'] }],
    cwd: cacheFolder,
  })
  return Buffer.concat(pieces)
}

/** One decoded frame of a video, as raw bytes. */
export async function readRawFrame(
  { folder, run }: Pick<PreviewBench, 'folder' | 'run'>,
  path: string,
  frame: number,
  pixelFormat: string,
): Promise<Buffer> {
  const target = join(folder, `frame-${frame}.raw`)
  const options = [
    '-vf',
    `select=eq(n\\,${frame})`,
    '-frames:v',
    '1',
    '-pix_fmt',
    pixelFormat,
    '-f',
    'rawvideo',
  ]
  await run({ inputs: [{ source: path, options: [] }], outputs: [{ target, options }] })
  return readFile(target)
}

export interface GoldenColors {
  in: Rgb[]
  out: Rgb[]
}

export async function readGolden(name: string): Promise<GoldenColors> {
  return JSON.parse(await readFile(join(FIXTURES, `${name}.json`), 'utf8')) as GoldenColors
}
