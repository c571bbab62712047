// ffmpeg filter graphs for color, as text. Pure; the order of the steps and every constant are measured against
// OpenColorIO. Nothing here knows files, encoders or processes.
import type { Matrix3 } from '#shared/domain/color-matrix'
import type { View } from '#shared/domain/color/views'
import { RGB_FULL, shapedSteps, tableSteps, viewSteps, type PixelSize, type ViewCubes } from './view-graph'

/** The views of the copies, and the files their graphs read. Both start from the same shaper. */
export interface CopyViews {
  sdr: { view: View; cubes: ViewCubes }
  pq: { view: View; cubes: ViewCubes }
}

const TO_16_BIT = `zscale=tin=smpte2084:t=smpte2084:pin=bt2020:p=bt2020:${RGB_FULL},format=gbrp16le`
// zscale makes the YUV: swscale takes the wrong matrix.
const SDR_FROM_RGB = 'zscale=tin=bt709:pin=bt709:min=gbr:rin=full:t=bt709:p=bt709'
const SDR_VIDEO = `${SDR_FROM_RGB}:m=bt709:r=limited:c=left,format=yuv420p`
const SDR_PICTURE = `${SDR_FROM_RGB}:m=gbr:r=full,format=gbrp,format=rgb24`
const JPEG_PICTURE = `${SDR_FROM_RGB}:m=470bg:r=full:c=center,format=yuv420p,format=yuvj420p`
const PQ_VIDEO =
  'zscale=tin=smpte2084:pin=bt2020:min=gbr:rin=full:t=smpte2084:p=bt2020:m=2020_ncl:r=limited:c=left,format=yuv420p10le'

/** One decoded sequence to `[sdr]`, `[hdr]` (each if wanted) and `[codes]`, the PQ view as 16-bit G, B, R planes. */
export function sequenceGraph(
  toAp0: Matrix3,
  { sdr, pq }: CopyViews,
  wanted: { isSdrWanted: boolean; isHdrWanted: boolean },
): string {
  const table = tableSteps(pq.cubes)
  const forPq = wanted.isHdrWanted
    ? `${table},split=2[pqVideo][pqCodes];[pqVideo]${PQ_VIDEO}[hdr];[pqCodes]${TO_16_BIT}[codes]`
    : `${table},${TO_16_BIT}[codes]`
  const shaped = shapedSteps(pq.view, pq.cubes, { toAp0, name: 'light' }, '[0:v]')
  if (!wanted.isSdrWanted) return `${shaped},${forPq}`
  return `${shaped},split=2[forSdr][forPq];[forSdr]${tableSteps(sdr.cubes)},${SDR_VIDEO}[sdr];[forPq]${forPq}`
}

/** One frame through the SDR view, as 8-bit RGB at full size. */
export function stillGraph(toAp0: Matrix3, { sdr }: Pick<CopyViews, 'sdr'>): string {
  return `${viewSteps(sdr.view, sdr.cubes, { toAp0, name: 'still' }, '[0:v]')},${SDR_PICTURE}[picture]`
}

/** One frame through the SDR view, as a small JPEG's pixels. */
export function posterGraph(toAp0: Matrix3, { sdr }: Pick<CopyViews, 'sdr'>, size: PixelSize): string {
  return `${viewSteps(sdr.view, sdr.cubes, { toAp0, size, name: 'poster' }, '[0:v]')},${JPEG_PICTURE}[picture]`
}

/** A PQ video's own codes to `[hdr]` (if wanted) and `[codes]`. */
export function pqVideoGraph(isHdrWanted: boolean): string {
  const codes = `zscale=tin=smpte2084:pin=bt2020:min=2020_ncl:t=smpte2084:p=bt2020:m=gbr:r=full,format=gbrp16le[codes]`
  return isHdrWanted
    ? `[0:v]split=2[video][light];[video]format=yuv420p10le[hdr];[light]${codes}`
    : `[0:v]${codes}`
}

/**
 * A PQ frame for an SDR poster: 203 nit (BT.2408 diffuse white) becomes white's neighborhood, the tones below 0.7 of
 * it stay as they are, the ones above roll off (Möbius) up to the clip's own peak in nits.
 */
export function pqPosterGraph(size: PixelSize, peakNits: number): string {
  const peak = Math.max(1, peakNits / 203).toFixed(3)
  return (
    `[0:v]zscale=w=${size.width}:h=${size.height}:filter=bilinear:tin=smpte2084:pin=bt2020:min=2020_ncl:` +
    `t=linear:npl=203:p=bt709:m=gbr:r=full,format=gbrpf32le,tonemap=mobius:param=0.7:desat=0:peak=${peak},` +
    'zscale=tin=linear:pin=bt709:min=gbr:rin=full:t=iec61966-2-1:p=bt709:m=470bg:r=full,format=yuv420p,format=yuvj420p[picture]'
  )
}

/** A Rec.709 video's frame for a poster. swscale is off by up to two codes, which is better than no poster. */
export function sdrPosterGraph({ width, height }: PixelSize, hasZscale: boolean): string {
  const convert = hasZscale
    ? `zscale=w=${width}:h=${height}:filter=bilinear:pin=bt709:tin=bt709:min=bt709:p=bt709:t=bt709:m=470bg:r=full,format=yuv420p`
    : `scale=${width}:${height}:flags=bilinear:in_color_matrix=bt709:out_color_matrix=bt601:out_range=pc`
  return `[0:v]${convert},format=yuvj420p[picture]`
}

/** At most `widest` wide, of the same shape, on even sides as 4:2:0 pictures need. */
export function posterSize({ width, height }: PixelSize, widest = 640): PixelSize {
  const scale = Math.min(1, widest / width)
  const even = (side: number): number => Math.max(2, 2 * Math.round((side * scale) / 2))
  return { width: even(width), height: even(height) }
}
