// Prompts while they are typed. What is typed here is kept until main has it: a snapshot never overwrites it.
import { SvelteMap } from 'svelte/reactivity'
import { PROMPT_MAX } from '#shared/domain/rules'

const QUIET_MS = 400

interface Options {
  /** Makes the prompt last; rejects with a Failure. */
  save(shotName: string, prompt: string): Promise<unknown>
  onFailed(error: unknown): void
  /** Calls back after a while; returns its undo. */
  later(run: () => void, ms: number): () => void
}

export class PromptDrafts {
  readonly #texts = new SvelteMap<string, string>()
  readonly #timers = new SvelteMap<string, () => void>()
  readonly #options: Options

  constructor(options: Options) {
    this.#options = options
  }

  /** What the field shows: the draft, or the shot's own prompt when nothing is being typed. */
  textOf(shot: { name: string; prompt: string }): string {
    return this.#texts.get(shot.name) ?? shot.prompt
  }

  type(shotName: string, text: string): void {
    this.#texts.set(shotName, text)
    this.#timers.get(shotName)?.()
    this.#timers.set(
      shotName,
      this.#options.later(() => void this.#save(shotName), QUIET_MS),
    )
  }

  /** Saves what is not saved yet, of one shot or of all; resolves when main has it. */
  async flush(shotName?: string): Promise<void> {
    const names = shotName === undefined ? [...this.#texts.keys()] : [shotName]
    await Promise.all(names.map((name) => this.#save(name)))
  }

  async #save(shotName: string): Promise<void> {
    this.#timers.get(shotName)?.()
    this.#timers.delete(shotName)
    const text = this.#texts.get(shotName)
    // A prompt that is too long stays here, with its reason beside it, until it fits.
    if (text === undefined || text.length > PROMPT_MAX) return
    try {
      await this.#options.save(shotName, text)
    } catch (error) {
      this.#options.onFailed(error)
      return
    }
    if (this.#texts.get(shotName) === text) this.#texts.delete(shotName)
  }
}
