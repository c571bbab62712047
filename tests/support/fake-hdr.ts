// Real HDR frames made fake in the five ways that are met: what the proof sheet has to call by its name.
import {
  AP0,
  conversionMatrix,
  REC709,
  transform,
  type Matrix3,
} from '../../src-main/shared/domain/color-matrix'
import { halfToFloat } from '../../src-main/shared/exr/half'
import type { LinearPixels } from '../../src-main/shared/scopes/pixels'
import { AP1_TO_AP0, fromAcescct, FROM_AP0, toAcescct } from '../../src-main/shared/scopes/spaces'
import { halfPicture, type Rgb } from './scope-pictures'

const TO_709 = FROM_AP0.rec709
const FROM_709: Matrix3 = conversionMatrix(REC709, AP0) ?? [1, 0, 0, 0, 1, 0, 0, 0, 1]

type Pixel = (x: number, y: number) => Rgb

interface Source {
  width: number
  height: number
  /** Finite; beyond the edges stands the edge. */
  at: Pixel
  /** The greatest component that `share` of the pixels are below. */
  level(share: number): number
}

export const FAKES = {
  'SDR multiplied up': multiplied,
  'inverse tone-mapped': inverseToneMapped,
  'clipped and smoothed': clippedAndSmoothed,
  'banded to 8 bits': banded,
  upscaled: upscaled,
} as const satisfies Record<string, (source: Source) => Pixel>
export type FakeName = keyof typeof FAKES

/** Halves, as a delivery has them. */
export function makeFake(name: FakeName, real: LinearPixels): LinearPixels {
  const source = toSource(real)
  return halfPicture(real.width, real.height, FAKES[name](source))
}

function toSource({ data, width, height }: LinearPixels): Source {
  const value = (at: number): number => {
    const sample = data[at] ?? 0
    const linear = data instanceof Uint16Array ? halfToFloat(sample) : sample
    return Number.isFinite(linear) ? linear : 0
  }
  const clamp = (place: number, size: number): number => Math.max(0, Math.min(size - 1, place))
  const at: Pixel = (x, y) => {
    const start = (clamp(y, height) * width + clamp(x, width)) * 4
    return [value(start), value(start + 1), value(start + 2)]
  }
  const levels = Float64Array.from({ length: width * height }, (_, pixel) =>
    Math.max(value(pixel * 4), value(pixel * 4 + 1), value(pixel * 4 + 2)),
  ).sort()
  return { width, height, at, level: (share) => levels[Math.floor((levels.length - 1) * share)] ?? 1 }
}

const encode = (linear: number): number => {
  const light = Math.max(0, Math.min(1, linear))
  return light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055
}
const decode = (code: number): number => (code <= 0.04045 ? code / 12.92 : ((code + 0.055) / 1.055) ** 2.4)
const to8Bits = (code: number): number => Math.round(code * 255) / 255
const each = ([r, g, b]: Rgb, change: (value: number) => number): Rgb => [change(r), change(g), change(b)]

/** Exposed so that three pixels in a hundred are white, as SDR video is, in 8-bit Rec.709; linear 0…1. */
function sdr({ at, level }: Source): Pixel {
  const exposure = 1 / level(0.97)
  return (x, y) => each(transform(TO_709, at(x, y)), (value) => decode(to8Bits(encode(value * exposure))))
}

function multiplied(source: Source): Pixel {
  const clip = sdr(source)
  return (x, y) =>
    transform(
      FROM_709,
      each(clip(x, y), (value) => value * 8),
    )
}

function inverseToneMapped(source: Source): Pixel {
  const clip = sdr(source)
  return (x, y) =>
    transform(
      FROM_709,
      each(clip(x, y), (value) => value / (1.05 - value)),
    )
}

function clippedAndSmoothed({ width, height, at, level }: Source): Pixel {
  const limit = level(0.98)
  const weights = [-3, -2, -1, 0, 1, 2, 3].map((off) => Math.exp(-(off * off) / 2))
  const sum = weights.reduce((all, weight) => all + weight, 0)
  const start = (x: number, y: number): number =>
    (Math.max(0, Math.min(height - 1, y)) * width + Math.max(0, Math.min(width - 1, x))) * 3
  const blur = (plane: Float64Array, dx: number, dy: number): Float64Array => {
    const blurred = new Float64Array(plane.length)
    for (let to = 0; to < plane.length; to += 3) {
      const x = (to / 3) % width
      const y = Math.floor(to / 3 / width)
      for (let off = -3; off <= 3; off += 1) {
        const from = start(x + off * dx, y + off * dy)
        const weight = (weights[off + 3] ?? 0) / sum
        for (let channel = 0; channel < 3; channel += 1) {
          blurred[to + channel] = (blurred[to + channel] ?? 0) + (plane[from + channel] ?? 0) * weight
        }
      }
    }
    return blurred
  }
  const clipped = new Float64Array(width * height * 3)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      clipped.set(
        each(at(x, y), (value) => Math.min(value, limit)),
        start(x, y),
      )
    }
  }
  const smooth = blur(blur(clipped, 1, 0), 0, 1)
  return (x, y) => {
    const from = start(x, y)
    return [(smooth[from] ?? 0) * 6, (smooth[from + 1] ?? 0) * 6, (smooth[from + 2] ?? 0) * 6]
  }
}

/** Through ACEScct in 8 bits. */
function banded({ at }: Source): Pixel {
  return (x, y) => {
    const codes = each(transform(FROM_AP0.ap1, at(x, y)), (value) =>
      fromAcescct(to8Bits(Math.max(0, Math.min(1, toAcescct(value))))),
    )
    return transform(AP1_TO_AP0, codes)
  }
}

/** Halved by means of four, doubled by Catmull and Rom's curve, in logarithm. */
function upscaled({ width, height, at }: Source): Pixel {
  const columns = Math.ceil(width / 2)
  const rows = Math.ceil(height / 2)
  const small: Rgb[] = Array.from({ length: columns * rows }, (_, index) => {
    const x = (index % columns) * 2
    const y = Math.floor(index / columns) * 2
    const four = [at(x, y), at(x + 1, y), at(x, y + 1), at(x + 1, y + 1)]
    const mean = (channel: 0 | 1 | 2): number => four.reduce((sum, rgb) => sum + rgb[channel] / 4, 0)
    return each([mean(0), mean(1), mean(2)], (value) => Math.log2(Math.max(value, 2 ** -12)))
  })
  const read = (x: number, y: number): Rgb =>
    small[Math.max(0, Math.min(rows - 1, y)) * columns + Math.max(0, Math.min(columns - 1, x))] ?? [0, 0, 0]
  // A pixel lies a quarter of the small one's width beside its middle.
  const curve = (place: number): { from: number; weights: number[] } => {
    const from = Math.floor(place)
    const t = place - from
    const weights = [
      -0.5 * t ** 3 + t ** 2 - 0.5 * t,
      1.5 * t ** 3 - 2.5 * t ** 2 + 1,
      -1.5 * t ** 3 + 2 * t ** 2 + 0.5 * t,
      0.5 * t ** 3 - 0.5 * t ** 2,
    ]
    return { from: from - 1, weights }
  }
  return (x, y) => {
    const across = curve((x - 0.5) / 2)
    const down = curve((y - 0.5) / 2)
    const rgb = [0, 0, 0]
    down.weights.forEach((wy, row) =>
      across.weights.forEach((wx, column) =>
        read(across.from + column, down.from + row).forEach((value, channel) => {
          rgb[channel] = (rgb[channel] ?? 0) + value * wx * wy
        }),
      ),
    )
    return [2 ** (rgb[0] ?? 0), 2 ** (rgb[1] ?? 0), 2 ** (rgb[2] ?? 0)]
  }
}
