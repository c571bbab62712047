// Pictures for scopes and proofs: charts whose every pixel is known, random ones, and ones full of odd numbers.
import { resolve } from 'node:path'
import { floatToHalf } from '../../src-main/shared/exr/half'
import { readBakedLuts } from '../../src-main/features/proof/light-views'
import { createLutView, type ScopeView } from '../../src-main/shared/scopes/views'
import type { LinearPixels } from '../../src-main/shared/scopes/pixels'
import { seededRandom } from './seeded-random'

export type Rgb = readonly [number, number, number]

export function halfPicture(
  width: number,
  height: number,
  pixel: (x: number, y: number) => Rgb,
): LinearPixels {
  const data = new Uint16Array(width * height * 4)
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 4) {
      const rgb = pixel(x, y)
      for (let channel = 0; channel < 3; channel += 1) data[at + channel] = floatToHalf(rgb[channel] ?? 0)
      data[at + 3] = 0x3c00
    }
  }
  return { data, width, height }
}

export function floatPicture(
  width: number,
  height: number,
  pixel: (x: number, y: number) => Rgb,
): LinearPixels {
  const data = new Float32Array(width * height * 4)
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 4) data.set([...pixel(x, y), 1], at)
  }
  return { data, width, height }
}

/** Every pixel a color of its own: x + 10·y, spread over the stops. */
export const identifiable = (x: number, y: number): Rgb => {
  const number = x + 10 * y
  return [number / 64, 2 ** ((number % 40) / 2 - 12), number % 7 === 0 ? 0 : 1 / number]
}

/** Halves of every kind: any bits at all. */
export function randomBits(width: number, height: number, seed: number): LinearPixels {
  const random = seededRandom(seed)
  return { data: Uint16Array.from({ length: width * height * 4 }, () => random() * 65536), width, height }
}

/** Plausible light with grain, in floats. */
export function randomLight(width: number, height: number, seed: number): LinearPixels {
  const random = seededRandom(seed)
  return floatPicture(width, height, () => {
    const light = 0.18 * 2 ** (random() * 20 - 12)
    return [light * (0.5 + random()), light * (0.5 + random()), light * (random() - 0.05)]
  })
}

const ODD = [NaN, Infinity, -Infinity, 0, -0, -0.5, 65504, -65504, 2 ** -24, 1, 0.18]

/** NaN, Inf, negatives, denormals in all combinations. */
export const odd = (x: number, y: number): Rgb => [
  ODD[x % ODD.length] ?? 0,
  ODD[y % ODD.length] ?? 0,
  ODD[(x + y * 3) % ODD.length] ?? 0,
]

export async function readViews(): Promise<{ sdr: ScopeView; pq: ScopeView }> {
  const luts = await readBakedLuts(resolve(import.meta.dirname, '../../assets/luts'))
  const find = (id: string): ScopeView => {
    const lut = luts.find((each) => each.id === id)
    if (!lut) throw new Error(`no view ${id}`)
    return createLutView(lut)
  }
  return { sdr: find('aces1-sdr-rec709'), pq: find('aces1-hdr1000-pq') }
}
