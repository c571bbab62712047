// Repeatable noise for textures, and the random numbers of a pixel's samples.

export function createRandom(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

function lattice(x, y, z) {
  let mixed = Math.imul(x, 374761393) ^ Math.imul(y, 668265263) ^ Math.imul(z, 2147482634)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 1274126177)
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 4294967296
}

/** Smooth value noise, 0…1. */
export function noise(x, y, z) {
  const ix = Math.floor(x)
  const iy = Math.floor(y)
  const iz = Math.floor(z)
  const fx = ease(x - ix)
  const fy = ease(y - iy)
  return mix(plane(ix, iy, iz, fx, fy), plane(ix, iy, iz + 1, fx, fy), ease(z - iz))
}

function plane(ix, iy, iz, fx, fy) {
  const low = mix(lattice(ix, iy, iz), lattice(ix + 1, iy, iz), fx)
  return mix(low, mix(lattice(ix, iy + 1, iz), lattice(ix + 1, iy + 1, iz), fx), fy)
}

/** Several octaves of noise, 0…1. */
export function fractal(x, y, z, octaves) {
  let sum = 0
  let weight = 1
  let scale = 1
  let total = 0
  for (let octave = 0; octave < octaves; octave++) {
    sum += weight * noise(x * scale + octave * 17.3, y * scale, z * scale)
    total += weight
    weight *= 0.5
    scale *= 2.03
  }
  return sum / total
}

export function mix(a, b, share) {
  return a + (b - a) * share
}

export function smooth(from, to, value) {
  return ease(Math.min(1, Math.max(0, (value - from) / (to - from))))
}

function ease(share) {
  return share * share * (3 - 2 * share)
}
