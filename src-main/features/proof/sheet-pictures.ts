// The pictures of a proof sheet: one frame as it looks in SDR, in false color, and in the scopes.
import sharp from 'sharp'
import { countScope, type ScopeRequest } from '#shared/scopes/count-scope'
import { drawFalseColor } from '#shared/scopes/false-color'
import { createLinearRow, createRowReader, type LinearPixels } from '#shared/scopes/pixels'
import { createScale } from '#shared/scopes/scales'
import type { ScopeView } from '#shared/scopes/views'
import { drawScopePng } from './scope-picture'
import type { SheetPicture } from './sheet-html'

const WIDEST = 960

/** `sdr` shows the frame; `hdr` gives the parade its nits. Either may be missing. */
export async function makeSheetPictures(
  pixels: LinearPixels,
  frameWords: string,
  views: { sdr: ScopeView | null; hdr: ScopeView | null },
): Promise<SheetPicture[]> {
  const { sdr, hdr } = views
  const stops = createScale('stops', null)
  const requests: [string, ScopeRequest][] = [
    ['waveform in stops', { kind: 'waveform', scale: stops }],
    ['parade', { kind: 'parade', scale: hdr ? createScale('nits', hdr) : stops }],
    ['histogram in stops', { kind: 'histogram', scale: stops }],
    ['chromaticities', { kind: 'cie', scale: stops }],
  ]
  const pictures: SheetPicture[] = []
  if (sdr) pictures.push(await jpeg(`${frameWords} as ${sdr.title}`, drawView(pixels, sdr), pixels))
  pictures.push(await jpeg(`${frameWords} in false color, stops`, drawFalseColor(pixels), pixels))
  for (const [caption, request] of requests) {
    const bytes = await drawScopePng(countScope(pixels, request), request)
    pictures.push({ caption: `${frameWords}, ${caption}`, mediaType: 'image/png', bytes })
  }
  return pictures
}

async function jpeg(
  caption: string,
  data: Uint8ClampedArray,
  { width, height }: LinearPixels,
): Promise<SheetPicture> {
  const bytes = await sharp(data, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .resize({ width: WIDEST, withoutEnlargement: true })
    .jpeg({ quality: 88 })
    .toBuffer()
  return { caption, mediaType: 'image/jpeg', bytes }
}

function drawView(pixels: LinearPixels, view: ScopeView): Uint8ClampedArray {
  const { width, height } = pixels
  const reader = createRowReader(pixels)
  const row = createLinearRow(width)
  const codes = new Float32Array(3)
  const picture = new Uint8ClampedArray(width * height * 4).fill(255)
  for (let y = 0, at = 0; y < height; y += 1) {
    reader.read(y, row)
    for (let x = 0; x < width; x += 1, at += 4) {
      const red = row.r[x] as number
      if (red === red) view.toCodes(red, row.g[x] as number, row.b[x] as number, codes)
      else codes.fill(0)
      for (let channel = 0; channel < 3; channel += 1)
        picture[at + channel] = (codes[channel] as number) * 255
    }
  }
  return picture
}
