// Another length of a shot, asked about before it is made: which keyframes keep their times, which their proportion.
// Holds the question only; what it leads to is an edit like any other.
import { needsRetimeChoice, type RetimeBy } from '#shared/domain/keyframe-edits'
import type { DurationSeconds, Shot, ShotPatch } from '#shared/domain/shot'
import type { ShotEdit } from '#shared/domain/shot-edit'

interface Asked {
  shotName: string
  duration: DurationSeconds
  /** Everything else that changes with the length. */
  patch: Omit<ShotPatch, 'duration'>
}

export class LengthQuestion {
  #asked = $state.raw<Asked | null>(null)

  /** The length that is asked about; undefined where nothing is asked of this shot as it stands. */
  durationFor(shot: Shot): DurationSeconds | undefined {
    const asked = this.#asked
    if (asked?.shotName !== shot.name || !needsRetimeChoice(shot, asked.duration)) return undefined
    return asked.duration
  }

  /** True when the patch waits for an answer; false when it can be made at once. */
  ask(shot: Shot | undefined, patch: ShotPatch): boolean {
    const { duration, ...others } = patch
    this.#asked = null
    if (!shot || duration === undefined || patch.keyframes || !needsRetimeChoice(shot, duration)) return false
    this.#asked = { shotName: shot.name, duration, patch: others }
    return true
  }

  /** The one edit that carries out what was asked; undefined when nothing was. */
  answer(by: RetimeBy): { shotName: string; edit: ShotEdit } | undefined {
    const asked = this.#asked
    this.#asked = null
    if (!asked) return undefined
    const { shotName, duration, patch } = asked
    const hasMore = Object.keys(patch).length > 0
    return { shotName, edit: { kind: 'retime', duration, by, ...(hasMore ? { patch } : {}) } }
  }

  cancel(): void {
    this.#asked = null
  }
}
