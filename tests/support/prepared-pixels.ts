// Stills made for tests, and the prepared frame of one as pixels that can be asked.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import type { Crop, PixelSize } from '#shared/domain/crop'
import { centerCrop } from '#shared/domain/crop-moves'
import { describeStill } from '../../src-main/features/stills/import-stills'
import { probeStill } from '../../src-main/features/stills/probe-still'
import { renderFrame } from '../../src-main/features/stills/render-still'
import { crc32 } from './png-crc'

export interface Pixels extends PixelSize {
  data: Buffer
  at(x: number, y: number): number[]
}

export async function prepare(path: string, canvas: PixelSize, crop?: Crop): Promise<Pixels> {
  const still = describeStill(path, await probeStill(path))
  const png = await renderFrame({ stillPath: path, still, crop: crop ?? centerCrop(still, canvas), canvas })
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  if (channels !== 3 || width !== canvas.width || height !== canvas.height) {
    throw new Error(`The frame is ${width} × ${height} in ${channels} channels.`)
  }
  return {
    data,
    width,
    height,
    at: (x, y) => [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)],
  }
}

export type Paint = (x: number, y: number) => readonly number[]

/** A PNG whose pixels are what `paint` says, codes of its depth. */
export async function writePainted(
  folder: string,
  name: string,
  { width, height }: PixelSize,
  paint: Paint,
  options: { bits?: 8 | 16; orientation?: number } = {},
): Promise<string> {
  const channels = paint(0, 0).length
  if (channels !== 1 && channels !== 3 && channels !== 4) throw new Error('1, 3 or 4 channels')
  const isDeep = options.bits === 16
  const data = new (isDeep ? Uint16Array : Uint8Array)(width * height * channels)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) data.set(paint(x, y), (y * width + x) * channels)
  }
  let image = sharp(data, { raw: { width, height, channels } })
  image = image.toColourspace(channels === 1 ? (isDeep ? 'grey16' : 'b-w') : isDeep ? 'rgb16' : 'srgb')
  const png = await image.png({ compressionLevel: 1 }).toBuffer()
  const path = join(folder, name)
  // By hand, because sharp converts 16-bit pixels when it writes an orientation.
  await writeFile(path, options.orientation ? addChunk(png, 'eXIf', toExif(options.orientation)) : png)
  return path
}

/** One TIFF directory with one entry: tag 0112, a short. */
function toExif(orientation: number): Buffer {
  const exif = Buffer.from('49492a000800000001001201030001000000000000000000000000', 'hex').subarray(0, 26)
  exif.writeUInt16LE(orientation, 18)
  return exif
}

/** Puts a chunk behind the header: pixels stay as they are, only their meaning changes. */
function addChunk(png: Buffer, type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([png.subarray(0, 33), length, body, check, png.subarray(33)])
}

/** A PNG of the same codes with a profile. */
export function tagPng(png: Buffer, icc: Buffer): Buffer {
  return addChunk(png, 'iCCP', Buffer.concat([Buffer.from('test\0\0', 'latin1'), deflateSync(icc)]))
}

export async function displayP3(): Promise<Buffer> {
  const data = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
    .withIccProfile('p3')
    .png()
    .toBuffer()
  const { icc } = await sharp(data).metadata()
  if (!icc) throw new Error('sharp wrote no profile')
  return icc
}
