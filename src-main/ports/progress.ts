// How far a piece of work has come, in the work's own units.

export interface StepProgress {
  /** Units done so far (frames or bytes). */
  done: number
  /** Units in all; undefined while it is not known. */
  total?: number
}

export type OnProgress = (progress: StepProgress) => void
