// A storm lantern on a wooden table at dusk; lights of a town far behind, out of focus.
import { createCamera } from './camera.mjs'
import { ballLamp } from './lamps.mjs'
import { createRandom, fractal, mix, noise, smooth } from './noise.mjs'
import { box, capsule, ellipsoid, frustum, sphere, tube } from './shapes.mjs'

const FLAME = [70, 31, 8.5]
const LANTERN = [-0.1, 0]
const at = (x, y, z) => [LANTERN[0] + x, y, LANTERN[1] + z]

export function createLanternScene(aspect) {
  const brass = metal([0.82, 0.58, 0.26], 0.3)
  const iron = metal([0.22, 0.2, 0.19], 0.42)
  return {
    camera: createCamera({
      ...{ from: [0.16, 0.2, 0.98], at: [0.012, 0.139, 0], fov: 24.5, aspect },
      ...{ aperture: 0.0105, focus: 0.97 },
    }),
    groups: [
      { things: [{ shape: box([0, -0.02, 0.06], [0.8, 0.02, 0.5]), material: wood }] },
      { center: at(0, 0.17, 0), radius: 0.2, things: [...lantern(brass, iron), ...candle()] },
      { center: [0.11, 0.05, -0.02], radius: 0.15, things: still(brass) },
      { center: [-0.235, 0.03, 0.03], radius: 0.031, things: [apple([-0.235, 0.03, 0.03], 0.03)] },
    ],
    // Brighter than it looks: the eye adapts to a candle's room as no exposure does.
    lamps: [
      ballLamp(
        at(0, 0.1, 0),
        0.011,
        FLAME.map((value) => value * 11),
      ),
    ],
    sky: createDusk(),
  }
}

function lantern(brass, iron) {
  const posts = [0.4, 1.97, 3.54, 5.11].map((angle) => {
    const [x, z] = [0.066 * Math.cos(angle), 0.066 * Math.sin(angle)]
    return { shape: capsule(at(x, 0.018, z), at(x, 0.205, z), 0.0035), material: iron }
  })
  const handle = Array.from({ length: 32 }, (_, index) => {
    const turn = (k) => [Math.cos((k / 32) * Math.PI) * 0.062, Math.sin((k / 32) * Math.PI) * 0.062 + 0.262]
    const [a, b] = [turn(index), turn(index + 1)]
    return { shape: capsule(at(a[0], a[1], a[0] * 0.4), at(b[0], b[1], b[0] * 0.4), 0.0022), material: iron }
  })
  const stays = [-1, 1].map((side) => ({
    shape: capsule(at(side * 0.062, 0.262, side * 0.0248), at(side * 0.0615, 0.209, side * 0.0246), 0.0022),
    material: iron,
  }))
  return [
    ...stays,
    { shape: frustum(at(0, 0, 0), 0.012, 0.082, 0.08), material: iron },
    { shape: frustum(at(0, 0.012, 0), 0.012, 0.07, 0.062), material: brass },
    { shape: tube(at(0, 0.024, 0), 0.178, 0.052), material: pane, isShadowless: true },
    ...posts,
    ...handle,
    { shape: frustum(at(0, 0.202, 0), 0.008, 0.074, 0.074), material: brass },
    { shape: frustum(at(0, 0.21, 0), 0.035, 0.07, 0.03), material: iron },
    { shape: frustum(at(0, 0.245, 0), 0.016, 0.022, 0.022), material: brass },
    { shape: frustum(at(0, 0.261, 0), 0.006, 0.03, 0.012), material: iron },
  ]
}

function candle() {
  const wax = (point) => {
    // Wax glows from within where the flame is near.
    const near = smooth(0.02, 0.082, point[1])
    const glow = 1.5 * near ** 3
    return {
      kind: 'matte',
      color: [0.8, 0.72, 0.58],
      glow: [glow, glow * 0.48, glow * 0.15],
      coat: 0.5,
      rough: 0.4,
    }
  }
  return [
    { shape: frustum(at(0, 0.024, 0), 0.05, 0.021, 0.02), material: wax },
    {
      shape: capsule(at(0, 0.07, 0), at(0.001, 0.083, 0), 0.0011),
      material: () => ({ kind: 'matte', color: [0.03, 0.02, 0.02] }),
      isShadowless: true,
    },
    { shape: ellipsoid(at(0, 0.1, 0), 0.0072, 0.0215), material: flame, isShadowless: true },
  ]
}

/** Blue at the wick, white-hot in the middle, orange at the tip. */
function flame(point) {
  const height = (point[1] - 0.0785) / 0.043
  const body = smooth(0, 0.3, height)
  const tip = smooth(0.6, 1, height)
  const strength = mix(0.12, 1, body) * mix(1, 0.55, tip)
  return {
    kind: 'glow',
    color: [
      FLAME[0] * strength,
      FLAME[1] * strength * mix(1, 0.75, tip),
      FLAME[2] * strength * mix(1.6, mix(1, 0.5, tip), body),
    ],
  }
}

/** What lies beside it: a book, two pears' worth of round things, a brass ball, a glass. */
function still(brass) {
  const cloth = (color) => (point, normal) => ({
    kind: 'matte',
    color: color.map(
      (value) => value * (0.82 + 0.36 * fractal(point[0] * 900, point[1] * 900, point[2] * 900, 2)),
    ),
    coat: 0.35,
    rough: 0.55,
    normal,
  })
  const paper = (point) => {
    const leaf = 0.72 + 0.28 * noise(point[1] * 2600, point[0] * 9, point[2] * 9)
    return { kind: 'matte', color: [0.78 * leaf, 0.7 * leaf, 0.55 * leaf] }
  }
  return [
    ...book([0.13, 0, -0.075], [0.085, 0.012, 0.06], 0.32, cloth([0.05, 0.12, 0.15]), paper),
    ...book([0.135, 0.0244, -0.08], [0.075, 0.0095, 0.054], 0.12, cloth([0.26, 0.06, 0.045]), paper),
    apple([0.128, 0.0438 + 0.0335, -0.082], 0.0335),
    {
      shape: capsule([0.128, 0.105, -0.082], [0.134, 0.119, -0.08], 0.0014),
      material: () => ({ kind: 'matte', color: [0.1, 0.06, 0.03] }),
    },
    { shape: sphere([0.055, 0.018, 0.088], 0.018), material: brass },
    {
      shape: sphere([0.118, 0.0235, 0.062], 0.0235),
      material: () => ({ kind: 'glass', ior: 1.5, tint: [6, 1.5, 3] }),
    },
  ]
}

function apple(center, radius) {
  return {
    shape: sphere(center, radius),
    material(point) {
      const blush = fractal(point[0] * 26, point[1] * 14, point[2] * 26, 3)
      const speck = noise(point[0] * 700, point[1] * 700, point[2] * 700) > 0.86 ? 1.25 : 1
      return {
        kind: 'matte',
        color: [mix(0.5, 0.42, blush) * speck, mix(0.035, 0.2, blush ** 2) * speck, 0.03 * speck],
        coat: 0.9,
        rough: 0.22,
      }
    },
  }
}

function book([x, y, z], [hx, hy, hz], angle, cover, paper) {
  const board = 0.0022
  return [
    { shape: box([x, y + board, z], [hx, board, hz], angle), material: cover },
    { shape: box([x, y + hy, z], [hx - 0.003, hy - 2 * board, hz - 0.003], angle), material: paper },
    { shape: box([x, y + 2 * hy - board, z], [hx, board, hz], angle), material: cover },
  ]
}

/** Oak boards along x: rings, streaks, seams, under a worn lacquer. */
function wood(point, normal) {
  const [x, , z] = point
  const board = Math.floor(z / 0.105 + 40.35)
  const across = (z / 0.105 + 40.35) % 1
  const seam = Math.min(smooth(0, 0.022, across), smooth(0, 0.022, 1 - across))
  const shift = noise(board * 7.7, 1, 1) * 9
  const warp = fractal(x * 3 + shift, z * 14, board, 4)
  const ring = Math.abs(((warp * 7 + z * 30) % 1) - 0.5) * 2
  const streak = fractal(x * 9 + shift, z * 170, board * 3, 3)
  const tone = (0.6 + 0.5 * noise(board * 3.1, 5, 2)) * mix(0.42, 1.25, ring ** 0.7) * mix(0.55, 1.35, streak)
  const dull = fractal(x * 9, 3, z * 9, 3)
  normal[0] += (streak - 0.5) * 0.05
  normal[2] += (ring - 0.5) * 0.03 + (1 - seam) * (across < 0.5 ? -0.5 : 0.5)
  const length = Math.hypot(...normal)
  for (let i = 0; i < 3; i++) normal[i] /= length
  const dark = mix(0.18, 1, seam)
  return {
    kind: 'matte',
    color: [0.33 * tone * dark, 0.185 * tone * dark, 0.095 * tone * dark],
    coat: 0.85 * seam,
    rough: mix(0.26, 0.5, dull),
  }
}

function pane() {
  return { kind: 'pane', ior: 1.45 }
}

function metal(color, rough) {
  return (point) => {
    const wear = fractal(point[0] * 120, point[1] * 120, point[2] * 120, 3)
    return {
      kind: 'mirror',
      color: color.map((value) => value * mix(0.75, 1.1, wear)),
      rough: rough * mix(0.8, 1.3, wear),
    }
  }
}

/** The last of the day: a warm rim under deep blue, a dark ridge, and a town's lights. */
function createDusk() {
  const random = createRandom(41)
  const palette = [
    [26, 13, 4.2],
    [30, 19, 9],
    [12, 15, 20],
    [24, 6, 2.4],
  ]
  const town = Array.from({ length: 64 }, () => ({
    turn: (random() - 0.5) * 1.3 - 0.15,
    rise: -0.1 + random() ** 0.7 * 0.1,
    radius: 0.0022 + random() * 0.0034,
    color: palette[Math.floor(random() * palette.length)].map((value) => value * (0.2 + random() * 0.7)),
  }))
  return (d, isDirect) => {
    const turn = Math.atan2(d[0], -d[2])
    const rise = d[1]
    const ridge = 0.018 + 0.05 * (fractal(turn * 3 + 4, 1, 1, 4) - 0.4)
    if (rise < ridge) {
      const haze = smooth(-0.16, ridge, rise)
      if (isDirect) {
        for (const light of town) {
          const [a, b] = [turn - light.turn, rise - light.rise]
          if (a * a + b * b < light.radius * light.radius) return light.color
        }
      }
      return [0.02 + 0.035 * haze, 0.026 + 0.04 * haze, 0.042 + 0.07 * haze]
    }
    const up = smooth(ridge, 0.55, rise)
    const rim = Math.exp(-(rise - ridge) * 17) * (0.4 + 0.6 * Math.exp(-((turn - 0.12) ** 2) * 4))
    const cloud = fractal(turn * 4, rise * 26, 2, 4)
    const veil = smooth(0.5, 0.75, cloud) * (1 - up)
    return [
      mix(0.1, 0.04, up) + 1.15 * rim + 0.1 * veil,
      mix(0.17, 0.085, up) + 0.4 * rim + 0.05 * veil,
      mix(0.32, 0.21, up) + 0.07 * rim + 0.045 * veil,
    ]
  }
}
