// A decoded picture through a view as a 16-bit PNG that says what its codes mean. Exact: the reference chain, no ffmpeg.
import sharp from 'sharp'
import { createViewChain, type ViewChainOptions } from '#shared/domain/color/view-chain'
import { tagPng } from './png-color-tag'

export interface LinearPicture {
  width: number
  height: number
  /** Linear as in the file, four a pixel, rows from the top; alpha is left aside. */
  rgba: Float32Array
}

export interface ViewPicture {
  png: Uint8Array
  /** Pixels that hold a NaN, shown in the alarm color. */
  nanPixels: number
}

export async function renderViewPicture(
  picture: LinearPicture,
  options: ViewChainOptions,
): Promise<ViewPicture> {
  const { width, height, rgba } = picture
  const linear = new Float32Array(width * height * 3)
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let channel = 0; channel < 3; channel++) linear[3 * pixel + channel] = rgba[4 * pixel + channel] ?? 0
  }
  const codes = new Float32Array(linear.length)
  const nanPixels = createViewChain(options)(linear, codes)
  const whole = Uint16Array.from(codes, (code) => Math.round(code * 65535))
  const png = await sharp(whole, { raw: { width, height, channels: 3 }, limitInputPixels: false })
    .toColourspace('rgb16')
    .png()
    .toBuffer()
  return { png: tagPng(png, options.view.display), nanPixels }
}
