// A camera with a thin lens: what lies at the focus is sharp, the rest as soft as the aperture is wide.

/** `fov` is vertical, in degrees; `aperture` the lens's radius and `focus` its distance, in scene units. */
export function createCamera({ from, at, fov, aspect, aperture = 0, focus = 1 }) {
  const forward = unit(at.map((value, i) => value - from[i]))
  const right = unit([-forward[2], 0, forward[0]])
  const up = [
    right[1] * forward[2] - right[2] * forward[1],
    right[2] * forward[0] - right[0] * forward[2],
    right[0] * forward[1] - right[1] * forward[0],
  ]
  const half = Math.tan((fov * Math.PI) / 360)
  return {
    /** `x`, `y` are 0…1 from the top-left corner; `u`, `v` choose a point of the lens, 0…1. */
    ray(x, y, u, v) {
      const sx = (2 * x - 1) * half * aspect
      const sy = (1 - 2 * y) * half
      const angle = u * 2 * Math.PI
      const reach = aperture * Math.sqrt(v)
      const lx = reach * Math.cos(angle)
      const ly = reach * Math.sin(angle)
      const o = [0, 0, 0]
      const d = [0, 0, 0]
      for (let i = 0; i < 3; i++) {
        const off = right[i] * lx + up[i] * ly
        o[i] = from[i] + off
        d[i] = (forward[i] + right[i] * sx + up[i] * sy) * focus - off
      }
      return { o, d: unit(d) }
    },
  }
}

function unit(v) {
  const length = Math.hypot(v[0], v[1], v[2])
  return [v[0] / length, v[1] / length, v[2] / length]
}
