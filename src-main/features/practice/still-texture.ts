// A still as the renderer wants it: scene-linear AP0 with a relief guessed from its brightness, so that lights
// passing over it catch its edges. Pure arrays; decoding the file happens elsewhere.
import { REC709_TO_AP0, srgbToLinear } from './color-spaces'

/** Per pixel: AP0 red, green, blue, then the slope to the right and the slope downwards. */
export const TEXTURE_CHANNELS = 5

export interface StillTexture {
  width: number
  height: number
  /** Interleaved, TEXTURE_CHANNELS per pixel, top row first. */
  pixels: Float32Array
}

/** `rgb` is sRGB, 8 bit, interleaved, width × height × 3. */
export function textureFromSrgb(width: number, height: number, rgb: Uint8Array): StillTexture {
  const [m0, m1, m2, m3, m4, m5, m6, m7, m8] = REC709_TO_AP0
  const linear = Float32Array.from({ length: 256 }, (_, code) => srgbToLinear(code / 255))
  const pixels = new Float32Array(width * height * TEXTURE_CHANNELS)
  for (let from = 0, to = 0; to < pixels.length; from += 3, to += TEXTURE_CHANNELS) {
    const r = linear[rgb[from] ?? 0] ?? 0
    const g = linear[rgb[from + 1] ?? 0] ?? 0
    const b = linear[rgb[from + 2] ?? 0] ?? 0
    pixels[to] = m0 * r + m1 * g + m2 * b
    pixels[to + 1] = m3 * r + m4 * g + m5 * b
    pixels[to + 2] = m6 * r + m7 * g + m8 * b
  }
  return addRelief({ width, height, pixels })
}

/** Fills the slope channels from the picture's brightness, seen as height. */
export function addRelief(texture: StillTexture): StillTexture {
  const { width, height, pixels } = texture
  const relief = new Float32Array(width * height)
  for (let index = 0; index < relief.length; index++) {
    relief[index] = Math.cbrt(Math.max(0, pixels[index * TEXTURE_CHANNELS + 1] ?? 0))
  }
  const reach = Math.max(1, Math.round(height / 480))
  const fine = blur(blur(relief, width, height, reach), width, height, reach)
  const broad = blur(blur(fine, width, height, reach * 6), width, height, reach * 6)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const left = y * width + Math.max(0, x - 1)
      const right = y * width + Math.min(width - 1, x + 1)
      const up = Math.max(0, y - 1) * width + x
      const down = Math.min(height - 1, y + 1) * width + x
      const to = (y * width + x) * TEXTURE_CHANNELS
      pixels[to + 3] = slope(fine, broad, left, right, reach)
      pixels[to + 4] = slope(fine, broad, up, down, reach)
    }
  }
  return texture
}

// Fine slopes catch edges, broad ones give bodies; both are bounded so that noise cannot sparkle.
function slope(fine: Float32Array, broad: Float32Array, from: number, to: number, reach: number): number {
  const fineRise = ((fine[from] ?? 0) - (fine[to] ?? 0)) * 5 * reach
  const broadRise = ((broad[from] ?? 0) - (broad[to] ?? 0)) * 22 * reach
  return Math.tanh(fineRise + broadRise)
}

/** A box blur of `reach` pixels to each side, edges held. */
function blur(source: Float32Array, width: number, height: number, reach: number): Float32Array {
  const across = new Float32Array(source.length)
  for (let y = 0; y < height; y++) blurLine(source, across, y * width, 1, width, reach)
  const result = new Float32Array(source.length)
  for (let x = 0; x < width; x++) blurLine(across, result, x, width, height, reach)
  return result
}

function blurLine(
  source: Float32Array,
  target: Float32Array,
  start: number,
  step: number,
  count: number,
  reach: number,
): void {
  const at = (index: number): number => source[start + Math.min(count - 1, Math.max(0, index)) * step] ?? 0
  let sum = 0
  for (let index = -reach; index <= reach; index++) sum += at(index)
  for (let index = 0; index < count; index++) {
    target[start + index * step] = sum / (2 * reach + 1)
    sum += at(index + reach + 1) - at(index - reach)
  }
}
