// Color differences for tests: ΔE2000 of Rec.709 display codes and ΔE-ITP (ITU-R BT.2124) of Rec.2100 PQ codes.
import { conversionMatrix, REC709, transform, type Chromaticities } from '#shared/domain/color-matrix'

export type Rgb = readonly [number, number, number]

/** CIE Lab (D65) of Rec.709 codes shown by BT.1886 with a gamma of 2.4. */
function toLab(codes: Rgb): Rgb {
  return linearToLab(codes.map((code) => Math.min(1, Math.max(0, code)) ** 2.4) as unknown as Rgb, REC709)
}

/** CIE Lab (D65) of display light, 0…1 of white, in primaries with a D65 white. */
export function linearToLab(light: Rgb, primaries: Chromaticities): Rgb {
  const f = (ratio: number): number =>
    ratio > (6 / 29) ** 3 ? Math.cbrt(ratio) : ratio / (3 * (6 / 29) ** 2) + 4 / 29
  const toRec709 = conversionMatrix(primaries, REC709)
  if (!toRec709) throw new RangeError('The primaries describe no color space')
  const [r, g, b] = transform(toRec709, light)
  const x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047)
  const y = f(0.2126729 * r + 0.7151522 * g + 0.072175 * b)
  const z = f((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

const degrees = (radians: number): number => ((radians * 180) / Math.PI + 360) % 360
const cosine = (angle: number): number => Math.cos((angle * Math.PI) / 180)

/** CIEDE2000 after Sharma, Wu and Dalal (2005), of two Lab colors. */
export function labDifference([l1, a1, b1]: Rgb, [l2, a2, b2]: Rgb): number {
  const mean7 = ((Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2) ** 7
  const stretch = 1 + 0.5 * (1 - Math.sqrt(mean7 / (mean7 + 25 ** 7)))
  const c1 = Math.hypot(a1 * stretch, b1)
  const c2 = Math.hypot(a2 * stretch, b2)
  const h1 = c1 === 0 ? 0 : degrees(Math.atan2(b1, a1 * stretch))
  const h2 = c2 === 0 ? 0 : degrees(Math.atan2(b2, a2 * stretch))
  const isGray = c1 * c2 === 0
  const turn = isGray ? 0 : ((h2 - h1 + 540) % 360) - 180
  const meanH = isGray ? h1 + h2 : h1 + turn / 2
  const meanL = (l1 + l2) / 2
  const meanC = (c1 + c2) / 2
  const t =
    1 -
    0.17 * cosine(meanH - 30) +
    0.24 * cosine(2 * meanH) +
    0.32 * cosine(3 * meanH + 6) -
    0.2 * cosine(4 * meanH - 63)
  const dl = (l2 - l1) / (1 + (0.015 * (meanL - 50) ** 2) / Math.sqrt(20 + (meanL - 50) ** 2))
  const dc = (c2 - c1) / (1 + 0.045 * meanC)
  const dh = (2 * Math.sqrt(c1 * c2) * Math.sin((turn * Math.PI) / 360)) / (1 + 0.015 * meanC * t)
  const hue = ((((meanH % 360) + 360) % 360) - 275) / 25
  const rotation =
    -2 *
    Math.sqrt(meanC ** 7 / (meanC ** 7 + 25 ** 7)) *
    Math.sin((60 * Math.exp(-(hue ** 2)) * Math.PI) / 180)
  return Math.sqrt(Math.max(0, dl ** 2 + dc ** 2 + dh ** 2 + rotation * dc * dh))
}

export function differenceE2000(first: Rgb, second: Rgb): number {
  return labDifference(toLab(first), toLab(second))
}

function pqToLinear(code: number): number {
  const power = Math.min(1, Math.max(0, code)) ** (32 / 2523)
  return (Math.max(0, power - 3424 / 4096) / (2413 / 128 - (2392 / 128) * power)) ** (16384 / 2610)
}

function linearToPq(linear: number): number {
  const power = Math.max(0, linear) ** (2610 / 16384)
  return ((3424 / 4096 + (2413 / 128) * power) / (1 + (2392 / 128) * power)) ** (2523 / 32)
}

/** From linear Rec.2020 light, 1 for 10 000 nit. */
function toItp([r, g, b]: Rgb): Rgb {
  const l = linearToPq((1688 * r + 2146 * g + 262 * b) / 4096)
  const m = linearToPq((683 * r + 2951 * g + 462 * b) / 4096)
  const s = linearToPq((99 * r + 309 * g + 3688 * b) / 4096)
  return [
    (2048 * l + 2048 * m) / 4096,
    (0.5 * (6610 * l - 13613 * m + 7003 * s)) / 4096,
    (17933 * l - 17390 * m - 543 * s) / 4096,
  ]
}

export function differenceItp(first: Rgb, second: Rgb): number {
  const [one, other] = [first, second].map((codes) => codes.map((code) => pqToLinear(code) * 10_000))
  return lightDifferenceItp(one as unknown as Rgb, other as unknown as Rgb)
}

/** Of linear Rec.2020 light in nits. */
export function lightDifferenceItp(first: Rgb, second: Rgb): number {
  const [i1, t1, p1] = toItp(first.map((nits) => nits / 10_000) as unknown as Rgb)
  const [i2, t2, p2] = toItp(second.map((nits) => nits / 10_000) as unknown as Rgb)
  return 720 * Math.hypot(i1 - i2, t1 - t2, p1 - p2)
}
