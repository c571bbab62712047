// Runs ffmpeg jobs. The one file that knows fluent-ffmpeg; its four traps (percentage, left-over files, device
// formats, errors without their reason) end here.
import { ChildProcess } from 'node:child_process'
import ffmpeg, { type FfmpegCommand } from 'fluent-ffmpeg'
import { Failure } from '#shared/domain/failure'
import type {
  FfmpegCapabilities,
  FfmpegControl,
  FfmpegJob,
  FfmpegResult,
  ProbeVideo,
  RunFfmpeg,
} from '../../ports/ffmpeg'
import { toFfmpegFailure } from './ffmpeg-failures'
import { openOutputFile, type OutputFile } from './output-files'
import { createProbe } from './probe-video'
import { readMessageLine } from './progress-lines'
import { bridgeInput, bridgeOutput, type Bridge } from './stream-bridges'

const LOG_LINES = 40
// Global options may stand before the first input. Progress comes as key=value lines among the messages.
const GLOBAL_OPTIONS = ['-hide_banner', '-nostdin', '-progress', 'pipe:2', '-nostats']

export interface FfmpegOptions {
  /** Asked anew for every job, so that a newly chosen ffmpeg is used at once. */
  capabilities: () => FfmpegCapabilities
}

export function createFfmpeg({ capabilities }: FfmpegOptions): { run: RunFfmpeg; probe: ProbeVideo } {
  return {
    async run(job, control = {}) {
      const program = capabilities().ffmpegPath
      if (program === null) throw new Failure('ffmpeg-missing', 'No ffmpeg was found on this computer')
      control.signal?.throwIfAborted()
      const files = await Promise.all(
        job.outputs.map(({ target }) => (typeof target === 'string' ? openOutputFile(target) : null)),
      )
      try {
        const result = await runToEnd(program, job, files, control)
        for (const file of files) await file?.publish()
        return result
      } catch (error) {
        for (const file of files) await file?.discard()
        throw error
      }
    },
    probe: createProbe({ ffprobePath: () => capabilities().ffprobePath }),
  }
}

/** Resolves when ffmpeg has ended well and every byte of a stream output has been taken. */
async function runToEnd(
  program: string,
  job: FfmpegJob,
  files: readonly (OutputFile | null)[],
  { signal, onProgress }: FfmpegControl,
): Promise<FfmpegResult> {
  const command = ffmpeg({ cwd: job.cwd })
  let stop: { reason: unknown } | undefined
  const stopFor = (reason: unknown): void => {
    stop ??= { reason }
    command.kill('SIGKILL') // without a process yet this does nothing, and the start asks again
  }
  const bridges = addJob(command, program, job, files, stopFor)
  const onAbort = (): void => stopFor(signal?.reason)
  signal?.addEventListener('abort', onAbort, { once: true })
  if (signal?.aborted) onAbort()
  command.on('start', () => stop && command.kill('SIGKILL'))
  try {
    const result = await listenToEnd(command, program, (frames) =>
      onProgress?.({ done: frames, total: job.frames }),
    )
    // Output bytes may still be on their way; input bytes ffmpeg did not want are dropped.
    bridges.input?.close()
    await Promise.all([bridges.input?.crossed, bridges.output?.crossed])
    if (stop) throw stop.reason
    return result
  } catch (error) {
    throw stop ? stop.reason : error
  } finally {
    signal?.removeEventListener('abort', onAbort)
    bridges.input?.close()
    bridges.output?.close()
  }
}

function listenToEnd(
  command: FfmpegCommand,
  program: string,
  onFrames: (frames: number) => void,
): Promise<FfmpegResult> {
  const log: string[] = []
  let frames = 0
  return new Promise((resolve, reject) => {
    command.on('stderr', (line: string) => {
      const read = readMessageLine(line)
      if (read.kind === 'frame') onFrames((frames = read.frame))
      else if (read.kind === 'message' && read.text !== '') log.push(read.text)
      if (log.length > LOG_LINES) log.shift()
    })
    command.on('error', (error: Error) => reject(toFfmpegFailure({ message: error.message, log, program })))
    command.on('end', () => resolve({ frames, log }))
    command.on('start', () => hearStartFault(command, (error) => command.emit('error', error)))
    command.run()
  })
}

/** fluent-ffmpeg throws into the void when the program cannot be started; its listener gives way to this one. */
function hearStartFault(command: FfmpegCommand, onFault: (error: Error) => void): void {
  const process: unknown = Reflect.get(command, 'ffmpegProc')
  if (process instanceof ChildProcess) process.removeAllListeners('error').on('error', onFault)
}

function addJob(
  command: FfmpegCommand,
  program: string,
  job: FfmpegJob,
  files: readonly (OutputFile | null)[],
  onFault: (fault: unknown) => void,
): { input?: Bridge; output?: Bridge } {
  const bridges: { input?: Bridge; output?: Bridge } = {}
  command.setFfmpegPath(program)
  job.inputs.forEach(({ source, options }, index) => {
    if (typeof source === 'string') command.input(source)
    else command.input((bridges.input = bridgeInput(source, onFault)).inner)
    addOptions(
      (...each) => command.inputOptions(...each),
      index === 0 ? [...GLOBAL_OPTIONS, ...options] : options,
    )
  })
  if (job.filterGraph !== undefined) command.complexFilter(job.filterGraph)
  job.outputs.forEach(({ target, options }, index) => {
    if (typeof target === 'string') command.output(files[index]?.writeTo ?? target)
    else command.output((bridges.output = bridgeOutput(target, onFault)).inner)
    addOptions((...each) => command.outputOptions(...each), options)
  })
  return bridges
}

/** A single option would be split at its space: fluent-ffmpeg leaves only lists of two and more as they are. */
function addOptions(add: (...options: string[]) => unknown, options: readonly string[]): void {
  if (options.length === 1) add('-hide_banner', ...options)
  else if (options.length > 1) add(...options)
}
