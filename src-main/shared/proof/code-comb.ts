// Was the light ever held in 8 bits? Codes of 8 bits stand at even steps in the curve they were made with, and so do
// their values afterwards, however they were scaled: a comb in the histogram, a sharp line in its spectrum. It outlives
// DWAB, which blurs each tooth but does not move it. Natural light has no such line.
import { FROM_AP0 } from '../scopes/spaces'
import { halfValues, type LinearPixels } from '../scopes/pixels'
import { findTopLevel } from './top-level'
import { powerSpectrum } from './power-spectrum'

const BINS = 8192
/** Cycles over the histogram: below are the picture's own shapes, above the steps of DWAB's tables. */
const FIRST_CYCLE = 150
const LAST_CYCLE = 500
const SMOOTHING = 64
const DARKEST = 2 ** -8
const STOPS = 16
/** A pixel is taken from each this many, at most about 130 000 in all. */
const MOST_PIXELS = 130_000
/** The pixels above this share are left out when the curve of an SDR picture is looked for. */
const WHITE_SHARE = 0.999
const GAMMA = 2.4
const HEADROOM = 1.2

/**
 * The strongest line over the spectrum's median, of R, G and B in AP0, AP1 and Rec.709, with steps even in logarithm
 * or in a display's power curve.
 */
export function measureComb(pixels: LinearPixels): number {
  const samples = takeSamples(pixels)
  let best = 0
  for (const space of ['ap0', 'ap1', 'rec709'] as const) {
    const m = space === 'ap0' ? null : FROM_AP0[space]
    for (let channel = 0; channel < 3; channel += 1) {
      const [mr = 0, mg = 0, mb = 0] = m
        ? m.slice(channel * 3, channel * 3 + 3)
        : [channel === 0 ? 1 : 0, channel === 1 ? 1 : 0, channel === 2 ? 1 : 0]
      const values = new Float32Array(samples.length / 3)
      for (let at = 0, to = 0; at < samples.length; at += 3, to += 1) {
        values[to] =
          mr * (samples[at] as number) + mg * (samples[at + 1] as number) + mb * (samples[at + 2] as number)
      }
      const lit = values.filter((value) => value > DARKEST)
      if (lit.length < BINS) continue
      const top = findTopLevel(lit, lit.length * (1 - WHITE_SHARE))
      best = Math.max(
        best,
        lineStrength(lit, (value) => (Math.log2(value) + 8) / STOPS),
      )
      best = Math.max(
        best,
        lineStrength(lit, (value) => (value / top) ** (1 / GAMMA) / HEADROOM),
      )
    }
  }
  return best
}

function takeSamples({ data, width, height }: LinearPixels): Float32Array {
  const pixelCount = width * height
  // Odd, so that no column is left out of a picture whose width is even.
  const stride = Math.floor(pixelCount / MOST_PIXELS) | 1
  const samples = new Float32Array(Math.ceil(pixelCount / stride) * 3)
  const values = data instanceof Uint16Array ? halfValues() : null
  for (let pixel = 0, to = 0; pixel < pixelCount; pixel += stride) {
    for (let channel = 0; channel < 3; channel += 1, to += 1) {
      const sample = data[pixel * 4 + channel] as number
      const value = values ? (values[sample] as number) : sample
      samples[to] = Number.isFinite(value) ? value : 0
    }
  }
  return samples
}

function lineStrength(lit: Float32Array, toPlace: (value: number) => number): number {
  const counts = new Float32Array(BINS)
  for (const value of lit) {
    const bin = Math.floor(toPlace(value) * BINS)
    if (bin >= 0 && bin < BINS - 1) counts[bin] = (counts[bin] as number) + 1
  }
  // Flat areas make single codes very frequent; a comb is told by where codes are, not by how full.
  const usual = smooth(counts)
  const capped = counts.map((count, bin) => Math.min(count, 3 * (usual[bin] as number) + 1))
  const ground = smooth(capped)
  const teeth = capped.map(
    (count, bin) => (count - (ground[bin] as number)) / Math.sqrt((usual[bin] as number) + 1),
  )
  const power = powerSpectrum(teeth).slice(FIRST_CYCLE, LAST_CYCLE)
  const strongest = power.reduce((most, each) => Math.max(most, each), 0)
  const median = power.sort()[Math.floor(power.length / 2)] ?? 0
  return median > 0 ? strongest / median : 0
}

/** The mean of 129 bins around each; beyond the ends is nothing. */
function smooth(values: Float32Array): Float32Array {
  const means = new Float32Array(values.length)
  let sum = 0
  for (let ahead = 0; ahead < SMOOTHING; ahead += 1) sum += values[ahead] ?? 0
  for (let bin = 0; bin < values.length; bin += 1) {
    sum += values[bin + SMOOTHING] ?? 0
    means[bin] = sum / (2 * SMOOTHING + 1)
    sum -= values[bin - SMOOTHING] ?? 0
  }
  return means
}
