// Follows one path of light backwards from the eye: matte and rough surfaces ask lamps for light, smooth ones mirror
// and refract. Colours are linear Rec.709; radiance 1 is white paper in the key light.
//
// A surface tells its material at a point as
//   { kind: 'matte' | 'mirror' | 'glass' | 'pane' | 'glow', color, rough?, coat?, tint?, ior?, glow? }
// `coat` is the strength of a clear lacquer over a matte colour; `rough` the roughness of mirror and lacquer.
import { diffuseAbout, dot, ggx, mirrorAbout, refractThrough } from './scatter.mjs'

const PATH_MAX = 8
const CLAMP = 8
/** From here on a gloss is wide enough to ask lamps; below, a lamp is met by reflection. */
const ROUGH_ENOUGH = 0.16

/**
 * `scene`: { groups: [{ center, radius, things }], lamps, sky(direction, isDirect) }, where a thing is
 * { shape, material(point, normal, distance), isShadowless? } and a group's ball holds all of its things.
 */
export function createTracer(scene) {
  const shadow = { o: [0, 0, 0], d: [0, 0, 0] }
  const sample = { d: shadow.d, distance: 0, factor: 0 }
  const gifts = new Float64Array(scene.lamps.length)
  const point = [0, 0, 0]
  const normal = [0, 0, 0]
  let met = null
  let random = Math.random

  const meet = (ray) => {
    let t = 1e9
    met = null
    for (const group of scene.groups) {
      if (group.radius && misses(group, ray, t)) continue
      for (const thing of group.things) {
        const at = thing.shape.hit(ray, t)
        if (at > 0) {
          t = at
          met = thing
        }
      }
    }
    return t
  }

  const isShadowed = () => {
    for (const group of scene.groups) {
      if (group.radius && misses(group, shadow, sample.distance)) continue
      for (const thing of group.things) {
        if (!thing.isShadowless && thing.shape.hit(shadow, sample.distance) > 0) return true
      }
    }
    return false
  }

  /** Light from one lamp, chosen by what it could give here, on the matte colour and the gloss. */
  const askLamps = (ray, material, lacquer, weight, light, asks) => {
    const { lamps } = scene
    if (lamps.length === 0) return
    let total = 0
    for (let index = 0; index < lamps.length; index++) {
      const { center, power, spread } = lamps[index]
      const x = center[0] - point[0]
      const y = center[1] - point[1]
      const z = center[2] - point[2]
      total += gifts[index] = power / (x * x + y * y + z * z + spread)
    }
    const first = random()
    for (let ask = 0; ask < asks; ask++) {
      // Evenly spread over the lamps, so that few questions hear most of them.
      let pick = ((first + ask / asks) % 1) * total
      let chosen = 0
      while (chosen < lamps.length - 1 && pick > gifts[chosen]) pick -= gifts[chosen++]
      askLamp(lamps[chosen], total / gifts[chosen] / asks, ray, material, lacquer, weight, light)
    }
  }

  const askLamp = (lamp, share, ray, material, lacquer, weight, light) => {
    lamp.sample(point, random, sample)
    const cosine = dot(normal, sample.d)
    if (cosine <= 0) return
    for (let i = 0; i < 3; i++) shadow.o[i] = point[i] + normal[i] * 1e-4
    if (isShadowed()) return
    const gift = cosine * share * sample.factor
    const gloss =
      material.rough >= ROUGH_ENOUGH ? ggx(normal, ray.d, sample.d, material.rough * material.rough) : 0
    for (let i = 0; i < 3; i++) {
      const reflected =
        material.kind === 'mirror'
          ? material.color[i] * gloss
          : (material.color[i] * (1 - lacquer)) / Math.PI + (material.coat ?? 0) * 0.05 * gloss
      light[i] += Math.min(CLAMP, weight[i] * reflected * gift * lamp.radiance[i])
    }
  }

  return (ray, given) => {
    random = given
    const light = [0, 0, 0]
    const weight = [1, 1, 1]
    let seesLamps = true
    for (let bounce = 0; bounce < PATH_MAX; bounce++) {
      const t = meet(ray)
      if (!met) {
        add(light, weight, scene.sky(ray.d, seesLamps), bounce)
        break
      }
      for (let i = 0; i < 3; i++) point[i] = ray.o[i] + ray.d[i] * t
      met.shape.normal(point, normal)
      const isLeaving = dot(normal, ray.d) > 0
      if (isLeaving) for (let i = 0; i < 3; i++) normal[i] = -normal[i]
      const material = met.material(point, normal, t)
      if (material.kind === 'glow') {
        if (seesLamps) add(light, weight, material.color, bounce)
        break
      }
      if (material.kind === 'glass' || material.kind === 'pane') {
        refractThrough(ray, point, normal, isLeaving, material, weight, t, random)
        continue
      }
      const asks = bounce === 0 ? Math.min(4, scene.lamps.length) : 1
      const cosine = Math.max(0, -dot(normal, ray.d))
      const edge = (1 - cosine) ** 5
      const isRough = material.rough >= ROUGH_ENOUGH
      if (material.kind === 'mirror') {
        if (isRough) askLamps(ray, material, 0, weight, light, asks)
        for (let i = 0; i < 3; i++) weight[i] *= material.color[i] + (1 - material.color[i]) * edge
        mirrorAbout(ray, point, normal, material.rough ?? 0, random)
        seesLamps = !isRough
      } else {
        if (material.glow) add(light, weight, material.glow, bounce)
        const lacquer = material.coat ? material.coat * (0.04 + 0.96 * edge) : 0
        askLamps(ray, material, lacquer, weight, light, asks)
        const chance = lacquer > 0 ? Math.min(0.8, Math.max(0.15, lacquer * 2)) : 0
        if (random() < chance) {
          for (let i = 0; i < 3; i++) weight[i] *= lacquer / chance
          mirrorAbout(ray, point, normal, material.rough ?? 0, random)
          seesLamps = !isRough
        } else {
          for (let i = 0; i < 3; i++) weight[i] *= (material.color[i] * (1 - lacquer)) / (1 - chance)
          diffuseAbout(ray, point, normal, random)
          seesLamps = false
        }
      }
      if (bounce > 0) {
        const survive = Math.min(0.95, Math.max(weight[0], weight[1], weight[2]))
        if (random() >= survive) break
        for (let i = 0; i < 3; i++) weight[i] /= survive
      }
    }
    return light
  }
}

function misses(group, ray, limit) {
  const x = group.center[0] - ray.o[0]
  const y = group.center[1] - ray.o[1]
  const z = group.center[2] - ray.o[2]
  const along = x * ray.d[0] + y * ray.d[1] + z * ray.d[2]
  const squared = x * x + y * y + z * z
  const reach = group.radius * group.radius
  if (squared < reach) return false
  return along < 0 || along - group.radius > limit || squared - along * along > reach
}

// What is seen directly keeps its full brightness; what arrives by way of a bounce is bounded against fireflies.
function add(light, weight, color, bounce) {
  for (let i = 0; i < 3; i++) {
    const value = weight[i] * color[i]
    light[i] += bounce === 0 ? value : Math.min(bounce === 1 ? 64 : CLAMP, value)
  }
}
