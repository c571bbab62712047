// The strip over a take's timeline as SVG: for each frame its mean exposure, clipped highlights, and marks for what
// wants to be looked at. Every frame leads to its row by a link.
import type { FrameStrip, ProofSheet } from '#shared/proof/proof-sheet'
import { THRESHOLDS } from '#shared/proof/thresholds'
import { escapeXml } from './escape-xml'

const HEIGHT = 96
const PLOT = { top: 8, bottom: 72 }
const MARKS = { bad: '#cf6f5f', warn: '#d0a84a' }

/** `rowOf`: where a frame leads; null draws no links. */
export function drawStrip(
  sheet: ProofSheet,
  width: number,
  rowOf: ((frame: number) => string) | null,
): string {
  const { frames } = sheet
  const step = width / Math.max(1, frames.length)
  const exposures = frames.flatMap(({ exposureStops }) => exposureStops ?? [])
  const low = Math.min(...exposures, 0) - 0.5
  const high = Math.max(...exposures, 0) + 0.5
  const y = (stops: number): number =>
    PLOT.bottom - ((stops - low) / Math.max(1e-6, high - low)) * (PLOT.bottom - PLOT.top)
  const bars = frames.map((frame, index) => {
    const x = index * step
    const mark = markOf(frame)
    const top = frame.exposureStops === null ? PLOT.bottom : y(frame.exposureStops)
    const inside =
      `<title>${escapeXml(describe(frame))}</title>` +
      `<rect x="${x.toFixed(2)}" y="0" width="${step.toFixed(2)}" height="${HEIGHT}" fill="#000" fill-opacity="0"/>` +
      `<rect x="${x.toFixed(2)}" y="${top.toFixed(1)}" width="${Math.max(0.5, step - 1).toFixed(2)}" height="${(PLOT.bottom - top).toFixed(1)}" fill="#969696"/>` +
      (mark
        ? `<rect x="${x.toFixed(2)}" y="78" width="${Math.max(2, step - 1).toFixed(2)}" height="10" fill="${mark}"/>`
        : '')
    return rowOf ? `<a href="${escapeXml(rowOf(frame.frame))}">${inside}</a>` : `<g>${inside}</g>`
  })
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${HEIGHT}" width="${width}" height="${HEIGHT}" ` +
    `role="img" aria-label="Mean exposure of each frame"><rect width="${width}" height="${HEIGHT}" fill="#1b1b1b"/>` +
    `${bars.join('')}</svg>`
  )
}

function markOf(frame: FrameStrip): string | null {
  if (frame.nanCount > 0 || frame.flatShare >= THRESHOLDS.flatShare.value) return MARKS.bad
  const isStill = frame.change !== null && frame.change < THRESHOLDS.frozenShare.value
  return frame.isDuplicate || isStill ? MARKS.warn : null
}

export function describe({
  frame,
  exposureStops,
  aboveOneShare,
  flatShare,
  isDuplicate,
}: FrameStrip): string {
  const parts = [
    `Frame ${frame}`,
    exposureStops === null ? 'no light' : `${exposureStops.toFixed(2)} stops on average`,
    `${(aboveOneShare * 100).toFixed(2)} % above 1.0`,
    `${(flatShare * 100).toFixed(3)} % clipped`,
  ]
  if (isDuplicate) parts.push('repeats the one before')
  return parts.join(' · ')
}
