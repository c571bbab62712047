// The host of the command line: the same ports as the desktop's, without a desktop.
import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Host } from '../app/host'
import { NO_DESKTOP } from '../app/no-desktop'
import { claimEnvironment } from '../app/own-environment'
import { createSystemClock } from '../app/system-clock'
import { createKeyFile } from './key-file'
import { createProxyFetch } from './proxy-fetch'

/** `folder` replaces the machine's own place for settings, caches and practice jobs. */
export function createHeadlessHost(options: { log(line: string): void; folder?: string }): Host {
  const env = claimEnvironment(process.env)
  const root = findRoot()
  const userData =
    options.folder ?? process.env['LATITUDE_USER_DATA'] ?? join(configFolder(), 'Latitude', 'command-line')
  return {
    platform: process.platform,
    appVersion: readVersion(root),
    paths: {
      documents: process.env['LATITUDE_DOCUMENTS'] ?? join(homedir(), 'Documents'),
      userData,
      assets: join(root, 'assets'),
      bundledFfmpeg: null,
      practiceWorker: join(import.meta.dirname, 'practice-worker.cjs'),
      exrWorker: join(import.meta.dirname, 'exr-worker.cjs'),
      exrWasm: join(import.meta.dirname, 'exr.wasm'),
    },
    env,
    keyOrder: 'environment-first',
    clock: createSystemClock(),
    fetch: createProxyFetch(env),
    desktop: NO_DESKTOP,
    secrets: createKeyFile(userData, process.platform),
    log: options.log,
  }
}

/** Of this program, from its own package. */
export function appVersion(): string {
  return readVersion(findRoot())
}

/** The nearest folder above this program that holds `assets`. */
export function findRoot(): string {
  let folder = import.meta.dirname
  for (let up = 0; up < 4; up += 1) {
    if (existsSync(join(folder, 'assets', 'luts'))) return folder
    folder = dirname(folder)
  }
  return folder
}

function readVersion(root: string): string {
  const json: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const isNamed = typeof json === 'object' && json !== null && 'version' in json
  return isNamed && typeof json.version === 'string' ? json.version : 'unknown'
}

function configFolder(): string {
  switch (process.platform) {
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support')
    case 'win32':
      return process.env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming')
    default:
      return process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config')
  }
}
