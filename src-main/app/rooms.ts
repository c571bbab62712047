// The rooms of the house, put together once: every feature with what it needs from the host. Nothing runs yet.
import { join } from 'node:path'
import type { FfmpegCapabilities } from '../ports/ffmpeg'
import { createDelivery, type Delivery } from '../features/delivery/create-delivery'
import { createExrFrames, type ExrFrames } from '../features/delivery/exr-frames'
import { createFfmpeg } from '../features/ffmpeg/run-ffmpeg'
import { findFfmpeg } from '../features/ffmpeg/find-ffmpeg'
import { createCanvasSource, SCHEMA_ADDRESSES, type CanvasSource } from '../features/generation/canvas-table'
import { createPreview, type Preview } from '../features/preview/create-preview'
import { createPracticeService, type PracticeService } from '../features/practice/practice-service'
import type { Host } from './host'
import type { SettingsStore } from './settings'

export interface Rooms {
  delivery: Delivery
  preview: Preview
  practice: PracticeService
  /** Workers that read EXR files. */
  exr: ExrFrames
  /** Canvas sizes in force. */
  canvases: CanvasSource
  capabilities(): FfmpegCapabilities
  /** Looks for ffmpeg again, after the artist chose one. */
  refreshFfmpeg(): Promise<void>
}

/** Short practice renders for tests: a number of frames, and frame marks in the picture. */
export interface PracticeWishes {
  frames: number | undefined
  frameMarks: boolean
  /** A folder of clips handed out again instead of rendered. */
  replayFolder: string | undefined
  /** Names of drills that takes go through, one after the other. */
  drills: string[]
}

export function readPracticeWishes(env: Host['env']): PracticeWishes {
  const frames = Number(env['LATITUDE_PRACTICE_FRAMES'])
  return {
    frames: Number.isInteger(frames) && frames > 0 ? frames : undefined,
    frameMarks: env['LATITUDE_PRACTICE_MARKS'] === '1',
    replayFolder: env['LATITUDE_PRACTICE_REPLAY'] || undefined,
    drills: (env['LATITUDE_PRACTICE_DRILLS'] ?? '').split(',').filter(Boolean),
  }
}

/** A practice service on this machine that runs already, for several programs to share: `LATITUDE_PRACTICE_URL`. */
export function otherPractice(env: Host['env']): string | undefined {
  const url = env['LATITUDE_PRACTICE_URL']
  return url && /^http:\/\/127\.0\.0\.1:\d+$/.test(url) ? url : undefined
}

/** Where the live schema is asked for: nowhere in an offline run, at a test's own server, or at the provider's. */
export function schemaAddresses(env: Host['env']): readonly string[] {
  if (env['LATITUDE_OFFLINE'] === '1') return []
  const own = env['LATITUDE_SCHEMA_URL']
  return own ? [own] : SCHEMA_ADDRESSES
}

export async function createRooms(host: Host, settings: SettingsStore): Promise<Rooms> {
  const look = (): Promise<FfmpegCapabilities> =>
    findFfmpeg({
      settingPath: settings.get().ffmpegPath,
      bundledFolder: host.paths.bundledFfmpeg,
      env: host.env,
      platform: host.platform,
    })
  let found = await look()
  const capabilities = (): FfmpegCapabilities => found
  const { run, probe } = createFfmpeg({ capabilities })
  const canvases = createCanvasSource({
    cachePath: join(host.paths.userData, 'cache', 'canvases.json'),
    addresses: schemaAddresses(host.env),
    fetch: host.fetch,
    clock: host.clock,
    log: host.log,
  })
  await canvases.load()
  const { frames, frameMarks, replayFolder, drills } = readPracticeWishes(host.env)
  const exr = createExrFrames({ workerPath: host.paths.exrWorker, wasmPath: host.paths.exrWasm })
  return {
    capabilities,
    async refreshFfmpeg() {
      found = await look()
    },
    canvases,
    exr,
    delivery: createDelivery({
      ...{ fetch: host.fetch, run, probe, exr, clock: host.clock },
      unpackLimits: () => settings.get().unpackLimits,
    }),
    preview: createPreview({
      run,
      capabilities,
      lutFolder: join(host.paths.assets, 'luts'),
      cacheFolder: join(host.paths.userData, 'cache', 'luts'),
    }),
    practice: createPracticeService({
      folder: join(host.paths.userData, 'practice'),
      run,
      workerPath: host.paths.practiceWorker,
      clock: host.clock,
      log: host.log,
      settings: { frames, frameMarks },
      replayFolder,
      drills,
      canvases: canvases.table,
    }),
  }
}
