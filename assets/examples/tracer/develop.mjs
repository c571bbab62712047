// From scene light to a plate and a picture: the lens's veil, AP0, and a filmic view.
import { blur } from './denoise.mjs'
import { createRandom } from './noise.mjs'

const REC709_TO_AP0 = [
  [0.43963298, 0.38298871, 0.17737832],
  [0.08977644, 0.81343943, 0.09678413],
  [0.01754117, 0.1115465, 0.87091224],
]
// Stephen Hill's fit of the ACES 1.0 reference and sRGB output transforms (MIT).
const TO_FILM = [
  [0.59719, 0.35458, 0.04823],
  [0.076, 0.90834, 0.01566],
  [0.0284, 0.13383, 0.83777],
]
const FROM_FILM = [
  [1.60475, -0.53108, -0.07367],
  [-0.10208, 1.10813, -0.00605],
  [-0.00327, -0.07276, 1.07602],
]

/** A lens scatters a few percent of the light around bright things; three boxes thrice are three soft discs. */
export function addVeil(pixels, width, height) {
  const reaches = [
    [0.0022, 0.03],
    [0.009, 0.018],
    [0.034, 0.012],
  ]
  const result = pixels.map((value) => value * (1 - reaches.reduce((sum, [, share]) => sum + share, 0)))
  for (const [reach, share] of reaches) {
    let soft = pixels
    for (let pass = 0; pass < 3; pass++) soft = blur(soft, width, height, 3, Math.ceil(reach * height))
    for (let index = 0; index < result.length; index++) result[index] += soft[index] * share
  }
  return result
}

export function toAp0(pixels) {
  return mapPixels(pixels, (r, g, b) => REC709_TO_AP0.map((row) => row[0] * r + row[1] * g + row[2] * b))
}

/** 8-bit sRGB through the filmic view, with just enough dither that skies do not band. */
export function toPicture(pixels, exposureStops) {
  const gain = 2 ** exposureStops * 1.6
  const random = createRandom(99)
  const codes = mapPixels(pixels, (r, g, b) => {
    const film = TO_FILM.map((row) => film16((row[0] * r + row[1] * g + row[2] * b) * gain))
    return FROM_FILM.map((row) => toSrgb(row[0] * film[0] + row[1] * film[1] + row[2] * film[2]))
  })
  return Uint8Array.from(codes, (code) => Math.min(255, Math.max(0, Math.floor(code * 255 + random()))))
}

/** Half the size each way, every four pixels averaged. */
export function halve(pixels, width, height) {
  const result = new Float32Array((width / 2) * (height / 2) * 3)
  for (let y = 0, to = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2) {
      for (let i = 0; i < 3; i++) {
        const at = (y * width + x) * 3 + i
        const below = at + width * 3
        result[to++] = (pixels[at] + pixels[at + 3] + pixels[below] + pixels[below + 3]) / 4
      }
    }
  }
  return result
}

function mapPixels(pixels, change) {
  const result = new Float32Array(pixels.length)
  for (let at = 0; at < pixels.length; at += 3) {
    result.set(change(pixels[at], pixels[at + 1], pixels[at + 2]), at)
  }
  return result
}

function film16(value) {
  return (value * (value + 0.0245786) - 0.000090537) / (value * (0.983729 * value + 0.432951) + 0.238081)
}

function toSrgb(linear) {
  return linear <= 0.0031308 ? Math.max(0, linear) * 12.92 : 1.055 * linear ** (1 / 2.4) - 0.055
}
