// The Electron that the end-to-end tests start. Says how to get one where none stands.
import { locateElectron } from '../../scripts/electron-runtime.mjs'

export interface ElectronRuntime {
  dist: string
  executable: string
  version: string
  source: string
}

/** Folder and program of the runtime in use. Throws when there is none. */
export function requireElectron(): ElectronRuntime {
  const found = locateElectron()
  if (!found) throw new Error('No Electron runtime stands here: run "node scripts/setup.mjs --for test".')
  return found
}

/**
 * Makes Playwright's `_electron.launch` use that runtime. It must be called without `executablePath`: only then does
 * Playwright hold back `ready` until it is connected.
 */
export function usePlaywrightElectron(): ElectronRuntime {
  const found = requireElectron()
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] ??= found.dist
  return found
}
