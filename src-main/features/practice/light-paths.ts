// The moving lights of a practice clip: where each one is, how strong and which colour, at any frame.
// Pure functions of a seed; positions are in shares of the picture's height, from its top-left corner.
import { REC709_TO_AP0 } from './color-spaces'
import { createRandom } from './seeded-random'

export interface Light {
  /** Shares of the picture's height: x runs from 0 to width/height. */
  x: number
  y: number
  /** Distance in front of the picture's plane, in the same unit; it sets how far the light spreads. */
  distance: number
  /** Radius of the glowing body, same unit. */
  radius: number
  /** Scene-linear AP0 of the body's middle; the highest channel is 4…64. */
  core: readonly [number, number, number]
  /** Scene-linear AP0 tint times strength: what the picture under it is multiplied by, at its brightest. */
  irradiance: readonly [number, number, number]
}

export interface LightPaths {
  /** The lights at a moment: `turn` is 0 at the first frame; in a loop, 1 is the first frame again. */
  at(turn: number): Light[]
}

interface Character {
  peak: number
  rgb: readonly [number, number, number]
  radius: number
  strength: number
}

// Six, four and a half, and three stops above white: tungsten, a cool moon, an ember.
const CHARACTERS: readonly Character[] = [
  { peak: 64, rgb: [1, 0.6, 0.24], radius: 0.021, strength: 2.7 },
  { peak: 23, rgb: [0.45, 0.72, 1], radius: 0.015, strength: 1.5 },
  { peak: 8, rgb: [1, 0.34, 0.16], radius: 0.011, strength: 1.1 },
]

/** `aspect` is width/height. A loop's path closes after one turn. */
export function createLightPaths(options: { seed: number; aspect: number; isLoop: boolean }): LightPaths {
  const random = createRandom(options.seed)
  const order = random() < 0.5 ? [0.22, 0.72, 0.5] : [0.78, 0.3, 0.55]
  const paths = CHARACTERS.map((character, index) => ({
    character,
    centerX: ((order[index] ?? 0.5) + (random() - 0.5) * 0.08) * options.aspect,
    centerY: 0.36 + index * 0.1 + (random() - 0.5) * 0.1,
    swingX: (0.13 + random() * 0.07) * options.aspect,
    swingY: 0.07 + random() * 0.06,
    phase: random() * 2 * Math.PI,
    // Waves over a loop must close; elsewhere a light goes a little more than half its way round.
    pace: (options.isLoop ? 1 : 0.62) * (random() < 0.5 ? 1 : -1),
    flicker: random() * 2 * Math.PI,
  }))
  return { at: (turn) => paths.map((path) => lightAt(path, turn)) }
}

function lightAt(
  path: {
    character: Character
    centerX: number
    centerY: number
    swingX: number
    swingY: number
    phase: number
    pace: number
    flicker: number
  },
  turn: number,
): Light {
  const { character } = path
  const angle = 2 * Math.PI * turn
  const around = angle * path.pace + path.phase
  const nearness = Math.sin(around + 1.1)
  const glow = 1 + 0.05 * Math.sin(3 * angle + path.flicker) + 0.03 * Math.sin(7 * angle + 2 * path.flicker)
  const tint = toAp0Tint(character.rgb)
  return {
    x: path.centerX + path.swingX * Math.cos(around),
    y: path.centerY + path.swingY * Math.sin(2 * around + path.flicker),
    distance: 0.2 - 0.05 * nearness,
    radius: character.radius * (1 + 0.2 * nearness),
    core: scale(tint, character.peak * Math.min(1, glow)),
    irradiance: scale(tint, character.strength * glow),
  }
}

/** A Rec.709 colour in AP0 with its highest channel at 1. */
function toAp0Tint(rgb: readonly [number, number, number]): [number, number, number] {
  const [m0, m1, m2, m3, m4, m5, m6, m7, m8] = REC709_TO_AP0
  const [r, g, b] = rgb
  const tint: [number, number, number] = [
    m0 * r + m1 * g + m2 * b,
    m3 * r + m4 * g + m5 * b,
    m6 * r + m7 * g + m8 * b,
  ]
  return scale(tint, 1 / Math.max(...tint))
}

function scale(color: readonly [number, number, number], by: number): [number, number, number] {
  return [color[0] * by, color[1] * by, color[2] * by]
}
