// Pictures of luminance and two chroma channels of half the size: kept whole until all of them is there, because a
// pixel's chroma is filtered from thirteen pixels around, and then made RGBA row by row.
import type { DecoderMemory } from './decoder-memory'
import { luminanceWeights } from './luminance-weights'
import { boxHeight, boxWidth, PIXEL_TYPES } from './model'
import type { PictureOutput } from './picture-output'
import type { PicturePlan } from './picture-plan'
import type { PixelSink } from './pixel-sink'
import type { StatisticsGatherer } from './sample-statistics'
import type { SamplePlane } from './unpack-chunk'
import type { ExrWasm } from './wasm-module'

const HALF = PIXEL_TYPES.indexOf('half')
const HALF_ONE = 0x3c00
/** Rows of chroma that one between them is made of, and as many as are kept to make the next. */
const TAPS = 14
const KEPT = 16

/** A channel of the whole picture as halves. */
interface WholePlane {
  at: number
  width: number
  height: number
}

export function createLuminanceChromaOutput(
  wasm: ExrWasm,
  memory: DecoderMemory,
  plan: PicturePlan,
  sink: PixelSink,
  statistics: StatisticsGatherer | null,
): PictureOutput {
  const { dataWindow, chromaticities } = plan.part
  const weights = luminanceWeights(chromaticities)
  const width = boxWidth(dataWindow)
  const height = boxHeight(dataWindow)
  const reserve = (across: number, down: number, value: number): WholePlane => {
    const at = memory.reserve(across * down * 2)
    new Uint16Array(memory.bytes().buffer, at, across * down).fill(value)
    return { at, width: across, height: down }
  }
  const ry = reserve(width / 2, height / 2, 0)
  const y = reserve(width, height, 0)
  const by = reserve(width / 2, height / 2, 0)
  const alpha = reserve(width, height, HALF_ONE)
  const converted = memory.reserve(width * 2)
  const makeRow = createRowMaker(wasm, memory, { width, height, weights, y, ry, by })
  const woven = memory.reserve(width * 8 + 64)
  const floats = memory.reserve(width * 16)
  return {
    write: (planes, box) => {
      for (const [color, whole] of [ry, y, by, alpha].entries()) {
        const index = plan.colors[color] ?? null
        const plane = index === null ? undefined : planes[index]
        const ySampling = index === null ? 1 : (plan.part.channels[index]?.ySampling ?? 1)
        if (plane) keepRows(plane, Math.ceil((box.min.y - dataWindow.min.y) / ySampling), whole)
      }
    },
    finish: () => {
      const shared = plan.dataRegion
      for (let line = shared?.min.y ?? 0; shared && line <= shared.max.y; line += 1) {
        const row = line - dataWindow.min.y
        const first = shared.min.x - dataWindow.min.x
        const count = boxWidth(shared)
        const red = makeRow(row)
        const places = [red, red + rowBytesOf(width), red + 2 * rowBytesOf(width), alpha.at + row * width * 2]
        const [r = 0, g = 0, b = 0, a = 0] = places.map((at) => at + first * 2)
        for (const [color, at] of [r, g, b, a].entries()) {
          statistics?.add(color, { at, stride: 0, type: HALF, width: count, height: 1 }, 0, 0, count)
        }
        wasm.interleaveHalves(r, g, b, a, woven, count)
        if (sink.format === 'rgba-float') wasm.toFloats(HALF, woven, floats, count * 4)
        sink.accept(sink.format === 'rgba-float' ? floats : woven, shared.min.x, line, count, 1)
      }
      return { data: sink.finish(), planes: [] }
    },
  }

  function keepRows(plane: SamplePlane, top: number, whole: WholePlane): void {
    for (let line = 0; line < plane.height; line += 1) {
      const from = plane.at + line * plane.stride
      // What converts writes beyond the row's end.
      if (plane.type !== HALF) wasm.toHalves(plane.type, from, converted, plane.width)
      const source = plane.type === HALF ? from : converted
      memory.bytes().copyWithin(whole.at + (top + line) * whole.width * 2, source, source + plane.width * 2)
    }
  }
}

interface Whole {
  width: number
  height: number
  weights: Float32Array
  y: WholePlane
  ry: WholePlane
  by: WholePlane
}

/** Of a row of floats, with what vector code touches behind it; rows of halves lie as far apart. */
const rowBytesOf = (width: number): number => Math.ceil((width * 4 + 64) / 16) * 16

/**
 * Gives the place of red's halves, with green's and blue's behind. Lines count from the picture's first; asked for in
 * rising order each is filtered once.
 */
function createRowMaker(wasm: ExrWasm, memory: DecoderMemory, whole: Whole): (line: number) => number {
  const { width, height, y, ry, by } = whole
  const rowBytes = rowBytesOf(width)
  const weights = memory.reserve(12)
  const padded = memory.reserve(width * 4 + 256)
  const list = memory.reserve(TAPS * 4)
  const blended = [memory.reserve(rowBytes), memory.reserve(rowBytes)] as const
  const colors = memory.reserve(3 * 3 * rowBytes)
  const saturations = memory.reserve(3 * (rowBytes + 64)) + 32
  const halves = memory.reserve(3 * rowBytes)
  const spread = [ry, by].map((plane) => ({
    plane,
    at: memory.reserve(KEPT * rowBytes),
    held: [] as number[],
  }))
  new Float32Array(memory.bytes().buffer, weights, 3).set(whole.weights)
  const made = [-9, -9, -9]

  /** Beyond the picture the first and the last line that have chroma go on. */
  const clamp = (line: number): number => (line < 0 ? 0 : line >= height ? height - 2 : line)

  function chromaAt(channel: number, line: number): number {
    const kept = spread[channel]
    if (!kept) return 0
    const row = clamp(line) / 2
    const slot = row % KEPT
    const to = kept.at + slot * rowBytes
    if (kept.held[slot] !== row) {
      wasm.spreadChroma(kept.plane.at + row * kept.plane.width * 2, kept.plane.width, padded, to)
      kept.held[slot] = row
    }
    return to
  }

  function chromaBetween(channel: 0 | 1, line: number): number {
    const rows = Uint32Array.from({ length: TAPS }, (_, tap) => chromaAt(channel, line - TAPS + 1 + 2 * tap))
    new Uint32Array(memory.bytes().buffer, list, TAPS).set(rows)
    wasm.blendChroma(list, blended[channel], width)
    return blended[channel]
  }

  /** Also one line above and one below the picture. */
  function makeColors(line: number): number {
    const slot = (line + 3) % 3
    const at = colors + slot * 3 * rowBytes
    if (made[slot] === line) return slot
    made[slot] = line
    const isBetween = (line & 1) !== 0
    const [one, other] = isBetween
      ? [chromaBetween(0, line), chromaBetween(1, line)]
      : [chromaAt(0, line), chromaAt(1, line)]
    wasm.chromaToColors(y.at + clamp(line) * width * 2, one, other, weights, at, rowBytes, width)
    wasm.measureSaturation(at, rowBytes, saturations + slot * (rowBytes + 64), width)
    return slot
  }

  return (line) => {
    const above = saturations + makeColors(line - 1) * (rowBytes + 64)
    const here = colors + makeColors(line) * 3 * rowBytes
    const below = saturations + makeColors(line + 1) * (rowBytes + 64)
    wasm.drawBackColors(here, rowBytes, above, below, weights, halves, rowBytes, width)
    return halves
  }
}
