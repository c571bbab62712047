// How fast bytes come, over the last few seconds: what an earlier try left behind is not counted as speed.

export interface TransferRate {
  /** Takes in how many bytes are there at a moment (ms); gives bytes a second, null while it would only jump about. */
  note(now: number, done: number): number | null
}

const WINDOW_MS = 5_000
const SHORTEST_MS = 1_000

export function createTransferRate(): TransferRate {
  let marks: { at: number; done: number }[] = []
  return {
    note(now, done) {
      // Fewer bytes than before: the server has another file, which begins anew.
      if (done < (marks.at(-1)?.done ?? 0)) marks = []
      marks.push({ at: now, done })
      while (marks.length > 2 && now - (marks[1]?.at ?? now) >= WINDOW_MS) marks.shift()
      const [first] = marks
      if (!first || now - first.at < SHORTEST_MS) return null
      return ((done - first.done) * 1000) / (now - first.at)
    },
  }
}
