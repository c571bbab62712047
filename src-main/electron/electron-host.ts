// The desktop's answers to the application's port: paths from a clone or from a package, dialogs, the log.
import { join } from 'node:path'
import { app, net, safeStorage, session, type BrowserWindow } from 'electron'
import type { Host } from '../app/host'
import { claimEnvironment } from '../app/own-environment'
import { readProxyEnvironment } from '../app/proxy-environment'
import { createSystemClock } from '../app/system-clock'
import { createElectronDesktop } from './desktop'
import { createLog } from './log-file'
import { createServiceFetch, openServiceSession } from './service-fetch'
import { toSessionProxy } from './session-proxy'
import { createSecretStore } from './secret-store'

export interface ElectronHost extends Host {
  /** Where the built window and the preload lie. */
  shellPaths: { renderer: string; preload: string }
}

/** Must run before anything asks for the user data folder: tests and trial runs name their own. */
export function moveUserData(env: NodeJS.ProcessEnv = process.env): void {
  const folder = env['LATITUDE_USER_DATA']
  if (folder) app.setPath('userData', folder)
}

export function createElectronHost(currentWindow: () => BrowserWindow | undefined): ElectronHost {
  const root = app.getAppPath()
  const userData = app.getPath('userData')
  const clock = createSystemClock()
  const proxy = readProxyEnvironment(process.env)
  // A packaged application carries them beside its archive, as real folders.
  const assets = join(app.isPackaged ? process.resourcesPath : root, 'assets')
  return {
    platform: process.platform,
    appVersion: app.getVersion(),
    paths: {
      documents: process.env['LATITUDE_DOCUMENTS'] ?? app.getPath('documents'),
      userData,
      assets,
      bundledFfmpeg: app.isPackaged ? join(process.resourcesPath, 'ffmpeg') : null,
      practiceWorker: join(root, 'dist', 'main', 'practice-worker.cjs'),
      exrWorker: join(root, 'dist', 'main', 'exr-worker.cjs'),
      exrWasm: join(root, 'dist', 'main', 'exr.wasm'),
    },
    env: claimEnvironment(process.env),
    keyOrder: 'kept-first',
    clock,
    fetch: createServiceFetch(() => openServiceSession(session), net, proxy && toSessionProxy(proxy)),
    secrets: createSecretStore({
      safeStorage,
      path: join(userData, 'runware-key.encrypted'),
      platform: process.platform,
    }),
    desktop: createElectronDesktop(currentWindow, join(assets, 'icons', 'icon.png')),
    log: createLog(join(userData, 'logs'), clock.now),
    shellPaths: {
      renderer: join(root, 'dist', 'renderer'),
      preload: join(root, 'dist', 'preload', 'preload.cjs'),
    },
  }
}
