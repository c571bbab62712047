// Copies that leave the house, by kind: which views they take, how they are encoded and tagged, as ffmpeg options. Pure.
import type { Transfer } from '#shared/domain/color/transfers'
import type { View } from '#shared/domain/color/views'
import { P3_D65, REC2020 } from '#shared/domain/color-matrix'
import type { FfmpegCapabilities } from '../../ports/ffmpeg'
import { hdrOptions, sdrOptions } from './encode-options'

export const MASTER_KINDS = ['sdr', 'hdr', 'hdr10', 'hlg', 'prores4444', 'prores422hq'] as const
export type MasterKind = (typeof MASTER_KINDS)[number]

/** Nits, as measured over the whole sequence. */
export interface LightLevels {
  maxCll: number
  maxFall: number
}

interface Tags {
  primaries: string
  transfer: string
  /** zscale's name and that of the tag. */
  matrix: readonly [zscale: string, tag: string]
}

const TRANSFER_TAGS: Partial<Record<Transfer, string>> = {
  ...{ bt1886: 'bt709', srgb: 'iec61966-2-1', pq: 'smpte2084', hlg: 'arib-std-b67' },
}

/** Null where video has no tag for the display: a plain gamma of 2.6. */
function toTags({ display: { primaries, transfer } }: View): Tags | null {
  const tag = TRANSFER_TAGS[transfer]
  if (tag === undefined) return null
  return primaries === REC2020
    ? { primaries: 'bt2020', transfer: tag, matrix: ['2020_ncl', 'bt2020nc'] }
    : { primaries: primaries === P3_D65 ? 'smpte432' : 'bt709', transfer: tag, matrix: ['bt709', 'bt709'] }
}

/** Why a kind cannot carry a view, as a sentence; null when it can. */
export function masterObstacle(kind: MasterKind, view: View): string | null {
  const { transfer } = view.display
  if (toTags(view) === null)
    return `Video has no tag for ${view.display.name}; no player would show it right.`
  const needs = { sdr: ['bt1886', 'srgb'], hdr: ['pq'], hdr10: ['pq'], hlg: ['hlg'] } as const
  if (kind === 'prores4444' || kind === 'prores422hq') return null
  const wanted: readonly Transfer[] = needs[kind]
  if (wanted.includes(transfer)) return null
  return `${kind} carries ${wanted.join(' or ')} codes; ${view.id} makes ${transfer}.`
}

const PIXEL_FORMATS: Record<MasterKind, string> = {
  ...{ sdr: 'yuv420p', hdr: 'yuv420p10le', hdr10: 'yuv420p10le', hlg: 'yuv420p10le' },
  ...{ prores4444: 'yuv444p10le', prores422hq: 'yuv422p10le' },
}

/** Display codes in gbrpf32 to the encoder's pixels. zscale makes the YUV: swscale takes the wrong matrix. */
export function masterPixels(kind: MasterKind, view: View): string {
  const { primaries, transfer, matrix } = requireTags(view)
  const space = `tin=${transfer}:pin=${primaries}:min=gbr:rin=full:t=${transfer}:p=${primaries}`
  // Rec.2100 puts the chroma of 4:2:0 on the top left luma sample.
  const chroma = kind === 'hdr10' || kind === 'hlg' ? 'topleft' : 'left'
  return `zscale=${space}:m=${matrix[0]}:r=limited:c=${chroma},format=${PIXEL_FORMATS[kind]}`
}

/** What follows `-map`; `levels` are needed for `hdr10` and used by nothing else. */
export function masterOptions(
  kind: MasterKind,
  view: View,
  encoder: FfmpegCapabilities['hdrProxyEncoder'],
  levels: LightLevels | null,
): string[] {
  const map = ['-map', '[master]', '-an']
  const { primaries, transfer, matrix } = requireTags(view)
  const tags = [
    ...[
      '-color_primaries',
      primaries,
      '-color_trc',
      transfer,
      '-colorspace',
      matrix[1],
      '-color_range',
      'tv',
    ],
  ]
  const hevc = (more: string[]): string[] => {
    const colors = [
      `colorprim=${primaries}`,
      `transfer=${transfer}`,
      `colormatrix=${matrix[1]}`,
      'range=limited',
    ]
    const params = ['log-level=error', 'repeat-headers=1', 'chromaloc=2', ...colors, ...more].join(':')
    return [
      ...[...map, '-c:v', 'libx265', '-preset', 'medium', '-crf', '16', '-tag:v', 'hvc1', ...tags],
      ...['-x265-params', params, '-movflags', '+faststart+write_colr', '-f', 'mp4'],
    ]
  }
  const proRes = (profile: string): string[] => [
    ...[...map, '-c:v', 'prores_ks', '-profile:v', profile, '-vendor', 'apl0', ...tags],
    ...['-movflags', '+write_colr', '-f', 'mov'],
  ]
  switch (kind) {
    case 'sdr': {
      const own = sdrOptions('[master]', false)
      return own.map((option, at) => (own[at - 1] === '-color_trc' ? transfer : option))
    }
    case 'hdr':
      return hdrOptions(encoder ?? 'libvpx-vp9', '[master]', false)
    case 'hdr10':
      return hevc(['hdr10=1', ...mastering(view, levels)])
    case 'hlg':
      return hevc(['atc-sei=18'])
    case 'prores4444':
      return proRes('4444')
    case 'prores422hq':
      return proRes('hq')
  }
}

/** A P3-D65 display of the view's peak, in the units of SMPTE ST 2086, and the levels in whole nits. */
function mastering(view: View, levels: LightLevels | null): string[] {
  if (!levels) throw new RangeError('HDR10 needs measured light levels')
  const peak = Math.round(view.display.peakNits * 10_000)
  return [
    `master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(${peak},1)`,
    `max-cll=${Math.ceil(levels.maxCll)},${Math.ceil(levels.maxFall)}`,
  ]
}

function requireTags(view: View): Tags {
  const tags = toTags(view)
  if (!tags) throw new RangeError(`No tags for ${view.id}`)
  return tags
}
