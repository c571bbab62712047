// ffmpeg as a port: jobs are plain data built by pure functions; features/ffmpeg runs them.
import type { Readable, Writable } from 'node:stream'
import type { OnProgress } from './progress'

export interface FfmpegInput {
  /** An absolute path, an image-sequence pattern, or raw bytes. At most one stream per job. */
  source: string | Readable
  /** Options before `-i`, e.g. ['-framerate', '24', '-start_number', '1001']. */
  options: string[]
}

export interface FfmpegOutput {
  /** An absolute path, or a stream that receives the bytes. At most one stream per job. */
  target: string | Writable
  /** Options before the target, e.g. ['-map', '[sdr]', '-c:v', 'libx264', '-f', 'mp4']. */
  options: string[]
}

export interface FfmpegJob {
  inputs: FfmpegInput[]
  /** A `-filter_complex` graph; file names in it are relative to `cwd`, so they never need escaping. */
  filterGraph?: string
  outputs: FfmpegOutput[]
  /** The folder ffmpeg runs in. */
  cwd?: string
  /** Frames expected in the first output; makes progress exact. */
  frames?: number
}

export interface FfmpegControl {
  signal?: AbortSignal
  /** Units are frames. */
  onProgress?: OnProgress
}

export interface FfmpegResult {
  /** Frames ffmpeg says it wrote to its first output. */
  frames: number
  /** The last lines of ffmpeg's messages (at most 40), without progress lines. */
  log: string[]
}

/**
 * Runs one job to its end. Files it was writing are removed when it fails or is aborted.
 * Rejects with Failure `ffmpeg-missing`, `ffmpeg-failed` (details: log) or `disk-full`; with the signal's reason when aborted.
 */
export type RunFfmpeg = (job: FfmpegJob, control?: FfmpegControl) => Promise<FfmpegResult>

/** What ffprobe says of a video file. */
export interface VideoProbe {
  codec: string
  width: number
  height: number
  /** Frames per second as a fraction, e.g. [24, 1]. */
  frameRate: [number, number]
  /** Frames counted by decoding every one of them. */
  frames: number
  pixelFormat: string
  primaries: string | null
  transfer: string | null
  matrix: string | null
  range: string | null
  hasAudio: boolean
}

/** Decodes every frame and counts. Rejects with Failure `ffmpeg-missing` or `video-unreadable`. */
export type ProbeVideo = (path: string, signal?: AbortSignal) => Promise<VideoProbe>

/** What the ffmpeg found on this machine can do. */
export interface FfmpegCapabilities {
  status: 'ready' | 'limited' | 'missing'
  ffmpegPath: string | null
  ffprobePath: string | null
  version: string | null
  /** Needed parts that are not there, e.g. 'filter zscale', 'encoder libvpx-vp9 or libsvtav1'. */
  missing: string[]
  /** What that costs, in plain sentences for the artist. */
  consequences: string[]
  hasZscale: boolean
  /** The encoder for the HDR proxy, best first; null when neither is there. */
  hdrProxyEncoder: 'libsvtav1' | 'libvpx-vp9' | null
}
