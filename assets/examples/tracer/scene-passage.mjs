// A wet underground passage lit by neon, someone far down it before the daylight. Upright picture.
import { createCamera } from './camera.mjs'
import { rodLamp } from './lamps.mjs'
import { fractal, mix, noise, smooth } from './noise.mjs'
import { box, capsule, ground, sphere } from './shapes.mjs'

const CYAN = [3.2, 26, 34]
const ROSE = [40, 5, 17]
const AMBER = [44, 19, 4]
const DAY = [2.2, 3.1, 4.4]
const [HALF_WIDTH, HEIGHT, BAY, BAYS] = [1.7, 3.1, 2.6, 9]

export function createPassageScene(aspect) {
  const tubes = Array.from({ length: BAYS }, (_, bay) => tubesOf(bay)).flat()
  const end = -BAY * (BAYS + 0.5)
  return {
    camera: createCamera({
      ...{ from: [0.42, 1.2, 2.3], at: [-0.1, 1.34, -8], fov: 56, aspect },
      ...{ aperture: 0.012, focus: 8.5 },
    }),
    groups: [
      {
        things: [
          { shape: ground(0), material: floor },
          { shape: box([0, HEIGHT + 0.1, -12], [HALF_WIDTH + 1, 0.1, 18]), material: concrete },
          { shape: box([-HALF_WIDTH - 0.1, 2, -12], [0.1, 3, 18]), material: tiles },
          { shape: box([HALF_WIDTH + 0.1, 2, -12], [0.1, 3, 18]), material: tiles },
          glowing(box([0, 2, end - 0.2], [3, 3, 0.1]), DAY),
        ],
      },
      ...Array.from({ length: BAYS }, (_, bay) => ({
        center: [0, HEIGHT / 2, -BAY * bay],
        radius: 2.55,
        things: frameOf(-BAY * bay),
      })),
      ...tubes.map(({ a, b, radius, light }) => ({
        center: a.map((value, i) => (value + b[i]) / 2),
        radius: Math.hypot(...a.map((value, i) => value - b[i])) / 2 + radius,
        things: [glowing(capsule(a, b, radius), light)],
      })),
      { center: [0.22, 0.9, -15.5], radius: 1, things: someone(0.22, -15.5) },
    ],
    lamps: [
      ...tubes.map(({ a, b, radius, light }) =>
        rodLamp(
          a,
          b,
          radius,
          light.map((value) => value * 1.15),
        ),
      ),
      rodLamp([-1.5, 1.4, end], [1.5, 1.4, end], 1.3, DAY),
    ],
    sky: () => [0.01, 0.012, 0.016],
  }
}

/** A lamp's own body never shades it. */
function glowing(shape, color) {
  return { shape, material: () => ({ kind: 'glow', color }), isShadowless: true }
}

/** A long tube along one wall, an upright one on the other, and now and then a warm one overhead. */
function tubesOf(bay) {
  const z = -BAY * bay - BAY / 2
  const side = bay % 2 === 0 ? -1 : 1
  const wall = HALF_WIDTH - 0.07
  const long = {
    a: [-side * wall, 2.15, z - 0.9],
    b: [-side * wall, 2.15, z + 0.9],
    radius: 0.024,
    light: side < 0 ? ROSE : CYAN,
  }
  const upright = {
    a: [side * wall, 0.5, z],
    b: [side * wall, 2.4, z],
    radius: 0.024,
    light: side < 0 ? CYAN : ROSE,
  }
  if (bay % 3 !== 1) return [long, upright]
  return [
    long,
    upright,
    { a: [-0.75, HEIGHT - 0.06, z], b: [0.75, HEIGHT - 0.06, z], radius: 0.02, light: AMBER },
  ]
}

/** A portal of concrete that parts two bays. */
function frameOf(z) {
  return [
    { shape: box([-HALF_WIDTH + 0.04, 1.55, z], [0.05, 1.6, 0.12]), material: concrete },
    { shape: box([HALF_WIDTH - 0.04, 1.55, z], [0.05, 1.6, 0.12]), material: concrete },
    { shape: box([0, HEIGHT - 0.08, z], [HALF_WIDTH, 0.13, 0.16]), material: concrete },
  ]
}

function someone(x, z) {
  const coat = () => ({ kind: 'matte', color: [0.03, 0.03, 0.035] })
  return [
    { shape: capsule([x - 0.1, 0.08, z], [x - 0.07, 0.85, z], 0.075), material: coat },
    { shape: capsule([x + 0.13, 0.08, z - 0.2], [x + 0.07, 0.85, z], 0.075), material: coat },
    { shape: capsule([x, 0.85, z], [x, 1.36, z], 0.19), material: coat },
    { shape: capsule([x - 0.24, 0.8, z], [x - 0.19, 1.4, z], 0.06), material: coat },
    { shape: capsule([x + 0.24, 0.8, z], [x + 0.19, 1.4, z], 0.06), material: coat },
    { shape: capsule([x, 1.45, z], [x, 1.6, z], 0.055), material: coat },
    { shape: sphere([x, 1.67, z], 0.115), material: coat },
  ]
}

function concrete(point) {
  const tone = mix(0.55, 1.1, fractal(point[0] * 3, point[1] * 3, point[2] * 3, 5))
  const stain = mix(0.5, 1, smooth(0.3, 0.6, fractal(point[0] * 6, point[1] * 0.7, point[2] * 6, 3)))
  const value = 0.34 * tone * stain
  return { kind: 'matte', color: [value, value * 0.98, value * 0.95], coat: 0.25, rough: 0.6 }
}

/** Glazed tiles with dark joints, each a little its own. */
function tiles(point, normal) {
  const [u, v] = [point[2] / 0.3, point[1] / 0.15]
  const row = Math.floor(v)
  const column = Math.floor(u + (row % 2) * 0.5)
  const [fu, fv] = [u + (row % 2) * 0.5 - column, v - row]
  const joint = Math.min(smooth(0, 0.025, Math.min(fu, 1 - fu)), smooth(0, 0.05, Math.min(fv, 1 - fv)))
  const own = noise(column * 3.3, row * 5.1, 2)
  const grime = mix(0.35, 1, smooth(0.2, 0.9, point[1] + 0.5 * fractal(point[2] * 2, point[1] * 2, 1, 3)))
  const value = mix(0.08, mix(0.4, 0.56, own), joint) * grime
  normal[1] += (own - 0.5) * 0.035
  normal[2] += (noise(column * 7.1, row * 2.3, 8) - 0.5) * 0.035
  const length = Math.hypot(...normal)
  for (let i = 0; i < 3; i++) normal[i] /= length
  return {
    kind: 'matte',
    color: [value * 0.94, value, value * 0.97],
    coat: joint,
    rough: mix(0.5, 0.3, joint),
  }
}

/** Asphalt with standing water. */
function floor(point, normal) {
  const [x, , z] = point
  const pool = smooth(0.47, 0.56, fractal(x * 0.9 + 3, z * 0.55, 5, 4))
  const gravel = fractal(x * 60, z * 60, 1, 2)
  const value = mix(0.11, 0.05, pool) * mix(0.6, 1.3, gravel)
  const bump = mix(0.1, 0.006, pool)
  normal[0] += (noise(x * 45, z * 45, 3) - 0.5) * bump + Math.sin(x * 21 + z * 8) * 0.003 * pool
  normal[2] += (noise(x * 45, z * 45, 7) - 0.5) * bump + Math.sin(z * 17 - x * 6) * 0.003 * pool
  const length = Math.hypot(...normal)
  for (let i = 0; i < 3; i++) normal[i] /= length
  return { kind: 'matte', color: [value, value, value * 1.05], coat: 1, rough: mix(0.34, 0.06, pool) }
}
