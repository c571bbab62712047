// The prepared frame, an sRGB picture, as linear AP0 on the grid that frames are compared on.
import sharp from 'sharp'
import { AP0, conversionMatrix, REC709, transform } from '#shared/domain/color-matrix'
import { Failure } from '#shared/domain/failure'
import { GRID } from '#shared/proof/pixel-sums'

/** Throws Failure `still-unreadable`. */
export async function readPreparedGrid(path: string): Promise<Float32Array> {
  const { data, info } = await sharp(path)
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch((error: unknown) => {
      throw new Failure(
        'still-unreadable',
        `The prepared frame cannot be read: ${path}`,
        { path },
        { cause: error },
      )
    })
  const { width, height, channels } = info
  const matrix = conversionMatrix(REC709, AP0)
  if (!matrix) throw new Failure('internal', 'Rec.709 has no matrix')
  const linear = Float64Array.from({ length: 256 }, (_, code) => toLinear(code / 255))
  const sums = new Float64Array(GRID.columns * GRID.rows * 3)
  const counts = new Float64Array(GRID.columns * GRID.rows)
  for (let y = 0; y < height; y += 1) {
    const row = Math.floor((y * GRID.rows) / height)
    for (let x = 0; x < width; x += 1) {
      const cell = row * GRID.columns + Math.floor((x * GRID.columns) / width)
      const at = (y * width + x) * channels
      const rgb = [0, 1, 2].map((channel) => linear[data[at + Math.min(channel, channels - 1)] ?? 0] ?? 0)
      transform(matrix, [rgb[0] ?? 0, rgb[1] ?? 0, rgb[2] ?? 0]).forEach((value, channel) => {
        sums[cell * 3 + channel] = (sums[cell * 3 + channel] ?? 0) + value
      })
      counts[cell] = (counts[cell] ?? 0) + 1
    }
  }
  return Float32Array.from(sums, (sum, index) => sum / Math.max(1, counts[Math.floor(index / 3)] ?? 1))
}

function toLinear(code: number): number {
  return code <= 0.04045 ? code / 12.92 : ((code + 0.055) / 1.055) ** 2.4
}
