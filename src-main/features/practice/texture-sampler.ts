// The camera's slow push-in: rows of a texture, magnified about a point and interpolated bilinearly.
// Each source row is stretched once and kept while the rows that need it are made.
import { TEXTURE_CHANNELS, type StillTexture } from './still-texture'

export interface Framing {
  /** 1 shows the texture pixel for pixel; above 1 it is magnified. Never below 1. */
  zoom: number
  /** The point that stays where it is, in shares of width and height. */
  x: number
  y: number
}

export interface TextureSampler {
  frame(framing: Framing): void
  /** Writes one output row, TEXTURE_CHANNELS per pixel, into `target`. Rows are asked for from the top. */
  readRow(row: number, target: Float32Array): void
}

export function createTextureSampler(texture: StillTexture): TextureSampler {
  const { width, height, pixels } = texture
  const columns = new Int32Array(width)
  const shares = new Float32Array(width)
  const stretched: [Float32Array, Float32Array] = [
    new Float32Array(width * TEXTURE_CHANNELS),
    new Float32Array(width * TEXTURE_CHANNELS),
  ]
  const held: [number, number] = [-1, -1]
  let current: Framing = { zoom: 1, x: 0.5, y: 0.5 }

  const stretchRow = (source: number): Float32Array => {
    const slot = source & 1 ? 1 : 0
    const row = stretched[slot]
    if (held[slot] === source) return row
    held[slot] = source
    const start = source * width * TEXTURE_CHANNELS
    stretch(pixels.subarray(start, start + width * TEXTURE_CHANNELS), columns, shares, row)
    return row
  }

  return {
    frame(framing) {
      current = framing
      held.fill(-1)
      for (let x = 0; x < width; x++) {
        const at = sourceOf(x, width, framing.zoom, framing.x)
        columns[x] = Math.floor(at) * TEXTURE_CHANNELS
        shares[x] = at - Math.floor(at)
      }
    },
    readRow(row, target) {
      const at = sourceOf(row, height, current.zoom, current.y)
      const upper = Math.floor(at)
      const share = at - upper
      const above = stretchRow(upper)
      if (share === 0) {
        target.set(above)
        return
      }
      const below = stretchRow(upper + 1)
      for (let index = 0; index < target.length; index++) {
        const value = above[index] as number
        target[index] = value + ((below[index] as number) - value) * share
      }
    },
  }
}

/** The source pixel that lies under an output pixel, kept inside; whole numbers are pixel centres. */
function sourceOf(pixel: number, count: number, zoom: number, fixed: number): number {
  const still = fixed * count - 0.5
  return Math.min(count - 1, Math.max(0, still + (pixel - still) / zoom))
}

// Written out channel by channel: an inner loop over five would cost as much as the work in it.
function stretch(
  source: Float32Array,
  columns: Int32Array,
  shares: Float32Array,
  target: Float32Array,
): void {
  const last = source.length - TEXTURE_CHANNELS
  for (let x = 0, to = 0; x < columns.length; x++, to += TEXTURE_CHANNELS) {
    const from = columns[x] as number
    const next = from < last ? from + TEXTURE_CHANNELS : from
    const share = shares[x] as number
    const rest = 1 - share
    target[to] = (source[from] as number) * rest + (source[next] as number) * share
    target[to + 1] = (source[from + 1] as number) * rest + (source[next + 1] as number) * share
    target[to + 2] = (source[from + 2] as number) * rest + (source[next + 2] as number) * share
    target[to + 3] = (source[from + 3] as number) * rest + (source[next + 3] as number) * share
    target[to + 4] = (source[from + 4] as number) * rest + (source[next + 4] as number) * share
  }
}
