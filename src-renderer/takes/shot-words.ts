// A shot in one short line for its card. Pure.
import type { ShotView } from '#shared/contract/views'
import { RANGE_WORDS } from './take-facts'

/** `16:9 · 5 s · HDR + EXR`; a loop says so instead of its range, which can only be SDR. */
export function shotWords(shot: Pick<ShotView, 'aspect' | 'duration' | 'range' | 'loop'>): string {
  const range = shot.loop && shot.range === 'sdr' ? 'loop' : RANGE_WORDS[shot.range]
  return `${shot.aspect} · ${shot.duration} s · ${range}`
}
