// Shapes a ray can meet. Each has hit(ray, limit): the distance along the ray, or 0 for none; and
// normal(point, out), outward. Rays are { o: [x, y, z], d: [x, y, z] } with a unit direction.
// The inner loops keep to plain numbers: destructured arrays would cost most of the time.

const NEAR = 1e-4

export function sphere([cx, cy, cz], radius) {
  return {
    hit(ray, limit) {
      const x = ray.o[0] - cx
      const y = ray.o[1] - cy
      const z = ray.o[2] - cz
      const b = x * ray.d[0] + y * ray.d[1] + z * ray.d[2]
      const disc = b * b - (x * x + y * y + z * z - radius * radius)
      if (disc < 0) return 0
      const root = Math.sqrt(disc)
      return nearest(-b - root, -b + root, limit)
    },
    normal: (p, out) => set(out, p[0] - cx, p[1] - cy, p[2] - cz),
  }
}

/** A sphere stretched along y. */
export function ellipsoid([cx, cy, cz], radius, halfHeight) {
  const squash = radius / halfHeight
  return {
    hit(ray, limit) {
      const x = ray.o[0] - cx
      const y = (ray.o[1] - cy) * squash
      const z = ray.o[2] - cz
      const dy = ray.d[1] * squash
      const a = ray.d[0] * ray.d[0] + dy * dy + ray.d[2] * ray.d[2]
      const b = x * ray.d[0] + y * dy + z * ray.d[2]
      const disc = b * b - a * (x * x + y * y + z * z - radius * radius)
      if (disc < 0) return 0
      const root = Math.sqrt(disc)
      return nearest((-b - root) / a, (-b + root) / a, limit)
    },
    normal: (p, out) => set(out, p[0] - cx, (p[1] - cy) * squash * squash, p[2] - cz),
  }
}

/** The plane at a height, facing up. */
export function ground(height) {
  return {
    hit(ray, limit) {
      const t = (height - ray.o[1]) / ray.d[1]
      return t > NEAR && t < limit ? t : 0
    },
    normal: (_, out) => set(out, 0, 1, 0),
  }
}

/** A box by its middle and half sizes, turned about y by `angle` radians. */
export function box([cx, cy, cz], [hx, hy, hz], angle = 0) {
  const sin = Math.sin(angle)
  const cos = Math.cos(angle)
  return {
    hit(ray, limit) {
      const x = ray.o[0] - cx
      const z = ray.o[2] - cz
      const ix = 1 / (ray.d[0] * cos - ray.d[2] * sin)
      const iy = 1 / ray.d[1]
      const iz = 1 / (ray.d[0] * sin + ray.d[2] * cos)
      const nx = (x * cos - z * sin) * ix
      const ny = (ray.o[1] - cy) * iy
      const nz = (x * sin + z * cos) * iz
      const kx = Math.abs(ix) * hx
      const ky = Math.abs(iy) * hy
      const kz = Math.abs(iz) * hz
      const enter = Math.max(-nx - kx, -ny - ky, -nz - kz)
      const leave = Math.min(-nx + kx, -ny + ky, -nz + kz)
      return enter > leave ? 0 : nearest(enter, leave, limit)
    },
    normal(p, out) {
      const x = p[0] - cx
      const z = p[2] - cz
      const qx = (x * cos - z * sin) / hx
      const qy = (p[1] - cy) / hy
      const qz = (x * sin + z * cos) / hz
      if (Math.abs(qy) >= Math.abs(qx) && Math.abs(qy) >= Math.abs(qz)) set(out, 0, Math.sign(qy), 0)
      else if (Math.abs(qx) >= Math.abs(qz)) set(out, Math.sign(qx) * cos, 0, -Math.sign(qx) * sin)
      else set(out, Math.sign(qz) * sin, 0, Math.sign(qz) * cos)
    },
  }
}

/** A closed frustum of a cone about a vertical axis; equal radii make a cylinder. */
export function frustum([cx, y0, cz], height, lower, upper) {
  const slope = (upper - lower) / height
  return {
    hit(ray, limit) {
      const x = ray.o[0] - cx
      const y = ray.o[1] - y0
      const z = ray.o[2] - cz
      const dx = ray.d[0]
      const dy = ray.d[1]
      const dz = ray.d[2]
      let best = limit
      const r = lower + slope * y
      const a = dx * dx + dz * dz - slope * slope * dy * dy
      const b = x * dx + z * dz - slope * r * dy
      const disc = b * b - a * (x * x + z * z - r * r)
      if (disc > 0) {
        const root = Math.sqrt(disc)
        const first = (-b - root) / a
        const second = (-b + root) / a
        if (first > NEAR && first < best && y + first * dy > 0 && y + first * dy < height) best = first
        if (second > NEAR && second < best && y + second * dy > 0 && y + second * dy < height) best = second
      }
      const foot = -y / dy
      if (foot > NEAR && foot < best && squared(x + foot * dx, z + foot * dz) < lower * lower) best = foot
      const head = (height - y) / dy
      if (head > NEAR && head < best && squared(x + head * dx, z + head * dz) < upper * upper) best = head
      return best < limit ? best : 0
    },
    normal(p, out) {
      const x = p[0] - cx
      const z = p[2] - cz
      const at = p[1] - y0
      const radial = Math.sqrt(x * x + z * z)
      const isInside = radial < lower + slope * at - 1e-5
      if (isInside && at < height / 2) set(out, 0, -1, 0)
      else if (isInside) set(out, 0, 1, 0)
      else set(out, x, -slope * radial, z)
    },
  }
}

/** An open tube about a vertical axis: a pane of thin glass. */
export function tube([cx, y0, cz], height, radius) {
  return {
    hit(ray, limit) {
      const x = ray.o[0] - cx
      const z = ray.o[2] - cz
      const a = ray.d[0] * ray.d[0] + ray.d[2] * ray.d[2]
      const b = x * ray.d[0] + z * ray.d[2]
      const disc = b * b - a * (x * x + z * z - radius * radius)
      if (disc <= 0) return 0
      const root = Math.sqrt(disc)
      for (let side = -1; side <= 1; side += 2) {
        const t = (-b + side * root) / a
        const y = ray.o[1] + t * ray.d[1] - y0
        if (t > NEAR && t < limit && y > 0 && y < height) return t
      }
      return 0
    },
    normal: (p, out) => set(out, p[0] - cx, 0, p[2] - cz),
  }
}

/** A rod with round ends from `a` to `b`. */
export function capsule(a, b, radius) {
  const bx = b[0] - a[0]
  const by = b[1] - a[1]
  const bz = b[2] - a[2]
  const bb = bx * bx + by * by + bz * bz
  return {
    hit(ray, limit) {
      const d = ray.d
      let ox = ray.o[0] - a[0]
      let oy = ray.o[1] - a[1]
      let oz = ray.o[2] - a[2]
      const bd = bx * d[0] + by * d[1] + bz * d[2]
      const bo = bx * ox + by * oy + bz * oz
      const od = ox * d[0] + oy * d[1] + oz * d[2]
      const oo = ox * ox + oy * oy + oz * oz
      const qa = bb - bd * bd
      const qb = bb * od - bo * bd
      const disc = qb * qb - qa * (bb * oo - bo * bo - radius * radius * bb)
      if (disc < 0) return 0
      const t = (-qb - Math.sqrt(disc)) / qa
      const y = bo + t * bd
      if (y > 0 && y < bb) return t > NEAR && t < limit ? t : 0
      if (y > 0) {
        ox = ray.o[0] - b[0]
        oy = ray.o[1] - b[1]
        oz = ray.o[2] - b[2]
      }
      const eb = ox * d[0] + oy * d[1] + oz * d[2]
      const cap = eb * eb - (ox * ox + oy * oy + oz * oz - radius * radius)
      if (cap <= 0) return 0
      const end = -eb - Math.sqrt(cap)
      return end > NEAR && end < limit ? end : 0
    },
    normal(p, out) {
      const x = p[0] - a[0]
      const y = p[1] - a[1]
      const z = p[2] - a[2]
      const share = Math.min(1, Math.max(0, (x * bx + y * by + z * bz) / bb))
      set(out, x - bx * share, y - by * share, z - bz * share)
    },
  }
}

function nearest(first, second, limit) {
  if (first > NEAR) return first < limit ? first : 0
  return second > NEAR && second < limit ? second : 0
}

function squared(x, z) {
  return x * x + z * z
}

function set(out, x, y, z) {
  const length = Math.sqrt(x * x + y * y + z * z) || 1
  out[0] = x / length
  out[1] = y / length
  out[2] = z / length
}
