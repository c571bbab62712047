// ffmpeg filter graphs for color, as text. Pure; the order of the steps and every constant are measured against
// OpenColorIO. Nothing here knows files, encoders or processes.
import type { Matrix3 } from '#shared/domain/color-matrix'
import type { LutFiles } from './lut-files'

type LutNames = Pick<LutFiles, 'sdr' | 'pq' | 'clamp'>

export interface PixelSize {
  width: number
  height: number
}

const RGB_FULL = 'min=gbr:m=gbr:rin=full:r=full'
// ffmpeg 8 decodes half as gbrpf16 and `format=gbrpf32le` alone then clips to 0…1; by way of zscale it does not.
const IDENTITY = `zscale=tin=linear:t=linear:pin=bt709:p=bt709:${RGB_FULL},format=gbrpf32le`
// The primaries say bt709 throughout: zscale must change the transfer only.
const SHAPER = `zscale=tin=linear:t=smpte2084:npl=6.8:pin=bt709:p=bt709:${RGB_FULL},format=gbrpf32le`
const TO_16_BIT = `zscale=tin=smpte2084:t=smpte2084:pin=bt2020:p=bt2020:${RGB_FULL},format=gbrp16le`
// zscale makes the YUV: swscale takes the wrong matrix.
const SDR_FROM_RGB = 'zscale=tin=bt709:pin=bt709:min=gbr:rin=full:t=bt709:p=bt709'
const SDR_VIDEO = `${SDR_FROM_RGB}:m=bt709:r=limited:c=left,format=yuv420p`
const SDR_PICTURE = `${SDR_FROM_RGB}:m=gbr:r=full,format=gbrp,format=rgb24`
const JPEG_PICTURE = `${SDR_FROM_RGB}:m=470bg:r=full:c=center,format=yuv420p,format=yuvj420p`
const PQ_VIDEO =
  'zscale=tin=smpte2084:pin=bt2020:min=gbr:rin=full:t=smpte2084:p=bt2020:m=2020_ncl:r=limited:c=left,format=yuv420p10le'

/** colorchannelmixer takes -2…2: what is larger is halved first and brought back by exposure. */
export function matrixFilter(matrix: Matrix3): string {
  const largest = Math.max(...matrix.map(Math.abs))
  const stops = largest > 2 ? Math.ceil(Math.log2(largest / 2)) : 0
  const [rr, rg, rb, gr, gg, gb, br, bg, bb] = matrix.map((each) => (each / 2 ** stops).toFixed(10))
  const mixer = `colorchannelmixer=${[rr, rg, rb, 0, gr, gg, gb, 0, br, bg, bb].join(':')}`
  return stops === 0 ? mixer : `${mixer},exposure=${stops}`
}

/**
 * Scene-linear light to the shaper the LUTs start from. The clamp before the matrix makes NaN 0 and keeps Inf and
 * 65504 from turning black; it also drops negative components. It is a lut1d: lut3d ends ffmpeg 9 at the first NaN.
 * Scaling happens in linear light, after the clamp, so that one NaN does not spread.
 */
export function shaperChain(toAp1: Matrix3, luts: LutNames, size?: PixelSize): string {
  const clamp = `lut1d=${luts.clamp}`
  const scale = size ? [`zscale=w=${size.width}:h=${size.height}:filter=bilinear`] : []
  return [IDENTITY, clamp, ...scale, matrixFilter(toAp1), clamp, SHAPER].join(',')
}

/** The shaper's values to Rec.709 BT.1886 codes 0…1. */
export const sdrView = (luts: Pick<LutNames, 'sdr'>): string => `lut3d=${luts.sdr}:interp=tetrahedral`
const pqView = (luts: LutNames): string => `lut3d=${luts.pq}:interp=tetrahedral`

/** One decoded sequence to `[sdr]`, `[hdr]` (each if wanted) and `[codes]`, the PQ view as 16-bit G, B, R planes. */
export function sequenceGraph(
  toAp1: Matrix3,
  luts: LutNames,
  wanted: { isSdrWanted: boolean; isHdrWanted: boolean },
): string {
  const pq = wanted.isHdrWanted
    ? `${pqView(luts)},split=2[pqVideo][pqCodes];[pqVideo]${PQ_VIDEO}[hdr];[pqCodes]${TO_16_BIT}[codes]`
    : `${pqView(luts)},${TO_16_BIT}[codes]`
  const shaped = `[0:v]${shaperChain(toAp1, luts)}`
  if (!wanted.isSdrWanted) return `${shaped},${pq}`
  return `${shaped},split=2[forSdr][forPq];[forSdr]${sdrView(luts)},${SDR_VIDEO}[sdr];[forPq]${pq}`
}

/** One frame through the SDR view, as 8-bit RGB at full size. */
export function stillGraph(toAp1: Matrix3, luts: LutNames): string {
  return `[0:v]${shaperChain(toAp1, luts)},${sdrView(luts)},${SDR_PICTURE}[picture]`
}

/** One frame through the SDR view, as a small JPEG's pixels. */
export function posterGraph(toAp1: Matrix3, luts: LutNames, size: PixelSize): string {
  return `[0:v]${shaperChain(toAp1, luts, size)},${sdrView(luts)},${JPEG_PICTURE}[picture]`
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
