// A scope as a PNG: the trace with its graticule and words over it.
import sharp from 'sharp'
import type { ScopeBins, ScopeRequest } from '#shared/scopes/count-scope'
import { drawTrace } from '#shared/scopes/draw-trace'
import { toGraticule, type Graticule, type GraticuleLabel } from '#shared/scopes/graticule'
import { escapeXml } from './escape-xml'

const MARGIN = { left: 76, top: 34, right: 24, bottom: 40 }
/** Plots in pixels: long ones for what runs along the picture, square ones for planes. */
const LONG = { width: 1024, height: 640 }
const SQUARE = { width: 768, height: 768 }

/** How many pixels were counted, and what was left out, stands above the plot. */
export async function drawScopePng(bins: ScopeBins, request: ScopeRequest): Promise<Buffer> {
  const plot = request.kind === 'vectorscope' || request.kind === 'cie' ? SQUARE : LONG
  const trace = drawTrace(bins)
  const { width, height, data } = trace
  const picture = await sharp(data, { raw: { width, height, channels: 4 } })
    .resize(plot.width, plot.height, { fit: 'fill', kernel: 'linear' })
    .png()
    .toBuffer()
  const size = {
    width: plot.width + MARGIN.left + MARGIN.right,
    height: plot.height + MARGIN.top + MARGIN.bottom,
  }
  const lines = Buffer.from(toSvg(toGraticule(request), plot, size, toNote(bins)))
  return await sharp({ create: { ...size, channels: 4, background: '#101010' } })
    .composite([
      { input: picture, left: MARGIN.left, top: MARGIN.top },
      { input: lines, left: 0, top: 0 },
    ])
    .png()
    .toBuffer()
}

function toNote({ pixelCount, nanCount, unplacedCount }: ScopeBins): string {
  const parts = [`${pixelCount.toLocaleString('en-US')} pixels`]
  if (nanCount > 0) parts.push(`${nanCount.toLocaleString('en-US')} with NaN left out`)
  if (unplacedCount > 0) parts.push(`${unplacedCount.toLocaleString('en-US')} outside the plot`)
  return parts.join(' · ')
}

interface Size {
  width: number
  height: number
}

function toSvg({ title, lines, labels }: Graticule, plot: Size, size: Size, note: string): string {
  const x = (share: number): string => (MARGIN.left + share * plot.width).toFixed(1)
  const y = (share: number): string => (MARGIN.top + share * plot.height).toFixed(1)
  const strokes = lines.map(({ points, isClosed, isStrong }) => {
    const path = points.map((point) => `${x(point.x)},${y(point.y)}`).join(' ')
    const color = isStrong ? '#c4c4c4' : '#6e6e6e'
    return `<${isClosed ? 'polygon' : 'polyline'} points="${path}" fill="none" stroke="${color}" stroke-opacity="0.75"/>`
  })
  const words = labels.map((label) => toWord(label, x, y))
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" ` +
    `font-family="Inter, Helvetica, Arial, sans-serif" font-size="12" fill="#c4c4c4">` +
    `<rect x="${x(0)}" y="${y(0)}" width="${plot.width}" height="${plot.height}" fill="none" stroke="#383838"/>` +
    strokes.join('') +
    words.join('') +
    `<text x="${MARGIN.left}" y="22" font-size="14" fill="#ededed">${escapeXml(title)}</text>` +
    `<text x="${size.width - MARGIN.right}" y="22" text-anchor="end" fill="#969696">${escapeXml(note)}</text></svg>`
  )
}

function toWord(
  { at, text, side }: GraticuleLabel,
  x: (share: number) => string,
  y: (share: number) => string,
): string {
  const place = {
    left: { dx: -8, dy: 4, anchor: 'end' },
    right: { dx: 8, dy: 4, anchor: 'start' },
    below: { dx: 0, dy: 18, anchor: 'middle' },
  }[side]
  const { dx, dy, anchor } = place
  return `<text x="${x(at.x)}" y="${y(at.y)}" dx="${dx}" dy="${dy}" text-anchor="${anchor}">${escapeXml(text)}</text>`
}
