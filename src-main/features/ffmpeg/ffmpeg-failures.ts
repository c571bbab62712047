// Turns an ffmpeg that ended badly into a named failure. Knows ffmpeg's words, not its process.
import { Failure } from '#shared/domain/failure'

/** ffmpeg ends with -ENOSPC where the system's exit codes can hold it (228), and says the C library's sentence. */
const DISK_FULL = /No space left on device|There is not enough space on the disk|Disk quota exceeded/i
const NOT_STARTED = /\b(ENOENT|EACCES|ENOEXEC|EPERM|UNKNOWN)\b|Cannot find ffmpeg/

export interface BadEnd {
  /** What the process runner said. */
  message: string
  /** The last lines of ffmpeg's own messages; empty when it never ran. */
  log: readonly string[]
  program: string
}

/** `disk-full`, `ffmpeg-missing` or `ffmpeg-failed`, with the log among the details. */
export function toFfmpegFailure({ message, log, program }: BadEnd): Failure {
  if (log.some((line) => DISK_FULL.test(line)) || /exited with code 228\b/.test(message)) {
    return new Failure('disk-full', 'The disk is full: ffmpeg could not write any further', { log: [...log] })
  }
  if (log.length === 0 && NOT_STARTED.test(message)) {
    return new Failure('ffmpeg-missing', `ffmpeg could not be started: ${program}`, {
      program,
      reason: message,
    })
  }
  return new Failure('ffmpeg-failed', `ffmpeg stopped: ${tellingLine(log) ?? message}`, { log: [...log] })
}

/** The line that says why; ffmpeg's last words ("Conversion failed!") are seldom it. */
function tellingLine(log: readonly string[]): string | undefined {
  return log.findLast(
    (line) =>
      /error|invalid|unable|no such|not found|failed|could not/i.test(line) &&
      !/^Conversion failed!/.test(line),
  )
}
