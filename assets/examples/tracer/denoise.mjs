// Takes noise out of a rendered picture by non-local means over two half pictures (Rousselle et al. 2012): where they
// differ is noise; each is averaged with weights that the other gives, so that noise cannot keep itself.

const WINDOW = 6
const PATCH = 2
const STRENGTH = 0.5
// Noise is judged as the eye does, in stops above a dark floor.
const toCode = (linear) => Math.log1p(linear * 8)
const toLinear = (code) => Math.expm1(code) / 8

/** `first` and `second` are width × height × 3, linear; the result is their cleaned mean. */
export function denoise(first, second, width, height) {
  const a = first.map(toCode)
  const b = second.map(toCode)
  const variance = blur(
    a.map((value, index) => (value - b[index]) ** 2 / 2),
    width,
    height,
    3,
    3,
  )
  const cleanA = average(a, b, variance, width, height)
  const cleanB = average(b, a, variance, width, height)
  return cleanA.map((value, index) => toLinear((value + cleanB[index]) / 2))
}

function average(source, guide, variance, width, height) {
  const sum = new Float32Array(source.length)
  const total = new Float32Array(width * height)
  const distance = new Float32Array(width * height)
  for (let dy = -WINDOW; dy <= WINDOW; dy++) {
    for (let dx = -WINDOW; dx <= WINDOW; dx++) {
      measure(guide, variance, width, height, dx, dy, distance)
      const smooth = blur(distance, width, height, 1, PATCH)
      for (let y = Math.max(0, -dy); y < Math.min(height, height - dy); y++) {
        for (let x = Math.max(0, -dx); x < Math.min(width, width - dx); x++) {
          const at = y * width + x
          const from = ((y + dy) * width + x + dx) * 3
          const weight = Math.exp(-Math.max(0, smooth[at]))
          total[at] += weight
          sum[at * 3] += weight * source[from]
          sum[at * 3 + 1] += weight * source[from + 1]
          sum[at * 3 + 2] += weight * source[from + 2]
        }
      }
    }
  }
  return sum.map((value, index) => value / total[Math.floor(index / 3)])
}

/** How far pixels lie apart beyond what their noise explains. */
function measure(guide, variance, width, height, dx, dy, out) {
  for (let y = 0; y < height; y++) {
    const oy = Math.min(height - 1, Math.max(0, y + dy))
    for (let x = 0; x < width; x++) {
      const ox = Math.min(width - 1, Math.max(0, x + dx))
      const at = (y * width + x) * 3
      const to = (oy * width + ox) * 3
      let apart = 0
      for (let i = 0; i < 3; i++) {
        const own = variance[at + i]
        const other = variance[to + i]
        const step = guide[at + i] - guide[to + i]
        apart += (step * step - own - Math.min(own, other)) / (1e-6 + STRENGTH * STRENGTH * (own + other))
      }
      out[y * width + x] = apart / 3
    }
  }
}

/** A box blur over `reach` pixels to each side of interleaved channels; the borders are held. */
export function blur(source, width, height, channels, reach) {
  const across = new Float32Array(source.length)
  const result = new Float32Array(source.length)
  const run = (from, to, start, step, count) => {
    const at = (index) => from[start + Math.min(count - 1, Math.max(0, index)) * step]
    let sum = 0
    for (let index = -reach; index <= reach; index++) sum += at(index)
    for (let index = 0; index < count; index++) {
      to[start + index * step] = sum / (2 * reach + 1)
      sum += at(index + reach + 1) - at(index - reach)
    }
  }
  for (let channel = 0; channel < channels; channel++) {
    for (let y = 0; y < height; y++) run(source, across, y * width * channels + channel, channels, width)
    for (let x = 0; x < width; x++) run(across, result, x * channels + channel, width * channels, height)
  }
  return result
}
