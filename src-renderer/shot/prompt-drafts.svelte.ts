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
  readonly #saving = new SvelteMap<string, Promise<boolean>>()
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

  /** Forgets what is typed and not saved, because another prompt takes its place. */
  discard(shotName: string): void {
    this.#timers.get(shotName)?.()
    this.#timers.delete(shotName)
    this.#texts.delete(shotName)
  }

  /** Saves what is not saved yet, of one shot or of all. Resolves to whether main has everything that was typed. */
  async flush(shotName?: string): Promise<boolean> {
    const names = shotName === undefined ? [...this.#texts.keys()] : [shotName]
    const saved = await Promise.all(names.map((name) => this.#save(name)))
    return saved.every(Boolean)
  }

  /** One save at a time for each shot, so that an older text can never land after a newer one. */
  async #save(shotName: string): Promise<boolean> {
    this.#timers.get(shotName)?.()
    this.#timers.delete(shotName)
    const text = this.#texts.get(shotName)
    if (text === undefined) return true
    // A prompt that is too long stays here, with its reason beside it, until it fits.
    if (text.length > PROMPT_MAX) return false
    const running = this.#saving.get(shotName)
    if (running) {
      const isSaved = await running
      return isSaved ? this.#save(shotName) : false
    }
    const saving = this.#store(shotName, text)
    this.#saving.set(shotName, saving)
    return saving
  }

  async #store(shotName: string, text: string): Promise<boolean> {
    try {
      await this.#options.save(shotName, text)
      if (this.#texts.get(shotName) === text) this.#texts.delete(shotName)
      return true
    } catch (error) {
      this.#options.onFailed(error)
      return false
    } finally {
      this.#saving.delete(shotName)
    }
  }
}
