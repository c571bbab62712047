// Opens the page of the stage's own parts in Electron, over the real schemes and policy, with media of the test's own.
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type Page } from 'playwright'
import { build } from 'vite'
import { inRepository } from '../../scripts/repository.mjs'
import { usePlaywrightElectron } from './electron-runtime'
import { buildShell, environment } from './fake-bridge-window'

export interface OpenedStagePage {
  page: Page
  /** Where media lie, by id and ending. */
  folder: string
  /** The file's bytes under a media id of its own. */
  serve(bytes: Uint8Array, ending: 'exr' | 'gz'): Promise<string>
  /** Errors the page has written to its console. */
  complaints: string[]
  close(): Promise<void>
}

export async function openStagePage(): Promise<OpenedStagePage> {
  usePlaywrightElectron()
  const folder = await mkdtemp(join(tmpdir(), 'latitude stage '))
  const windowFolder = join(folder, 'window')
  await Promise.all([buildShell(folder), buildPage(windowFolder)])
  const app = await _electron.launch({
    args: [folder],
    env: {
      ...environment(),
      ELECTRON_DISABLE_SECURITY_WARNINGS: '1',
      FAKE_WINDOW_FOLDER: windowFolder,
      FAKE_MEDIA_FOLDER: folder,
    },
  })
  const page = await app.firstWindow()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto('app://latitude/index.html')
  await page.waitForFunction(() => 'stagePage' in window)
  let served = 0
  return {
    page,
    folder,
    complaints,
    async serve(bytes, ending) {
      served += 1
      const mediaId = `d${String(served).padStart(31, '0')}`
      await writeFile(join(folder, `${mediaId}.${ending}`), bytes)
      return mediaId
    },
    async close() {
      await app.close()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

async function buildPage(outDir: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    root: inRepository('tests', 'support', 'stage-page'),
    base: './',
    worker: { format: 'es' },
    build: { target: 'chrome130', outDir, emptyOutDir: true, assetsInlineLimit: 0 },
  })
  await copyFile(inRepository('dist', 'wasm', 'exr.wasm'), join(outDir, 'exr.wasm'))
}
