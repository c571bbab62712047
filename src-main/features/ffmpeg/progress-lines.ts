// Reads ffmpeg's `-progress pipe:2 -nostats` lines out of its messages. Knows nothing of processes.

const PROGRESS_KEYS =
  /^(frame|fps|stream_\d+_\d+_\w+|bitrate|total_size|out_time|out_time_us|out_time_ms|dup_frames|drop_frames|speed|progress)=\s*(\S*)\s*$/
// `-nostats` still lets the closing statistics line through; it says nothing the log needs.
const STATISTICS = /^frame=\s*\d+ fps=/

export type MessageLine =
  { kind: 'frame'; frame: number } | { kind: 'progress' } | { kind: 'message'; text: string }

/** Tells one line of ffmpeg's stderr apart: frames written to the first output so far, other progress, or a message. */
export function readMessageLine(line: string): MessageLine {
  const match = PROGRESS_KEYS.exec(line)
  if (match) {
    if (match[1] === 'frame' && /^\d+$/.test(match[2] ?? ''))
      return { kind: 'frame', frame: Number(match[2]) }
    return { kind: 'progress' }
  }
  if (STATISTICS.test(line)) return { kind: 'progress' }
  return { kind: 'message', text: line.trimEnd() }
}
