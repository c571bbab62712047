// Where rows of RGBA pixels go: into the caller's buffer or a new one as they are, or into the means of a smaller
// picture.
import type { DecoderMemory } from './decoder-memory'
import { ExrError } from './exr-error'
import { boxHeight, boxWidth } from './model'
import { isWithinData, type DecodeOptions, type PicturePlan } from './picture-plan'
import type { ExrWasm } from './wasm-module'

const FLOAT = 2

export interface PixelSink {
  /** Of the rows it takes. */
  format: 'rgba-half' | 'rgba-float'
  /** `lines` rows of `count` pixels one after the other in the module's memory; x and y are the file's coordinates. */
  accept(at: number, x: number, y: number, count: number, lines: number): void
  finish(): Uint16Array | Float32Array
}

/** At full size. */
export function createFullSink(
  memory: DecoderMemory,
  plan: PicturePlan,
  into: DecodeOptions['into'],
): PixelSink {
  const format = plan.output === 'rgba-half' ? 'rgba-half' : 'rgba-float'
  const data = claimRgba(plan, into)
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  const pixelBytes = format === 'rgba-half' ? 8 : 16
  const rowBytes = plan.width * pixelBytes
  return {
    format,
    accept: (at, x, y, count, lines) => {
      const source = memory.bytes()
      const pieceBytes = count * pixelBytes
      const to = (y - plan.region.min.y) * rowBytes + (x - plan.region.min.x) * pixelBytes
      if (pieceBytes === rowBytes) {
        bytes.set(source.subarray(at, at + lines * rowBytes), to)
        return
      }
      for (let line = 0; line < lines; line += 1) {
        const from = at + line * pieceBytes
        bytes.set(source.subarray(from, from + pieceBytes), to + line * rowBytes)
      }
    },
    finish: () => data,
  }
}

/** Each pixel the mean of `plan.reduce` across and down; at the right and lower edge of those that are there. */
export function createMeanSink(
  wasm: ExrWasm,
  memory: DecoderMemory,
  plan: PicturePlan,
  into: DecodeOptions['into'],
): PixelSink {
  const { region, reduce, width, height } = plan
  const data = claimRgba(plan, into)
  const sums = memory.reserve(width * height * 16)
  const halves = memory.reserve(width * 8)
  memory.bytes().fill(0, sums, sums + width * height * 16)
  const restOf = (size: number): number => size - Math.floor((size - 1) / reduce) * reduce
  const lastColumns = restOf(boxWidth(region))
  const lastLines = restOf(boxHeight(region))
  return {
    format: 'rgba-float',
    accept: (at, x, y, count, lines) => {
      const column = x - region.min.x
      for (let line = 0; line < lines; line += 1) {
        const row = Math.floor((y - region.min.y + line) / reduce)
        const first = sums + (row * width + Math.floor(column / reduce)) * 16
        wasm.addToSums(at + line * count * 16, count, reduce, column % reduce, first)
      }
    },
    finish: () => {
      for (let row = 0; row < height; row += 1) {
        const at = sums + row * width * 16
        const lines = row === height - 1 ? lastLines : reduce
        wasm.scaleSums(at, width - 1, 1 / (lines * reduce))
        wasm.scaleSums(at + (width - 1) * 16, 1, 1 / (lines * lastColumns))
        const isHalf = data instanceof Uint16Array
        if (isHalf) wasm.toHalves(FLOAT, at, halves, width * 4)
        const { buffer } = memory.bytes()
        const samples = isHalf
          ? new Uint16Array(buffer, halves, width * 4)
          : new Float32Array(buffer, at, width * 4)
        data.set(samples, row * width * 4)
      }
      return data
    },
  }
}

/** The caller's buffer or a new one, zero where no data will come. */
export function claimRgba(plan: PicturePlan, into: DecodeOptions['into']): Uint16Array | Float32Array {
  const samples = plan.width * plan.height * 4
  const Type = plan.output === 'rgba-half' ? Uint16Array : Float32Array
  if (into === undefined) return new Type(samples)
  if (!(into instanceof Type) || into.length < samples) {
    throw new ExrError('bad-request', 0, `The buffer must be a ${Type.name} of ${samples} samples.`)
  }
  const data = into.subarray(0, samples)
  if (!isWithinData(plan)) data.fill(0)
  return data
}
