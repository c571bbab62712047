// The display transforms there are, and the table of the one that is looked through. Each is read once.
import type { DisplayView } from '#shared/contract/display-views'
import { isFailure, Failure } from '#shared/domain/failure'
import type { LoadedView } from './gl/lut-table'

interface Options {
  getDisplayViews(): Promise<{ views: DisplayView[] }>
  load(view: DisplayView): Promise<LoadedView>
}

export class DisplayViews {
  #list = $state.raw<readonly DisplayView[]>([])
  #loaded = $state.raw<LoadedView | null>(null)
  #failure = $state.raw<Failure | null>(null)
  #wanted: string | null | undefined
  #listing: Promise<void> | undefined
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing in the window watches it
  readonly #tables = new Map<string, Promise<LoadedView>>()
  readonly #options: Options

  constructor(options: Options) {
    this.#options = options
  }

  get list(): readonly DisplayView[] {
    return this.#list
  }

  /** The view drawn through; it stays until the wanted one is there. */
  get loaded(): LoadedView | null {
    return this.#loaded
  }

  get failure(): Failure | null {
    return this.#failure
  }

  /** Null wants the usual one. */
  async want(id: string | null): Promise<void> {
    if (this.#wanted === id) return
    this.#wanted = id
    try {
      this.#listing ??= this.#options.getDisplayViews().then(({ views }) => {
        this.#list = views
      })
      await this.#listing
      const view = this.#list.find((each) => each.id === id) ?? this.#list[0]
      if (!view) throw new Failure('internal', 'There is no display transform.')
      const loaded = await this.#table(view)
      if (this.#wanted !== id) return
      this.#loaded = loaded
      this.#failure = null
    } catch (error) {
      this.#listing = undefined
      if (this.#wanted !== id) return
      this.#wanted = undefined
      this.#failure = isFailure(error) ? error : new Failure('internal', messageOf(error))
    }
  }

  #table(view: DisplayView): Promise<LoadedView> {
    const known = this.#tables.get(view.id)
    if (known) return known
    const loading = this.#options.load(view)
    this.#tables.set(view.id, loading)
    loading.catch(() => this.#tables.delete(view.id))
    return loading
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
