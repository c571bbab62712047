// The port to the surroundings: everything the application needs that is not itself. Electron and the command
// line each bring one; tests bring a third.
import type { Clock } from '../ports/clock'

export interface HostPaths {
  /** Where the first project is proposed: the user's documents folder. */
  documents: string
  /** Settings, practice books, baked LUTs; safe to delete but for practice jobs under way. */
  userData: string
  /** The repository's or the package's `assets` folder (a real folder, not inside an archive). */
  assets: string
  /** Where a packaged application carries ffmpeg; null from a clone. */
  bundledFfmpeg: string | null
  /** The built practice worker script. */
  practiceWorker: string
  /** The built EXR worker script and the decoder's module beside it. */
  exrWorker: string
  exrWasm: string
}

/** What a desktop can do and a pipeline cannot. Every function resolves to undefined when the artist cancels. */
export interface Desktop {
  pickFolder(title: string, startAt: string): Promise<string | undefined>
  pickFile(title: string): Promise<string | undefined>
  pickStills(): Promise<string[] | undefined>
  /** The clipboard's picture as PNG, or its file paths when files were copied. */
  readClipboard(): Promise<{ png: Uint8Array } | { paths: string[] } | undefined>
  reveal(path: string): void
  /** Rejects when the system's trash does not take it. */
  moveToTrash(path: string): Promise<void>
  /** Goes on with a drag that began in the window, now with files. `picturePath` is shown under the pointer. */
  startDrag(paths: readonly [string, ...string[]], picturePath: string | null): void
  /** Where to save a file that does not exist yet. */
  pickTarget(title: string, fileName: string): Promise<string | undefined>
  /** A line outside the window; not while the window has the focus. `onClick` is called when it is pressed. */
  notify(notification: { title: string; body: string; onClick(): void }): void
  /** 0…1 in the dock or task bar; undefined takes it away. */
  setProgress(fraction: number | undefined): void
}

/** Where one secret, the key of the paid service, outlives the end of the program. */
export interface SecretStore {
  /** Whether one can be kept safely on this machine, and how, in plain words for the artist. */
  keeping(): Promise<{ canKeep: boolean; words: string }>
  /** Undefined when nothing is kept. Rejects when what is kept cannot be read. */
  read(): Promise<string | undefined>
  /** Rejects with Failure `key-not-kept`. */
  write(secret: string): Promise<void>
  forget(): Promise<void>
}

/** What happens to the machine under a running application. Each listener is told of changes only. */
export interface Machine {
  isOnline(): boolean
  /** Returns its undo. */
  listen(listener: (event: 'asleep' | 'awake' | 'online' | 'offline') => void): () => void
}

export interface Host {
  platform: NodeJS.Platform
  appVersion: string
  paths: HostPaths
  env: Readonly<Record<string, string | undefined>>
  /** Which key is used where one is kept and RUNWARE_API_KEY holds another. */
  keyOrder: 'kept-first' | 'environment-first'
  clock: Clock
  fetch: typeof fetch
  desktop: Desktop
  secrets: SecretStore
  /** A pipeline has none: it is simply stopped and started with its machine. */
  machine?: Machine
  /** One line of diagnosis; never a secret, never a whole request. */
  log(line: string): void
}
