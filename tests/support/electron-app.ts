// Starts the built application in Electron for a test, with folders of its own, and drops real files on it.
import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright'
import { inRepository } from '../../scripts/repository.mjs'
import { usePlaywrightElectron } from './electron-runtime'

export interface LaunchOptions {
  /** Both are made, and removed by `close`, when not given. */
  userData?: string
  documents?: string
  env?: Record<string, string>
  /** Of the window's content, in device-independent pixels. */
  size?: { width: number; height: number }
  /** Chromium switches, e.g. `--force-color-profile=hdr10`. */
  switches?: string[]
}

export interface LaunchedLatitude {
  app: ElectronApplication
  page: Page
  /** Kept, because Playwright forgets it once the process has been killed. */
  proc: ChildProcess
  userData: string
  documents: string
  /** What main wrote to stderr and stdout so far. */
  output(): string
  /** Ends the application if it still runs, and removes the folders that were made for it. */
  close(): Promise<void>
}

export async function launchLatitude(options: LaunchOptions = {}): Promise<LaunchedLatitude> {
  usePlaywrightElectron()
  const made: string[] = []
  const makeFolder = async (name: string) => {
    const folder = await mkdtemp(join(tmpdir(), `latitude ${name} `))
    made.push(folder)
    return folder
  }
  const userData = options.userData ?? (await makeFolder('user data'))
  const documents = options.documents ?? (await makeFolder('documents'))
  const app = await _electron.launch({
    args: [...(options.switches ?? []), inRepository()],
    env: {
      ...definedEnvironment(),
      LATITUDE_OFFLINE: '1',
      LATITUDE_USER_DATA: userData,
      LATITUDE_DOCUMENTS: documents,
      ...options.env,
    },
  })
  const proc = app.process()
  let output = ''
  proc.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  proc.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const page = await app.firstWindow()
  await page.waitForLoadState('domcontentloaded')
  if (options.size) await resizeWindow(app, options.size)
  return {
    app,
    page,
    proc,
    userData,
    documents,
    output: () => output,
    async close() {
      if (proc.exitCode === null && proc.signalCode === null) {
        // While takes run the first quit only asks; whoever wants to quit again is let go.
        await app.evaluate(({ app: electron }) => electron.quit()).catch(() => undefined)
        await app.close()
      }
      await Promise.all(made.map((folder) => rm(folder, { recursive: true, force: true, maxRetries: 5 })))
    },
  }
}

/** Sets the size of the window's content; the minimum of the window itself still holds. */
export async function resizeWindow(
  app: ElectronApplication,
  size: { width: number; height: number },
): Promise<void> {
  await app.evaluate(({ BrowserWindow }, { width, height }) => {
    const [window] = BrowserWindow.getAllWindows()
    window?.setContentSize(width, height)
  }, size)
}

/**
 * Drops files or folders on the middle of an element, as a file manager does: the events are trusted and the files
 * carry their true paths. `paths` are absolute.
 */
export async function dropFiles(page: Page, paths: string[], selector = 'body'): Promise<void> {
  const box = await page.locator(selector).first().boundingBox()
  if (!box) throw new Error(`Nothing to drop on: ${selector}`)
  const point = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  const data = { items: [], files: paths, dragOperationsMask: 1 }
  const session = await page.context().newCDPSession(page)
  try {
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await session.send('Input.dispatchDragEvent', { type, ...point, data })
    }
  } finally {
    await session.detach()
  }
}

function definedEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).filter((entry): entry is [string, string] => {
    // Electron would start as plain Node.
    return entry[1] !== undefined && entry[0] !== 'ELECTRON_RUN_AS_NODE'
  })
  return Object.fromEntries(entries)
}
