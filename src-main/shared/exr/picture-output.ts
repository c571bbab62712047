// The decoded channels as RGBA rows, a few at a time, and what every output offers.
import type { DecoderMemory } from './decoder-memory'
import { boxWidth, type Box, type PixelType } from './model'
import { intersect, type PicturePlan } from './picture-plan'
import type { PixelSink } from './pixel-sink'
import { createRgbaRows } from './rgba-rows'
import type { SamplePlane } from './unpack-chunk'
import type { ExrWasm } from './wasm-module'

export interface ImagePlane {
  name: string
  pixelType: PixelType
  width: number
  height: number
  data: Uint16Array | Float32Array | Uint32Array
}

export interface PictureOutput {
  /** `planes` by the channels' indices; `box` is the chunk's. */
  write(planes: readonly SamplePlane[], box: Box): void
  finish(): { data: Uint16Array | Float32Array | Uint8Array; planes: ImagePlane[] }
}

/** What is woven before it goes on: little enough to be still in the nearest cache then. */
const STRIP_BYTES = 65536

export function createRgbaOutput(
  wasm: ExrWasm,
  memory: DecoderMemory,
  plan: PicturePlan,
  sink: PixelSink,
): PictureOutput {
  const width = boxWidth(plan.region)
  const rows = createRgbaRows(wasm, memory, sink.format, width)
  const mostLines = Math.max(1, Math.floor(STRIP_BYTES / (width * rows.bytesPerPixel)))
  const strip = memory.reserve(mostLines * width * rows.bytesPerPixel)
  return {
    write: (planes, box) => {
      const shared = intersect(box, plan.region)
      if (!shared) return
      const picked = plan.colors.map((index) => (index === null ? null : (planes[index] ?? null)))
      const count = boxWidth(shared)
      const column = shared.min.x - box.min.x
      for (let y = shared.min.y; y <= shared.max.y; y += mostLines) {
        const lines = Math.min(mostLines, shared.max.y - y + 1)
        for (let line = 0; line < lines; line += 1) {
          const to = strip + line * count * rows.bytesPerPixel
          rows.write(picked, y - box.min.y + line, column, count, to)
        }
        sink.accept(strip, shared.min.x, y, count, lines)
      }
    },
    finish: () => ({ data: sink.finish(), planes: [] }),
  }
}
