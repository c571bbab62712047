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
  /** 0…1 in the dock or task bar; undefined takes it away. */
  setProgress(fraction: number | undefined): void
}

export interface Host {
  platform: NodeJS.Platform
  appVersion: string
  paths: HostPaths
  env: Readonly<Record<string, string | undefined>>
  clock: Clock
  fetch: typeof fetch
  desktop: Desktop
  /** One line of diagnosis; never a secret, never a whole request. */
  log(line: string): void
}
