// Glass floats on a still sea before a low sun. Nothing here scatters: every path mirrors or refracts.
import { createCamera } from './camera.mjs'
import { fractal, mix, noise, smooth } from './noise.mjs'
import { ground, sphere } from './shapes.mjs'

// A little larger than the real one, as haze makes it seem.
const SUN = unit([-0.03, 0.062, -1])
const SUN_RADIUS = 0.014
const SUN_LIGHT = [420, 210, 78]

const FLOATS = [
  { x: -0.62, z: 0.55, radius: 0.3, tint: [1.1, 0.22, 0.42] },
  { x: 0.12, z: -0.12, radius: 0.24, tint: [2.4, 0.5, 0.3] },
  { x: 0.72, z: -0.8, radius: 0.27, tint: [0.35, 0.9, 2.6] },
  { x: 1.2, z: -1.9, radius: 0.25, tint: [1.2, 0.25, 0.5] },
  { x: 1.62, z: -3.6, radius: 0.27, tint: [0.3, 0.5, 0.9] },
  { x: 1.9, z: -6.2, radius: 0.26, tint: [2.2, 0.5, 0.35] },
  { x: -1.9, z: -4.2, radius: 0.26, tint: [0.4, 0.9, 2.2] },
]

export function createSeaScene(aspect) {
  return {
    camera: createCamera({
      ...{ from: [-0.15, 0.5, 2.45], at: [0.0, 0.25, -1], fov: 34, aspect },
      ...{ aperture: 0.012, focus: 2.35 },
    }),
    groups: [
      { things: [{ shape: ground(0), material: water }] },
      {
        things: FLOATS.map(({ x, z, radius, tint }) => ({
          shape: sphere([x, radius * 0.72, z], radius),
          material: () => ({ kind: 'glass', ior: 1.48, tint }),
        })),
      },
    ],
    lamps: [],
    sky,
  }
}

/** Long slow waves and a breath of wind; the farther, the flatter, because the eye sees them averaged. */
function water(point, normal, travelled) {
  const [x, , z] = point
  const [dx, dz] = [slope(x, z, 0.002, 0), slope(x, z, 0, 0.002)]
  const calm = 1 / (1 + travelled * 0.02)
  const ripple = 0.045 * calm
  normal[0] = -dx * ripple * 4
  normal[2] = -dz * ripple * 4
  normal[1] = 1
  const length = Math.hypot(...normal)
  for (let i = 0; i < 3; i++) normal[i] /= length
  return { kind: 'mirror', color: [0.021, 0.026, 0.03], rough: 0.06 }
}

function slope(x, z, ex, ez) {
  return (swell(x + ex, z + ez) - swell(x - ex, z - ez)) / 0.004
}

function swell(x, z) {
  const long = Math.sin(z * 3.1 + x * 0.7 + 1.5 * noise(x * 0.5, z * 0.5, 3))
  const cross = Math.sin(z * 5.3 - x * 2.1 + 2 * noise(x, z, 9))
  return 0.05 * long + 0.03 * cross + 0.16 * fractal(x * 2.4, z * 4.2, 0.5, 4)
}

function sky(d) {
  const rise = Math.max(0, d[1])
  const near = d[0] * SUN[0] + d[1] * SUN[1] + d[2] * SUN[2]
  const angle = Math.acos(Math.min(1, near))
  if (angle < SUN_RADIUS) {
    // Limb darkening, and the air takes blue and green from the lower edge.
    const limb = 0.45 + 0.55 * Math.sqrt(1 - (angle / SUN_RADIUS) ** 2)
    return SUN_LIGHT.map((value) => value * limb)
  }
  const up = smooth(0, 0.75, rise)
  const glow = Math.exp(-angle * 9) * 5 + Math.exp(-angle * 30) * 14
  const warm = Math.exp(-rise * 6.5) * (0.35 + 0.65 * Math.exp(-angle * 1.3))
  const turn = Math.atan2(d[0], -d[2])
  const bank = fractal(turn * 2.6 + 7, rise * 19 + 0.4 * turn, 4, 5)
  const streak = smooth(0.5, 0.72, bank) * smooth(0.012, 0.05, rise) * (1 - smooth(0.3, 0.6, rise))
  const base = [
    mix(0.3, 0.06, up) + 1.15 * warm,
    mix(0.3, 0.14, up) + 0.37 * warm,
    mix(0.42, 0.34, up) + 0.12 * warm,
  ]
  const lit = Math.exp(-angle * 3.2)
  const cloud = [0.2 + 2.9 * lit, 0.15 + 1.15 * lit, 0.2 + 0.42 * lit]
  const halo = [glow, glow * 0.46, glow * 0.15]
  return base.map((value, i) => mix(value, cloud[i], 0.75 * streak) + halo[i])
}

function unit(v) {
  const length = Math.hypot(...v)
  return v.map((value) => value / length)
}
