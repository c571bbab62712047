// How viewing copies are encoded, tagged and named, as ffmpeg options. Pure.
import type { FfmpegCapabilities } from '../../ports/ffmpeg'

type HdrEncoder = NonNullable<FfmpegCapabilities['hdrProxyEncoder']>

// Half a second between key frames: a step backwards decodes at most twelve frames.
const KEY_FRAMES = ['-g', '12']
const MP4 = ['-movflags', '+faststart+write_colr', '-f', 'mp4']
const PRACTICE_COMMENT = 'Latitude practice render; not a bought take'
const REC709 = tags('bt709', 'bt709', 'bt709')
const PQ = tags('bt2020', 'smpte2084', 'bt2020nc')

export function sdrOptions(map: string, isPractice: boolean): string[] {
  return [
    ...['-map', map, '-an', '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '16', '-profile:v', 'high'],
    ...[...KEY_FRAMES, ...REC709, ...comment(isPractice), ...MP4],
  ]
}

export function hdrOptions(encoder: HdrEncoder, map: string, isPractice: boolean): string[] {
  const common = ['-map', map, '-an', ...KEY_FRAMES, ...PQ, ...comment(isPractice)]
  // SVT's temporal filter would wipe out the grain whatever the crf.
  return encoder === 'libsvtav1'
    ? [...common, '-c:v', encoder, '-preset', '9', '-crf', '8', '-svtav1-params', 'enable-tf=0', ...MP4]
    : [
        ...[...common, '-c:v', encoder, '-profile:v', '2', '-deadline', 'realtime', '-cpu-used', '8'],
        ...['-row-mt', '1', '-tile-columns', '2', '-crf', '8', '-b:v', '0', '-f', 'webm'],
      ]
}

export function hdrFileName(encoder: HdrEncoder, baseName: string): string {
  return `${baseName}_hdr.${encoder === 'libsvtav1' ? 'mp4' : 'webm'}`
}

export const RAW_OPTIONS = ['-map', '[codes]', '-f', 'rawvideo']
export const JPEG_OPTIONS = ['-map', '[picture]', '-c:v', 'mjpeg', '-q:v', '3', ...onePicture()]
// A still on the stage is read once from the local disk: speed counts, size does not.
export const PNG_OPTIONS = [
  ...['-map', '[picture]', '-c:v', 'png', '-compression_level', '1', '-pred', 'none'],
  ...onePicture(),
]

function onePicture(): string[] {
  return ['-frames:v', '1', '-update', '1', '-f', 'image2']
}

function tags(primaries: string, transfer: string, matrix: string): string[] {
  return [
    ...['-color_primaries', primaries, '-color_trc', transfer, '-colorspace', matrix],
    ...['-color_range', 'tv'],
  ]
}

function comment(isPractice: boolean): string[] {
  return isPractice ? ['-metadata', `comment=${PRACTICE_COMMENT}`] : []
}
