// How a ray goes on from a surface: mirrored, spread, or refracted. All change the ray in place.

/** Mirrors the ray about a normal that roughness tilts (GGX). */
export function mirrorAbout(ray, point, normal, rough, random) {
  let micro = normal
  if (rough > 0) {
    const alpha = rough * rough
    const u = random()
    const cosine = Math.sqrt((1 - u) / (1 + (alpha * alpha - 1) * u))
    micro = around(normal, Math.sqrt(Math.max(0, 1 - cosine * cosine)), cosine, random() * 2 * Math.PI)
  }
  const k = 2 * dot(ray.d, micro)
  for (let i = 0; i < 3; i++) ray.d[i] -= k * micro[i]
  const below = dot(ray.d, normal)
  if (below < 0.001) for (let i = 0; i < 3; i++) ray.d[i] += normal[i] * (0.002 - below)
  toUnit(ray.d)
  start(ray, point, normal, 1e-4)
}

/** Sends the ray anywhere above the surface, by the cosine. */
export function diffuseAbout(ray, point, normal, random) {
  const u = random()
  ray.d = around(normal, Math.sqrt(u), Math.sqrt(1 - u), random() * 2 * Math.PI)
  start(ray, point, normal, 1e-4)
}

/** Glass: mirrors or lets through by Fresnel's share; a tint takes its part by the way inside. */
export function refractThrough(ray, point, normal, isLeaving, material, weight, travelled, random) {
  const cosine = -dot(normal, ray.d)
  const ior = material.ior ?? 1.5
  const ratio = isLeaving ? ior : 1 / ior
  if (isLeaving && material.tint) {
    for (let i = 0; i < 3; i++) weight[i] *= Math.exp(-material.tint[i] * travelled)
  }
  const inside = 1 - ratio * ratio * (1 - cosine * cosine)
  const base = ((1 - ior) / (1 + ior)) ** 2
  if (material.kind === 'pane') {
    const share = Math.min(1, 2 * (base + (1 - base) * (1 - cosine) ** 5))
    if (random() < share) mirrorAbout(ray, point, normal, 0, random)
    else start(ray, point, normal, -1e-4)
    return
  }
  const slant = isLeaving ? Math.sqrt(Math.max(0, inside)) : cosine
  const fresnel = inside <= 0 ? 1 : base + (1 - base) * (1 - slant) ** 5
  if (random() < fresnel) {
    mirrorAbout(ray, point, normal, 0, random)
    return
  }
  const bend = ratio * cosine - Math.sqrt(inside)
  for (let i = 0; i < 3; i++) ray.d[i] = ratio * ray.d[i] + bend * normal[i]
  toUnit(ray.d)
  start(ray, point, normal, -1e-4)
}

/** The GGX lobe without Fresnel: what a gloss sends from a lamp's direction to the eye, per cosine. */
export function ggx(normal, toward, lamp, alpha) {
  const half = [lamp[0] - toward[0], lamp[1] - toward[1], lamp[2] - toward[2]]
  toUnit(half)
  const cosHalf = Math.max(0, dot(normal, half))
  const cosEye = Math.max(0.02, -dot(normal, toward))
  const cosLamp = Math.max(0.02, dot(normal, lamp))
  const squared = alpha * alpha
  const spread = cosHalf * cosHalf * (squared - 1) + 1
  const facets = squared / (Math.PI * spread * spread)
  const k = squared / 2
  const hidden = (cosEye * (1 - k) + k) * (cosLamp * (1 - k) + k)
  return facets / (4 * hidden)
}

export function dot(a, b) {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

function around(axis, sine, cosine, angle) {
  const sign = axis[2] >= 0 ? 1 : -1
  const a = -1 / (sign + axis[2])
  const b = axis[0] * axis[1] * a
  const x = sine * Math.cos(angle)
  const y = sine * Math.sin(angle)
  return [
    x * (1 + sign * axis[0] * axis[0] * a) + y * b + axis[0] * cosine,
    x * sign * b + y * (sign + axis[1] * axis[1] * a) + axis[1] * cosine,
    -x * sign * axis[0] - y * axis[1] + axis[2] * cosine,
  ]
}

function start(ray, point, normal, off) {
  ray.o[0] = point[0] + normal[0] * off
  ray.o[1] = point[1] + normal[1] * off
  ray.o[2] = point[2] + normal[2] * off
}

function toUnit(v) {
  const length = Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2])
  v[0] /= length
  v[1] /= length
  v[2] /= length
}
