// The one window: neutral and dark before anything is drawn, shown when it has something to show, in its old place.
import { join } from 'node:path'
import { BrowserWindow, nativeTheme, screen } from 'electron'
import { START_PAGE } from './content-security'
import { MINIMUM_SIZE, placeWindow, readWindowPlace, writeWindowPlace } from './window-bounds'

export interface WindowOptions {
  preload: string
  /** The folder where its place is kept. */
  userData: string
  withDeveloperTools: boolean
  onOpen(window: BrowserWindow): void
  log(line: string): void
}

export interface WindowKeeper {
  /** Undefined while none is open. */
  current(): BrowserWindow | undefined
  /** Opens the window, or brings it forward. */
  show(): void
}

export function createWindowKeeper(options: WindowOptions): WindowKeeper {
  let window: BrowserWindow | undefined
  return {
    current: () => window,
    show() {
      if (window) {
        if (window.isMinimized()) window.restore()
        window.focus()
        return
      }
      window = openWindow(options)
      options.onOpen(window)
      window.on('closed', () => (window = undefined))
    },
  }
}

function openWindow({ preload, userData, withDeveloperTools, log }: WindowOptions): BrowserWindow {
  nativeTheme.themeSource = 'dark'
  const placeFile = join(userData, 'window.json')
  const areas = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map((display) => display.workArea)
  const { isMaximized, ...bounds } = placeWindow(readWindowPlace(placeFile), areas)
  const window = new BrowserWindow({
    ...bounds,
    useContentSize: true,
    minWidth: MINIMUM_SIZE.width,
    minHeight: MINIMUM_SIZE.height,
    title: 'Latitude',
    backgroundColor: '#141414',
    show: false,
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      devTools: withDeveloperTools,
    },
  })
  if (isMaximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  // The title names the application, whatever the page calls itself.
  window.on('page-title-updated', (event) => event.preventDefault())
  window.on('close', () => keepPlace(window, placeFile, log))
  reviveOnce(window, log)
  void window.loadURL(START_PAGE).catch((error: unknown) => log(`the window did not load: ${String(error)}`))
  return window
}

function keepPlace(window: BrowserWindow, file: string, log: (line: string) => void): void {
  const isMaximized = window.isMaximized()
  const { x, y, ...normal } = window.getNormalBounds()
  const { width, height } = isMaximized ? normal : window.getContentBounds()
  try {
    writeWindowPlace(file, { x, y, width, height, isMaximized })
  } catch (error) {
    log(`the place of the window could not be kept: ${String(error)}`)
  }
}

/** The work goes on in main when a page dies; the page is loaded again, but not in a loop. */
function reviveOnce(window: BrowserWindow, log: (line: string) => void): void {
  let isRevived = false
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log(`the page ended: ${reason} (${exitCode})`)
    if (reason === 'clean-exit' || isRevived) return
    isRevived = true
    window.webContents.reload()
  })
}
