// The picture practice starts from when no still was sent: a dark room with lamps and a polished floor, laid out
// by a seed. Pure arithmetic, scene-linear AP0.
import { REC709_TO_AP0 } from './color-spaces'
import { createRandom } from './seeded-random'
import { addRelief, TEXTURE_CHANNELS, type StillTexture } from './still-texture'

type Rgb = [number, number, number]

interface Room {
  aspect: number
  /** Where the wall meets the floor, 0 top … 1 bottom. */
  skirting: number
  wall: Rgb
  floor: Rgb
  lamps: { x: number; y: number; tint: Rgb; strength: number }[]
  pilasters: number
  shift: number
}

const WALLS: readonly Rgb[] = [
  [0.16, 0.2, 0.24],
  [0.24, 0.19, 0.15],
  [0.15, 0.22, 0.19],
  [0.22, 0.17, 0.21],
]

const MIRROR_TAPS = 5

export function createProceduralStill(options: {
  width: number
  height: number
  seed: number
}): StillTexture {
  const { width, height } = options
  const room = layOut(createRandom(options.seed), width / height)
  const [m0, m1, m2, m3, m4, m5, m6, m7, m8] = REC709_TO_AP0
  const pixels = new Float32Array(width * height * TEXTURE_CHANNELS)
  const color: Rgb = [0, 0, 0]
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      shade(room, (x + 0.5) / height, (y + 0.5) / height, color)
      const [r, g, b] = color
      const to = (y * width + x) * TEXTURE_CHANNELS
      pixels[to] = m0 * r + m1 * g + m2 * b
      pixels[to + 1] = m3 * r + m4 * g + m5 * b
      pixels[to + 2] = m6 * r + m7 * g + m8 * b
    }
  }
  return addRelief({ width, height, pixels })
}

function layOut(random: () => number, aspect: number): Room {
  const count = aspect > 1.2 ? 3 : 2
  return {
    aspect,
    skirting: 0.62 + random() * 0.06,
    wall: WALLS[Math.floor(random() * WALLS.length)] ?? [0.2, 0.2, 0.2],
    floor: [0.055, 0.036, 0.024],
    lamps: Array.from({ length: count }, (_, index) => ({
      x: ((index + 0.5 + (random() - 0.5) * 0.4) / count) * aspect,
      y: 0.3 + random() * 0.16,
      tint: [1, 0.66 + random() * 0.1, 0.38 + random() * 0.12] as Rgb,
      strength: 0.55 + random() * 0.5,
    })),
    pilasters: 5 + Math.floor(random() * 3),
    shift: random(),
  }
}

function shade(room: Room, x: number, y: number, out: Rgb): void {
  if (y < room.skirting) shadeWall(room, x, y, out)
  else shadeFloor(room, x, y, out)
  const dx = x / room.aspect - 0.5
  const dy = y - 0.5
  const vignette = 1 - 0.55 * smooth(0.25, 0.75, Math.sqrt(dx * dx + dy * dy))
  out[0] *= vignette
  out[1] *= vignette
  out[2] *= vignette
}

function shadeWall(room: Room, x: number, y: number, out: Rgb): void {
  // Pilasters: panels that turn away from the light at their edges.
  const panel = (x / room.aspect) * room.pilasters + room.shift
  const edge = Math.abs((panel % 1) - 0.5) * 2
  const groove = 1 - 0.55 * smooth(0.86, 0.93, edge) + 0.18 * smooth(0.82, 0.85, edge) * (edge < 0.87 ? 1 : 0)
  const skirtingShadow = 1 - 0.5 * smooth(room.skirting - 0.055, room.skirting - 0.045, y)
  const ambient = 0.06 + 0.06 * smooth(0, room.skirting, y)
  out[0] = room.wall[0] * ambient * groove
  out[1] = room.wall[1] * ambient * groove
  out[2] = room.wall[2] * ambient * groove
  for (const lamp of room.lamps) {
    const dx = x - lamp.x
    const dy = y - lamp.y
    // A shaded lamp throws one cone up and a wider one down, and little to the sides.
    const spread = Math.abs(dy) / (0.09 + Math.sqrt(dx * dx + dy * dy))
    const cone = 0.12 + 0.88 * smooth(0.35, 0.85, spread)
    const light = (lamp.strength * cone * 0.034) / (0.014 + dx * dx + dy * dy * 0.7)
    const body = lampBody(dx, dy)
    const cord = dy < 0 ? 1 - 0.9 * smooth(0.0022, 0.0008, Math.abs(dx)) : 1
    for (const channel of [0, 1, 2] as const) {
      const lit = room.wall[channel] * lamp.tint[channel] * light * groove * skirtingShadow * 1.4
      out[channel] = (out[channel] + lit) * cord * (1 - body) + lamp.tint[channel] * 0.95 * body
    }
  }
}

/** Coverage of a lamp shade: a rounded cone frustum, 0…1. */
function lampBody(dx: number, dy: number): number {
  const half = 0.03 + 0.012 * ((dy + 0.04) / 0.08)
  const inside = Math.min(half - Math.abs(dx), 0.04 - Math.abs(dy))
  return smooth(-0.002, 0.002, inside) * (0.75 + 0.25 * (1 - (dx / half) ** 2))
}

function shadeFloor(room: Room, x: number, y: number, out: Rgb): void {
  const depth = (y - room.skirting) / (1 - room.skirting)
  const away = 1 / (depth + 0.12)
  const across = (x - room.aspect / 2) * away
  // Boards run away from the viewer; each has its own tone, and a seam.
  const board = across * 2.2 + 40
  // Far boards are narrower than a pixel and melt into one tone.
  const nearness = smooth(0.02, 0.3, depth)
  const own = noise(Math.floor(board), Math.floor(away * 0.9 + noise(Math.floor(board), 7) * 4)) - 0.5
  const tone = 1 + 0.5 * own * nearness
  const seam = 1 - 0.5 * nearness * smooth(0.47, 0.5, Math.abs((board % 1) - 0.5))
  const grain = 1 + 0.16 * nearness * (noise(Math.floor(board * 9), Math.floor(away * 6)) - 0.5)
  // Polish: the wall mirrored, blurred more the farther the mirrored thing stands from the floor. Where the taps
  // fall differs from pixel to pixel, so that few of them make a soft reflection and no stripes.
  const mirrored: Rgb = [0, 0, 0]
  const sample: Rgb = [0, 0, 0]
  const offset = noise(Math.floor(x * 2160), Math.floor(y * 2160))
  for (let tap = 0; tap < MIRROR_TAPS; tap++) {
    const blurred = (tap + offset) / MIRROR_TAPS - 0.5
    const rise = (y - room.skirting) * (1.15 + 0.7 * blurred)
    const aside = (((tap * 2) % MIRROR_TAPS) + offset) / MIRROR_TAPS - 0.5
    shadeWall(room, x + aside * 0.1 * rise, Math.max(0, room.skirting - rise - 0.004), sample)
    for (const channel of [0, 1, 2] as const) mirrored[channel] += sample[channel] / MIRROR_TAPS
  }
  const polish = 0.34 * (1 - 0.6 * depth)
  for (const channel of [0, 1, 2] as const) {
    const pool = room.lamps.reduce((sum, lamp) => {
      const dx = (x - lamp.x) * (0.6 + 0.4 * depth)
      return sum + (lamp.strength * lamp.tint[channel] * 0.09) / (0.05 + dx * dx + depth * depth * 0.25)
    }, 0.06)
    out[channel] = room.floor[channel] * tone * seam * grain * pool + mirrored[channel] * polish * seam
  }
}

function smooth(from: number, to: number, value: number): number {
  const share = Math.min(1, Math.max(0, (value - from) / (to - from)))
  return share * share * (3 - 2 * share)
}

function noise(a: number, b: number): number {
  const mixed = Math.imul(Math.imul(a, 374761393) ^ Math.imul(b, 668265263), 1274126177)
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 4294967296
}
