// The pictures and clips behind the fake bridge: made here, with the frame number drawn into every frame.
import { once } from 'node:events'
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import sharp from 'sharp'
import type { DisplayView } from '#shared/contract/display-views'
import { REC709 } from '#shared/domain/color-matrix'
import { floatToHalf } from '#shared/exr/half'
import { inRepository } from '../../scripts/repository.mjs'
import { readDisplayViews } from '../../src-main/app/display-views'
import { encodeExr } from '../../src-main/features/practice/exr-writer'
import { markGeometry, markValues } from '../../src-main/features/practice/frame-marks'
import { realFfmpeg } from './real-ffmpeg'

const id = (digit: string): string => digit.repeat(32)

/** Media ids by what they show. True frames are `e` and the frame number. */
export const MEDIA = {
  lantern: id('1'),
  hills: id('2'),
  candle: id('3'),
  window: id('4'),
  sdrProxy: id('a'),
  hdrProxy: id('b'),
  received: id('c'),
} as const

/** The clips' size in pixels and their length in frames. */
export const FAKE_CLIP = { width: 640, height: 360, frames: 121 }

/** Where they are kept: a folder of its own for each way of making them, so that nothing old passes for new. */
export function fakeMediaFolder(): string {
  const recipe = readFileSync(inRepository('tests', 'support', 'fake-bridge-media.ts'))
  return inRepository('.cache', 'fake-media', createHash('sha256').update(recipe).digest('hex').slice(0, 12))
}

/** Makes whatever is not yet in the folder: four stills as PNG and three clips as MP4. */
export async function makeFakeMedia(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await Promise.all(
    Object.entries(SCENES).map(async ([name, { width, height, svg }]) => {
      const target = join(folder, `${MEDIA[name as keyof typeof SCENES]}.png`)
      if (!existsSync(target))
        await sharp(Buffer.from(frame(svg, width, height)))
          .png()
          .toFile(target)
    }),
  )
  for (const mediaId of [MEDIA.sdrProxy, MEDIA.hdrProxy, MEDIA.received]) {
    const target = join(folder, `${mediaId}.mp4`)
    if (!existsSync(target)) await makeClip(target)
  }
}

/** The true frame as an EXR file in linear Rec.709; returns its media id. */
export async function makeFrameFile(folder: string, index: number): Promise<string> {
  const mediaId = `e${String(index).padStart(31, '0')}`
  const target = join(folder, `${mediaId}.exr`)
  if (!existsSync(target)) {
    const exr = encodeExr(
      {
        width: FAKE_CLIP.width,
        height: FAKE_CLIP.height,
        halves: toHalves(drawFrame(await basePixels(), index)),
      },
      {
        compression: 'zips',
        attributes: [{ name: 'chromaticities', type: 'chromaticities', value: REC709 }],
      },
    )
    await writeFile(`${target}.part`, exr)
    await rename(`${target}.part`, target)
  }
  return mediaId
}

/** The application's own display transforms, their tables laid into the folder. */
export function makeDisplayViews(folder: string): Promise<DisplayView[]> {
  return readDisplayViews(inRepository('assets', 'luts'), {
    register(path, version = '') {
      const mediaId = createHash('sha256').update(version).digest('hex').slice(0, 32)
      copyFileSync(path, join(folder, `${mediaId}.gz`))
      return mediaId
    },
    open: () => undefined,
  })
}

/** sRGB codes to linear light; per line all blue, all green, all red. */
function toHalves(pixels: Buffer): Uint16Array {
  const { width, height } = FAKE_CLIP
  const light = Uint16Array.from({ length: 256 }, (_, code) => {
    const value = code / 255
    return floatToHalf(value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
  })
  const halves = new Uint16Array(width * height * 3)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      for (let channel = 0; channel < 3; channel += 1) {
        const code = pixels[(y * width + x) * 3 + channel] ?? 0
        halves[(y * 3 + (2 - channel)) * width + x] = light[code] ?? 0
      }
    }
  }
  return halves
}

async function basePixels(): Promise<Buffer> {
  const { svg, width, height } = SCENES.lantern
  return sharp(Buffer.from(frame(svg, width, height)))
    .resize(FAKE_CLIP.width, FAKE_CLIP.height)
    .removeAlpha()
    .raw()
    .toBuffer()
}

/** A light that crosses the picture, and the marks of the frame number. */
function drawFrame(base: Buffer, index: number): Buffer {
  const pixels = Buffer.from(base)
  const { width, height } = FAKE_CLIP
  const centerX = 80 + (index / (FAKE_CLIP.frames - 1)) * (width - 160)
  const centerY = height * 0.3
  const radius = 70
  for (let y = Math.floor(centerY - radius); y < centerY + radius; y += 1) {
    for (let x = Math.floor(centerX - radius); x < centerX + radius; x += 1) {
      const distance = Math.hypot(x - centerX, y - centerY) / radius
      if (distance >= 1 || x < 0 || x >= width || y < 0) continue
      const light = (1 - distance) ** 3
      const at = (y * width + x) * 3
      for (let channel = 0; channel < 3; channel += 1) {
        const tint = [255, 214, 150][channel] ?? 0
        pixels[at + channel] = Math.min(255, (pixels[at + channel] ?? 0) + light * tint)
      }
    }
  }
  const { squares, size } = markGeometry(FAKE_CLIP)
  markValues(index).forEach((value, square) => {
    const corner = squares[square]
    if (!corner) return
    for (let row = corner.y; row < corner.y + size; row += 1) {
      pixels.fill(value * 255, (row * width + corner.x) * 3, (row * width + corner.x + size) * 3)
    }
  })
  return pixels
}

async function makeClip(target: string): Promise<void> {
  const { run } = await realFfmpeg()
  const base = await basePixels()
  async function* frames() {
    for (let index = 0; index < FAKE_CLIP.frames; index += 1) yield drawFrame(base, index)
  }
  const source = Readable.from(frames(), { objectMode: false, highWaterMark: 1 << 20 })
  const raw = [
    '-f',
    'rawvideo',
    '-pix_fmt',
    'rgb24',
    '-s',
    `${FAKE_CLIP.width}x${FAKE_CLIP.height}`,
    '-framerate',
    '24',
  ]
  const h264 = ['-c:v', 'libx264', '-g', '12', '-bf', '2', '-crf', '18', '-pix_fmt', 'yuv420p', '-f', 'mp4']
  await run({
    inputs: [{ source, options: raw }],
    outputs: [{ target: `${target}.part`, options: h264 }],
    frames: FAKE_CLIP.frames,
  })
  await rename(`${target}.part`, target)
  if (!source.closed) await once(source, 'close')
}

function frame(content: string, width: number, height: number): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${content}</svg>`
}

const glow = (name: string, color: string): string =>
  `<radialGradient id="${name}"><stop offset="0" stop-color="#fffbe8"/><stop offset=".18" stop-color="${color}"/>` +
  `<stop offset="1" stop-color="${color}" stop-opacity="0"/></radialGradient>`

const SCENES = {
  lantern: {
    width: 1500,
    height: 1024,
    svg: `<defs>${glow('a', '#e9a13b')}${glow('b', '#7c4a16')}<linearGradient id="t" x2="0" y2="1">
      <stop offset="0" stop-color="#2a1608"/><stop offset="1" stop-color="#0a0502"/></linearGradient></defs>
      <rect width="1500" height="1024" fill="#060403"/><rect y="700" width="1500" height="324" fill="url(#t)"/>
      <ellipse cx="620" cy="760" rx="640" ry="220" fill="url(#b)" opacity=".7"/>
      <rect x="560" y="300" width="120" height="330" rx="56" fill="#2b1b0c" stroke="#8b5a22" stroke-width="4"/>
      <rect x="540" y="620" width="160" height="120" rx="14" fill="#3a1d0d"/>
      <circle cx="620" cy="520" r="190" fill="url(#a)"/>
      <ellipse cx="980" cy="700" rx="190" ry="70" fill="#5b3211"/><ellipse cx="940" cy="660" rx="80" ry="60" fill="#9a5a20"/>
      <ellipse cx="1050" cy="670" rx="90" ry="58" fill="#a8682a"/>
      <path d="M300 420q-10 140 60 160v120h-40v10h120v-10h-40V580q70-20 60-160z" fill="none" stroke="#8d6a3a" stroke-width="4"/>`,
  },
  hills: {
    width: 1400,
    height: 592,
    svg: `<defs><linearGradient id="s" x2="0" y2="1"><stop offset="0" stop-color="#3f6f9f"/>
      <stop offset=".6" stop-color="#c9b48c"/><stop offset="1" stop-color="#e8a45c"/></linearGradient></defs>
      <rect width="1400" height="592" fill="url(#s)"/><circle cx="980" cy="330" r="34" fill="#fff6de"/>
      <path d="M0 380q240-120 480-30t420-20 500 10v252H0z" fill="#41525c"/>
      <path d="M0 470q300-110 620-20t780-30v172H0z" fill="#1c2622"/><path d="M0 540q420-70 1400-10v62H0z" fill="#0b0f0c"/>`,
  },
  candle: {
    width: 800,
    height: 800,
    svg: `<defs>${glow('c', '#e08a2a')}</defs><rect width="800" height="800" fill="#050403"/>
      <circle cx="380" cy="330" r="260" fill="url(#c)" opacity=".5"/><rect x="335" y="400" width="90" height="330" rx="10" fill="#c9a25a"/>
      <ellipse cx="380" cy="330" rx="24" ry="62" fill="#fff3c8"/>`,
  },
  window: {
    width: 800,
    height: 1200,
    svg: `<rect width="800" height="1200" fill="#3a2c1e"/><rect x="140" y="120" width="520" height="640" fill="#f3ead2"/>
      <path d="M400 120v640M140 440h520" stroke="#4a3826" stroke-width="16"/><path d="M0 820h800v380H0z" fill="#5c4a34"/>
      <path d="M160 1180l90-340h330l140 340z" fill="#8f7b58"/>`,
  },
} as const
