// The third host: real disk, real clock, real loopback, a desktop that answers as the test says.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Desktop, Host, SecretStore } from '../../src-main/app/host'
import { NO_DESKTOP } from '../../src-main/app/no-desktop'
import { NO_SECRETS } from '../../src-main/app/no-secrets'
import { createSystemClock } from '../../src-main/app/system-clock'

const DIST = resolve(import.meta.dirname, '..', '..', 'dist')

export interface TestHost extends Host {
  folder: string
  lines: string[]
  /** Every address that was fetched. */
  fetched: string[]
  remove(): Promise<void>
}

export async function createTestHost(options: {
  practiceWorker: string
  env?: Record<string, string>
  desktop?: Partial<Desktop>
  secrets?: SecretStore
  platform?: NodeJS.Platform
  keyOrder?: Host['keyOrder']
}): Promise<TestHost> {
  const folder = await mkdtemp(join(tmpdir(), 'latitude host ü '))
  const lines: string[] = []
  const fetched: string[] = []
  return {
    folder,
    lines,
    fetched,
    platform: options.platform ?? process.platform,
    appVersion: '0.0.0-test',
    paths: {
      documents: join(folder, 'Documents'),
      userData: join(folder, 'user data'),
      assets: resolve(import.meta.dirname, '..', '..', 'assets'),
      bundledFfmpeg: null,
      practiceWorker: options.practiceWorker,
      exrWorker: join(DIST, 'cli', 'exr-worker.cjs'),
      exrWasm: join(DIST, 'cli', 'exr.wasm'),
    },
    env: {
      PATH: process.env['PATH'],
      LATITUDE_FFMPEG: process.env['LATITUDE_FFMPEG'],
      LATITUDE_OFFLINE: '1',
      ...options.env,
    },
    keyOrder: options.keyOrder ?? 'kept-first',
    clock: createSystemClock(),
    fetch: (input, init) => {
      fetched.push(String(input))
      return fetch(input, init)
    },
    secrets: options.secrets ?? NO_SECRETS,
    desktop: { ...NO_DESKTOP, ...options.desktop },
    log: (line) => lines.push(line),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
