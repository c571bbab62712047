// Lamps a surface can ask for light: a ball and a rod. sample(point, random, out) fills `out` with a direction, a
// distance to stop before, and the factor radiance is to be multiplied with (solid angle over probability).

export function ballLamp(center, radius, radiance) {
  return {
    ...{ center, radiance, power: Math.max(...radiance) * radius * radius, spread: radius * radius },
    sample(point, random, out) {
      const x = center[0] - point[0]
      const y = center[1] - point[1]
      const z = center[2] - point[2]
      const squared = x * x + y * y + z * z
      // Anywhere in the ball will do: seen from outside it fills its disc.
      const spin = random() * 2 * Math.PI
      const lift = 2 * random() - 1
      const reach = radius * Math.cbrt(random())
      const flat = reach * Math.sqrt(1 - lift * lift)
      aim(out, x + flat * Math.cos(spin), y + reach * lift, z + flat * Math.sin(spin))
      out.distance -= radius * 1.05
      out.factor = Math.min((Math.PI * radius * radius) / squared, 2 * Math.PI)
    },
  }
}

/** A straight glowing tube from `a` to `b`. */
export function rodLamp(a, b, radius, radiance) {
  const bx = b[0] - a[0]
  const by = b[1] - a[1]
  const bz = b[2] - a[2]
  const length = Math.hypot(bx, by, bz)
  return {
    ...{ center: [a[0] + bx / 2, a[1] + by / 2, a[2] + bz / 2], radiance },
    ...{ power: Math.max(...radiance) * radius * length, spread: (length * length) / 12 },
    sample(point, random, out) {
      const share = random()
      aim(out, a[0] + bx * share - point[0], a[1] + by * share - point[1], a[2] + bz * share - point[2])
      const slant = (out.d[0] * bx + out.d[1] * by + out.d[2] * bz) / length
      // The tube's silhouette: its width times its length seen at a slant.
      const area = 2 * radius * length * Math.sqrt(Math.max(0.0001, 1 - slant * slant))
      out.factor = Math.min(area / (out.distance * out.distance), 2 * Math.PI)
      out.distance -= radius * 1.1
    },
  }
}

function aim(out, x, y, z) {
  const distance = Math.sqrt(x * x + y * y + z * z)
  out.d[0] = x / distance
  out.d[1] = y / distance
  out.d[2] = z / distance
  out.distance = distance
}
