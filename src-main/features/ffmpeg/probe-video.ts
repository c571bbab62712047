// Asks ffprobe what a video file is, decoding every frame. Foreign words (ffprobe's JSON) stop here.
import { execFile } from 'node:child_process'
import { basename } from 'node:path'
import { z } from 'zod'
import { Failure } from '#shared/domain/failure'
import type { ProbeVideo, VideoProbe } from '../../ports/ffmpeg'

const ASKED = ['-v', 'error', '-count_frames', '-show_streams', '-of', 'json']
// What decoders say when they patch a picture up instead of refusing it.
const DAMAGE =
  /error while decoding|concealing|corrupt|truncat|partial file|invalid (data|nal|level)|missing picture/i

const unsaid = z.string().transform((value) => (value === 'unknown' || value === '' ? null : value))
const streamSchema = z.object({
  codec_type: z.string().optional(),
  codec_name: z.string().default('unknown'),
  width: z.number().int().optional(),
  height: z.number().int().optional(),
  pix_fmt: z.string().default('unknown'),
  r_frame_rate: z.string().default('0/0'),
  nb_read_frames: z.string().default('0'),
  color_primaries: unsaid.default(null),
  color_transfer: unsaid.default(null),
  color_space: unsaid.default(null),
  color_range: unsaid.default(null),
})
const answerSchema = z.object({ streams: z.array(streamSchema).default([]) })

/** Undefined where there is no picture in it. Throws when the text is not ffprobe's. */
export function parseProbe(json: string): VideoProbe | undefined {
  const { streams } = answerSchema.parse(JSON.parse(json))
  const video = streams.find((stream) => stream.codec_type === 'video')
  const frames = Number(video?.nb_read_frames)
  if (!video?.width || !video.height || !(frames > 0)) return undefined
  const [numerator = 0, denominator = 0] = video.r_frame_rate.split('/').map(Number)
  return {
    codec: video.codec_name,
    width: video.width,
    height: video.height,
    frameRate: [numerator, denominator],
    frames,
    pixelFormat: video.pix_fmt,
    primaries: video.color_primaries,
    transfer: video.color_transfer,
    matrix: video.color_space,
    range: video.color_range,
    hasAudio: streams.some((stream) => stream.codec_type === 'audio'),
  }
}

export function createProbe({ ffprobePath }: { ffprobePath: () => string | null }): ProbeVideo {
  return async (path, signal) => {
    const program = ffprobePath()
    if (program === null) throw new Failure('ffmpeg-missing', 'No ffprobe was found on this computer')
    signal?.throwIfAborted()
    const { stdout, stderr, error } = await runFfprobe(program, [...ASKED, '-i', path], signal)
    signal?.throwIfAborted()
    const log = stderr.split(/\r?\n/).filter((line) => line.trim() !== '')
    if (error && 'syscall' in error && log.length === 0) {
      throw new Failure('ffmpeg-missing', `ffprobe could not be started: ${program}`, { program })
    }
    const probe = error ? undefined : parseProbe(stdout)
    if (!probe) throw unreadable(path, log, 'it holds no picture that can be decoded')
    if (log.some((line) => DAMAGE.test(line))) throw unreadable(path, log, 'some of its frames are damaged')
    return probe
  }
}

function unreadable(path: string, log: string[], why: string): Failure {
  const name = basename(path)
  return new Failure('video-unreadable', `The video ${name} cannot be read: ${why}`, {
    name,
    log: log.slice(-40),
  })
}

interface Answer {
  stdout: string
  stderr: string
  error: Error | null
}

function runFfprobe(program: string, args: string[], signal?: AbortSignal): Promise<Answer> {
  return new Promise((resolve) => {
    const options = { signal, maxBuffer: 16 << 20, windowsHide: true, killSignal: 'SIGKILL' as const }
    execFile(program, args, options, (error, stdout, stderr) => resolve({ stdout, stderr, error }))
  })
}
