// The ffmpeg job that makes a practice MP4 from raw planar frames. A pure function of its input.
import { FRAMES_PER_SECOND } from '#shared/domain/frame-time'
import type { Readable } from 'node:stream'
import type { FfmpegJob } from '../../ports/ffmpeg'
import { PRACTICE_COMMENT } from './practice-words'

export interface Mp4Order {
  width: number
  height: number
  frames: number
  isHdr: boolean
  /** 20…99, the provider's scale. */
  quality: number
}

// zscale makes the YUV, because swscale takes the wrong matrix; the transfer stays as it comes on both sides.
const GRAPHS = {
  sdr: 'zscale=pin=bt709:tin=bt709:min=gbr:rin=full:p=bt709:t=bt709:m=bt709:r=limited:c=left,format=yuv420p',
  hdr: 'zscale=pin=bt2020:tin=smpte2084:min=gbr:rin=full:p=bt2020:t=smpte2084:m=bt2020nc:r=limited:c=left,format=yuv420p10le',
} as const
const TAGS = {
  sdr: ['-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709'],
  hdr: ['-color_primaries', 'bt2020', '-color_trc', 'smpte2084', '-colorspace', 'bt2020nc'],
} as const

/** `source` carries the frames' planes green, blue, red: 8 bit, or 10 bit little-endian for HDR. */
export function toMp4Job(order: Mp4Order, source: Readable, target: string): FfmpegJob {
  const kind = order.isHdr ? 'hdr' : 'sdr'
  const layout = order.isHdr ? 'gbrp10le' : 'gbrp'
  return {
    inputs: [
      {
        source,
        options: [
          ...['-f', 'rawvideo', '-pixel_format', layout],
          ...['-video_size', `${order.width}x${order.height}`],
          ...['-framerate', String(FRAMES_PER_SECOND)],
        ],
      },
    ],
    filterGraph: `[0:v]${GRAPHS[kind]}[out]`,
    outputs: [
      {
        target,
        options: [
          ...['-map', '[out]', '-an', '-c:v', 'libx264', '-preset', 'veryfast'],
          ...['-profile:v', order.isHdr ? 'high10' : 'high', '-crf', String(toCrf(order.quality))],
          ...['-g', String(FRAMES_PER_SECOND), '-color_range', 'tv', ...TAGS[kind]],
          ...['-movflags', '+faststart', '-metadata', `comment=${PRACTICE_COMMENT}`, '-f', 'mp4'],
        ],
      },
    ],
    frames: order.frames,
  }
}

/** 99 is crf 14, 95 is 16, 20 is 40. */
function toCrf(quality: number): number {
  return Math.round(14 + (99 - quality) * 0.33)
}
