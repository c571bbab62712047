// Decodes a whole EXR file in memory to samples. The work is done by a WebAssembly module without imports; this drives
// it. Like the rest of the folder it knows neither Node nor the DOM.
//
// Where the module comes from: `scripts/build-wasm.mjs` compiles wasm/*.ts to dist/wasm/exr.wasm, and the build lays a
// copy beside every bundle: dist/main/exr.wasm, dist/cli/exr.wasm (read it from the bundle's own folder) and
// dist/renderer/exr.wasm (fetch './exr.wasm'). Tests take dist/wasm/exr.wasm, which vitest's global setup keeps fresh.
// Compile once with WebAssembly.compile and send the module to workers: it can be posted, and costs nothing there.
// A window needs 'wasm-unsafe-eval' among its script sources. One decoder serves one thread, one picture at a time.
import { findChunks } from './chunk-reader'
import { createDecoderMemory, type DecoderMemory } from './decoder-memory'
import { ExrError, isExrError } from './exr-error'
import { parseExrHeader } from './header'
import { createLuminanceChromaOutput } from './luminance-chroma-output'
import type { Box } from './model'
import { createRgbaOutput, type ImagePlane, type PictureOutput } from './picture-output'
import { createFullSink, createMeanSink } from './pixel-sink'
import { createPlanarOutput } from './planar-output'
import { intersect, planPicture, type DecodeOptions, type PicturePlan } from './picture-plan'
import { createStatistics, type ChannelStatistics, type StatisticsGatherer } from './sample-statistics'
import { createChunkUnpacker, type SamplePlane } from './unpack-chunk'
import { decodeThumbnail } from './thumbnail'
import { instantiate, type ExrWasm, type ExrWasmModule } from './wasm-module'

export type { DecodeOptions } from './picture-plan'
export type { ImagePlane } from './picture-output'
export type { ChannelStatistics } from './sample-statistics'
export type { ExrWasmModule } from './wasm-module'
export { ExrError, isExrError } from './exr-error'

export interface DecodedImage {
  /** Of the picture delivered, in pixels. */
  width: number
  height: number
  /** RGBA, rows from the top, linear as in the file: halves as bits, or floats; for planar all planes' bytes. */
  data: Uint16Array | Float32Array | Uint8Array
  /** Planar only: views into `data`. */
  planes: ImagePlane[]
  /**
   * The file's names for red, green, blue and alpha, null where it has none; for planar those of the planes. Of luminance
   * and chroma R, G and B are made.
   */
  channelNames: (string | null)[]
  /** One for each channel decoded, in the file's order, or each color made; empty unless asked for. */
  statistics: ChannelStatistics[]
  /** A thumbnail of DWA's own means: for looking, not for numbers. */
  isRough: boolean
  pixelAspectRatio: number
  /** The pixels delivered, in the file's coordinates, before reduction. */
  region: Box
  dataWindow: Box
  displayWindow: Box
}

export interface ExrDecoder {
  /**
   * `bytes` is a whole file; a view of it is enough. Throws ExrError and nothing else, whatever the bytes are.
   * Nothing is delivered of a picture with a damaged chunk; a buffer given as `into` is then undefined.
   */
  decode(bytes: Uint8Array, options: DecodeOptions): DecodedImage
}

const COLORS_MADE = ['R', 'G', 'B']

export function createExrDecoder({ module }: { module: ExrWasmModule }): ExrDecoder {
  const wasm = instantiate(module)
  return {
    decode: (bytes, options) => {
      try {
        return decode(wasm, bytes, options)
      } catch (error) {
        if (isExrError(error)) throw error
        // Not to be expected: what the checks before did not foresee ends here and not in the caller.
        throw new ExrError('bad-data', 0, `The picture does not decode: ${String(error)}.`)
      }
    },
  }
}

function decode(wasm: ExrWasm, bytes: Uint8Array, options: DecodeOptions): DecodedImage {
  const header = parseExrHeader(bytes)
  const plan = planPicture(header, options)
  const chunks = plan.needed ? findChunks(bytes, header, plan.partIndex, plan.needed) : []
  const memory = createDecoderMemory(wasm)
  const most = {
    packedBytes: mostOf(chunks, ({ packed }) => packed.length),
    unpackedBytes: mostOf(chunks, ({ unpackedBytes }) => unpackedBytes),
    columns: mostOf(chunks, ({ box }) => box.max.x - box.min.x + 1),
    lines: mostOf(chunks, ({ box }) => box.max.y - box.min.y + 1),
  }
  const thumbnail = options.thumbnail ? decodeThumbnail(wasm, memory, plan, chunks, most, options.into) : null
  if (thumbnail) return describe(plan, { data: thumbnail, planes: [] }, null, true)
  const unpack = createChunkUnpacker(wasm, memory, plan.part, most)
  const statistics = options.statistics ? createStatistics(wasm, memory, namesMeasured(plan)) : null
  const output = createOutput(wasm, memory, plan, options, statistics)
  for (const chunk of chunks) {
    const planes = unpack(chunk)
    if (statistics && !plan.isLuminanceChroma) measure(statistics, plan, planes, chunk.box)
    output.write(planes, chunk.box)
  }
  return describe(plan, output.finish(), statistics, false)
}

function createOutput(
  wasm: ExrWasm,
  memory: DecoderMemory,
  plan: PicturePlan,
  options: DecodeOptions,
  statistics: StatisticsGatherer | null,
): PictureOutput {
  if (plan.output === 'planar') return createPlanarOutput(memory, plan, options.into)
  const sink =
    plan.reduce === 1
      ? createFullSink(memory, plan, options.into)
      : createMeanSink(wasm, memory, plan, options.into)
  return plan.isLuminanceChroma
    ? createLuminanceChromaOutput(wasm, memory, plan, sink, statistics)
    : createRgbaOutput(wasm, memory, plan, sink)
}

/** By the channels' indices; of luminance and chroma the colors made of them are measured. */
function namesMeasured({ part, channels, colors, isLuminanceChroma }: PicturePlan): Map<number, string> {
  if (!isLuminanceChroma) return new Map(channels.map((index) => [index, part.channels[index]?.name ?? '']))
  const made = colors[3] === null ? COLORS_MADE : [...COLORS_MADE, part.channels[colors[3]]?.name ?? '']
  return new Map(made.entries())
}

function measure(
  statistics: StatisticsGatherer,
  plan: PicturePlan,
  planes: readonly SamplePlane[],
  box: Box,
): void {
  const shared = intersect(box, plan.region)
  if (!shared) return
  for (const index of plan.channels) {
    const plane = planes[index]
    const channel = plan.part.channels[index]
    if (!plane || !channel) continue
    const { xSampling, ySampling } = channel
    const first = Math.ceil(shared.min.x / xSampling) - Math.ceil(box.min.x / xSampling)
    const end = Math.floor(shared.max.x / xSampling) - Math.ceil(box.min.x / xSampling) + 1
    const top = Math.ceil(shared.min.y / ySampling) - Math.ceil(box.min.y / ySampling)
    const bottom = Math.floor(shared.max.y / ySampling) - Math.ceil(box.min.y / ySampling)
    for (let row = top; row <= bottom && end > first; row += 1) {
      statistics.add(index, plane, row, first, end - first)
    }
  }
}

function describe(
  plan: PicturePlan,
  { data, planes }: ReturnType<PictureOutput['finish']>,
  statistics: StatisticsGatherer | null,
  isRough: boolean,
): DecodedImage {
  const { part, width, height, region } = plan
  const nameOf = (index: number | null): string | null =>
    index === null ? null : (part.channels[index]?.name ?? null)
  return {
    width,
    height,
    data,
    planes,
    channelNames: plan.isLuminanceChroma
      ? [...COLORS_MADE, nameOf(plan.colors[3])]
      : (plan.output === 'planar' ? plan.channels : plan.colors).map(nameOf),
    statistics: statistics?.results() ?? [],
    isRough,
    pixelAspectRatio: part.pixelAspectRatio,
    region,
    dataWindow: part.dataWindow,
    displayWindow: part.displayWindow,
  }
}

function mostOf<Item>(items: readonly Item[], measureItem: (item: Item) => number): number {
  return items.reduce((most, item) => Math.max(most, measureItem(item)), 0)
}
