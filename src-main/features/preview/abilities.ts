// What can be made of a take with the ffmpeg at hand, and the sentences for what cannot. Pure.
import { AP0, conversionMatrix, type Chromaticities, type Matrix3 } from '#shared/domain/color-matrix'
import { Failure } from '#shared/domain/failure'
import type { FfmpegCapabilities } from '../../ports/ffmpeg'

export interface Abilities {
  /** Why there can be no picture in true color at all; null when there can. */
  obstacle: string | null
  isSdrPossible: boolean
  hdrEncoder: FfmpegCapabilities['hdrProxyEncoder']
  /** What cannot be made although there is no obstacle, in plain sentences. */
  sdrNotes: string[]
  hdrNotes: string[]
}

export function toAbilities(capabilities: FfmpegCapabilities): Abilities {
  const { missing, hdrProxyEncoder: hdrEncoder } = capabilities
  const isSdrPossible = !missing.includes('encoder libx264')
  const noSdr = 'No SDR viewing copy was made: this ffmpeg has no libx264 encoder.'
  const noHdr =
    'No HDR viewing copy was made: this ffmpeg has neither the libvpx-vp9 nor the libsvtav1 encoder.'
  return {
    obstacle: toObstacle(capabilities),
    isSdrPossible,
    hdrEncoder,
    sdrNotes: isSdrPossible ? [] : [noSdr],
    hdrNotes: hdrEncoder === null ? [noHdr] : [],
  }
}

function toObstacle({ ffmpegPath, missing }: FfmpegCapabilities): string | null {
  if (ffmpegPath === null) return 'No ffmpeg was found on this computer.'
  const parts = missing.filter((part) => part === 'decoder exr' || part.startsWith('filter '))
  return parts.length === 0 ? null : `This ffmpeg cannot show true color (missing: ${parts.join(', ')}).`
}

/** Throws Failure `ffmpeg-missing` or `ffmpeg-limited` where no picture in true color can be made. */
export function requireTrueColor(capabilities: FfmpegCapabilities): void {
  const obstacle = toObstacle(capabilities)
  if (obstacle === null) return
  const code = capabilities.ffmpegPath === null ? 'ffmpeg-missing' : 'ffmpeg-limited'
  throw new Failure(code, obstacle, { missing: capabilities.missing })
}

/** Files without chromaticities are ACES2065-1. Undefined where the chromaticities describe no color space. */
export function toAp0Matrix(chromaticities: Chromaticities | null): Matrix3 | undefined {
  return conversionMatrix(chromaticities ?? AP0, AP0)
}
