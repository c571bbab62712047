// A bare Electron main for tests of the window: the real schemes, policy and page, no preload and no application.
// Built to CommonJS by fake-bridge-window.ts. Folders come through the environment.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { app, BrowserWindow, protocol } from 'electron'
import { registerSchemes, serveSchemes } from '../../src-main/electron/protocols'

const windowFolder = process.env['FAKE_WINDOW_FOLDER'] ?? ''
const mediaFolder = process.env['FAKE_MEDIA_FOLDER'] ?? ''
const KINDS = [
  { ending: '.png', contentType: 'image/png' },
  { ending: '.mp4', contentType: 'video/mp4' },
  { ending: '.exr', contentType: 'image/x-exr' },
  { ending: '.gz', contentType: 'application/octet-stream' },
]

registerSchemes()
void app.whenReady().then(() => {
  serveSchemes(protocol, {
    windowFolder,
    openMedia(id) {
      for (const { ending, contentType } of KINDS) {
        const path = join(mediaFolder, `${id}${ending}`)
        if (existsSync(path)) return { path, contentType }
      }
      return undefined
    },
  })
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    useContentSize: true,
    backgroundColor: '#141414',
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false },
  })
  void window.loadURL('about:blank')
})
