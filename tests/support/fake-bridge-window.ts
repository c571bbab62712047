// Opens the built window in Electron with the fake bridge at its door. The bridge lives here, in the test; the page
// reaches it through Playwright, so the page itself is exactly the one that ships.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type Page } from 'playwright'
import { build } from 'vite'
import type { Snapshot } from '#shared/contract/views'
import type { WireEvent } from '#shared/contract/wire'
import { inRepository } from '../../scripts/repository.mjs'
import { usePlaywrightElectron } from './electron-runtime'
import { createFakeBridge, type FakeBridge } from './fake-bridge'
import { fakeMediaFolder, makeDisplayViews, makeFakeMedia, makeFrameFile } from './fake-bridge-media'

export interface FakeWindow {
  page: Page
  /** Opens the page anew on this snapshot, with a bridge of its own. */
  open(snapshot: Snapshot): Promise<FakeBridge>
  resize(width: number, height: number): Promise<void>
  /** Errors and refusals the page has written to its console since it was opened. */
  complaints(): string[]
  close(): Promise<void>
}

/** `frameFile` lays another true frame's EXR into the folder and gives its media id. */
export async function openFakeWindow({ frameFile = makeFrameFile } = {}): Promise<FakeWindow> {
  usePlaywrightElectron()
  const folder = await mkdtemp(join(tmpdir(), 'latitude window '))
  const mediaFolder = fakeMediaFolder()
  await Promise.all([buildShell(folder), makeFakeMedia(mediaFolder)])
  const displayViews = await makeDisplayViews(mediaFolder)
  const app = await _electron.launch({
    args: [folder],
    env: {
      ...environment(),
      // An empty page between two tests has no policy, and Electron would say so.
      ELECTRON_DISABLE_SECURITY_WARNINGS: '1',
      FAKE_WINDOW_FOLDER: inRepository('dist', 'renderer'),
      FAKE_MEDIA_FOLDER: mediaFolder,
    },
  })
  const page = await app.firstWindow()
  let complaints: string[] = []
  page.on('console', (message) => {
    const text = message.text()
    // A window without a graphics card copies every canvas; its driver calls that slow, and nobody here can help it.
    if (/GL Driver Message.*GPU stall due to ReadPixels/.test(text)) return
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(text)
  })
  page.on('pageerror', (error) => complaints.push(error.message))

  let bridge: FakeBridge | undefined
  await page.exposeFunction('fakeCall', (name: string, input: unknown) => bridge?.call(name, input))
  await page.addInitScript(installDoor)

  return {
    page,
    complaints: () => complaints,
    async open(snapshot) {
      // What the page still saves on leaving belongs to the bridge it had.
      await page.goto('about:blank')
      const opened = createFakeBridge({
        snapshot,
        frameFile: (frame) => frameFile(mediaFolder, frame),
        displayViews,
      })
      bridge = opened
      complaints = []
      opened.listen((event) => void page.evaluate(deliver, event).catch(() => undefined))
      await page.goto('app://latitude/index.html')
      await page.locator('header').waitFor()
      await page.evaluate(() => document.fonts.ready)
      return opened
    },
    async resize(width, height) {
      await app.evaluate(
        ({ BrowserWindow }, size) =>
          BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
        { width, height },
      )
      await page.waitForFunction((size) => innerWidth === size.width && innerHeight === size.height, {
        width,
        height,
      })
    },
    async close() {
      await app.close()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

interface DoorWindow {
  bridge?: unknown
  fakeCall(name: string, input: unknown): Promise<unknown>
  fakeListeners: Set<(event: unknown) => void>
}

/** Runs in the page before its own scripts. */
function installDoor(): void {
  const target = window as unknown as DoorWindow
  target.fakeListeners = new Set()
  target.bridge = {
    call: (name: string, input: unknown) => target.fakeCall(name, input),
    listen(listener: (event: unknown) => void) {
      target.fakeListeners.add(listener)
      return () => target.fakeListeners.delete(listener)
    },
    pathOf: (file: File) => (file.name === '' ? '' : `/dropped/${file.name}`),
  }
}

/** Runs in the page. */
function deliver(event: WireEvent): void {
  const target = window as unknown as DoorWindow
  for (const listener of target.fakeListeners) listener(event)
}

/** The bare Electron main, built into a folder of its own. */
export async function buildShell(folder: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: true,
      target: 'node20',
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      rolldownOptions: {
        input: { shell: inRepository('tests', 'support', 'fake-bridge-shell.ts') },
        external: ['electron', /^node:/],
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
    ssr: { noExternal: true, external: ['electron'] },
  })
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'fake-window', main: 'shell.cjs' }))
}

export function environment(): Record<string, string> {
  const entries = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[0] !== 'ELECTRON_RUN_AS_NODE',
  )
  return Object.fromEntries(entries)
}
