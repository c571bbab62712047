// How much of a color's luminance red, green and blue are: from the primaries, in float32 as OpenEXR reckons it.
import { ExrError } from './exr-error'
import type { Chromaticities } from './model'

const REC_709: Chromaticities = {
  red: { x: 0.64, y: 0.33 },
  green: { x: 0.3, y: 0.6 },
  blue: { x: 0.15, y: 0.06 },
  white: { x: 0.3127, y: 0.329 },
}

const f = Math.fround
const add = (one: number, other: number): number => f(one + other)
const sub = (one: number, other: number): number => f(one - other)
const times = (one: number, other: number): number => f(one * other)

/** Rec. 709's when the file names no primaries. Throws `unsupported-picture` for primaries that span no colors. */
export function luminanceWeights(chromaticities: Chromaticities | null): Float32Array {
  const { red, green, blue, white } = roundAll(chromaticities ?? REC_709)
  const x = f(white.x / white.y)
  const z = f(sub(sub(1, white.x), white.y) / white.y)
  const both = add(x, z)
  const aside = (one: number): number => add(sub(one, 1), times(one, both))
  const spanned = add(
    add(times(red.x, sub(blue.y, green.y)), times(blue.x, sub(green.y, red.y))),
    times(green.x, sub(red.y, blue.y)),
  )
  const ofRed = add(
    sub(times(x, sub(blue.y, green.y)), times(green.x, aside(blue.y))),
    times(blue.x, aside(green.y)),
  )
  const ofGreen = sub(
    add(times(x, sub(red.y, blue.y)), times(red.x, aside(blue.y))),
    times(blue.x, aside(red.y)),
  )
  const ofBlue = add(
    sub(times(x, sub(green.y, red.y)), times(red.x, aside(green.y))),
    times(green.x, aside(red.y)),
  )
  const shares = [times(f(ofRed / spanned), red.y), times(f(ofGreen / spanned), green.y), times(f(ofBlue / spanned), blue.y)] as const // prettier-ignore
  const sum = add(add(shares[0], shares[1]), shares[2])
  const weights = Float32Array.from(shares, (share) => share / sum)
  if (!weights.every(Number.isFinite)) {
    throw new ExrError('unsupported-picture', 0, 'The chromaticities give luminance no meaning.')
  }
  return weights
}

function roundAll({ red, green, blue, white }: Chromaticities): Chromaticities {
  const round = ({ x, y }: { x: number; y: number }) => ({ x: f(x), y: f(y) })
  return { red: round(red), green: round(green), blue: round(blue), white: round(white) }
}
