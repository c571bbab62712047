// The frame every reader is given: linear light with skies, edges, deep shadows, lamps far above white, and grain of
// 3 % in each channel by itself. The same on every machine for the same seed.
import { floatToHalf } from '#shared/exr/half'
import { seededRandom } from '../../tests/support/seeded-random'

export const WIDTH = 1920
export const HEIGHT = 1080
const GRAIN = 0.03

/** Halves: the rows of red, then of green, then of blue. */
export function paintScene(seed: number): Uint16Array {
  const random = seededRandom(seed)
  const halves = new Uint16Array(WIDTH * HEIGHT * 3)
  const pixels = WIDTH * HEIGHT
  for (let y = 0, at = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1, at += 1) {
      const [red, green, blue] = lightAt(x / WIDTH, y / HEIGHT, seed)
      halves[at] = floatToHalf(red * (1 + GRAIN * normal(random)))
      halves[at + pixels] = floatToHalf(green * (1 + GRAIN * normal(random)))
      halves[at + 2 * pixels] = floatToHalf(blue * (1 + GRAIN * normal(random)))
    }
  }
  return halves
}

function lightAt(x: number, y: number, seed: number): [number, number, number] {
  const waves = 0.5 + 0.5 * Math.sin(x * 40 + Math.sin(y * 23 + seed) * 3)
  const isTower = x > 0.3 && x < 0.42 && y > 0.25
  const isGround = y > 0.72
  const lamp = 60 * Math.exp(-((x - 0.75) ** 2 + (y - 0.3) ** 2) * 900)
  if (isTower) return [0.03 + 0.02 * waves + lamp, 0.028 + 0.02 * waves + lamp, 0.04 + lamp]
  if (isGround) return [0.18 * waves + 0.02, 0.12 * waves + 0.03, 0.05 + 0.04 * waves]
  const sky = 0.4 + 0.9 * (1 - y)
  return [sky * 0.55 + lamp, sky * 0.75 + 0.9 * lamp, sky + 0.7 * lamp]
}

/** Box–Muller, one of the two. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}
