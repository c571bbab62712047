// The prepared frame of one keyframe as main makes it: asked for, being made, there, or not to be had.
// An answer that comes after another was asked for is dropped.
import type { CallInput, CallOutput } from '#shared/contract/calls'

type Ask = (input: CallInput<'getPreparedFrame'>) => Promise<CallOutput<'getPreparedFrame'>>

export type PreparedState =
  | { kind: 'none' }
  | { kind: 'making' }
  | { kind: 'ready'; mediaId: string }
  | { kind: 'failed'; error: unknown }

export class PreparedFrame {
  #state = $state.raw<PreparedState>({ kind: 'none' })
  #asked = 0
  readonly #ask: Ask

  constructor(ask: Ask) {
    this.#ask = ask
  }

  get state(): PreparedState {
    return this.#state
  }

  async load(shotName: string, frame: number): Promise<void> {
    this.#asked += 1
    const asked = this.#asked
    this.#state = { kind: 'making' }
    const answer = await this.#ask({ shotName, frame }).then(
      ({ mediaId }): PreparedState => ({ kind: 'ready', mediaId }),
      (error: unknown): PreparedState => ({ kind: 'failed', error }),
    )
    if (asked === this.#asked) this.#state = answer
  }

  forget(): void {
    this.#asked += 1
    this.#state = { kind: 'none' }
  }
}
