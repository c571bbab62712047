// The one place that relates take frame 0, the conformed frame number and time code.

export const FRAMES_PER_SECOND = 24
/** The number of a conformed sequence's first frame: take frame 0 is 1001. */
export const FIRST_FRAME_NUMBER = 1001
export const FRAME_PADDING = 4

/** Take frame (0-based) to conformed frame number (1001-based). */
export function toFrameNumber(takeFrame: number): number {
  return FIRST_FRAME_NUMBER + takeFrame
}

/** Conformed frame number (1001-based) to take frame (0-based). */
export function toTakeFrame(frameNumber: number): number {
  return frameNumber - FIRST_FRAME_NUMBER
}

export function padFrameNumber(frameNumber: number): string {
  return String(frameNumber).padStart(FRAME_PADDING, '0')
}

/** Take frame to `HH:MM:SS:FF` at 24 fps, counted from zero. */
export function toTimeCode(takeFrame: number): string {
  const whole = Math.max(0, Math.floor(takeFrame))
  const seconds = Math.floor(whole / FRAMES_PER_SECOND)
  const parts = [
    Math.floor(seconds / 3600),
    Math.floor(seconds / 60) % 60,
    seconds % 60,
    whole % FRAMES_PER_SECOND,
  ]
  return parts.map((part) => String(part).padStart(2, '0')).join(':')
}

/** The last keyframe index for a duration in seconds: 120 for 5 s, 240 for 10 s. */
export function lastFrameIndex(durationSeconds: number): number {
  return durationSeconds * FRAMES_PER_SECOND
}

/** The time in seconds at the middle of a frame: seeking a video there lands on that frame for every codec. */
export function midFrameSeconds(takeFrame: number): number {
  return (takeFrame + 0.5) / FRAMES_PER_SECOND
}
