// Electron entry: host, application and window bound together. Nothing else.
import { app, ipcMain, protocol, session, type BrowserWindow } from 'electron'
import { createApp } from './app/create-app'
import { DRILLS } from './features/practice/drills'
import { createElectronHost, moveUserData } from './electron/electron-host'
import { quitInOrder } from './electron/ending'
import { connectDoor } from './electron/ipc'
import { createElectronMachine } from './electron/electron-machine'
import { installMenu } from './electron/menu'
import { endWithFatalError, logProcessFaults } from './electron/process-faults'
import { registerSchemes, serveSchemes } from './electron/protocols'
import { confineContents, guardSession, quietChromium } from './electron/security'
import { holdSingleInstance } from './electron/single-instance'
import { createWindowKeeper, type WindowKeeper } from './electron/window'

moveUserData()
quietChromium()
registerSchemes()
confineContents(app)

const open: { keeper?: WindowKeeper } = {}
if (holdSingleInstance(app, () => open.keeper?.show())) {
  const host = createElectronHost(() => open.keeper?.current())
  logProcessFaults(host.log)
  app
    .whenReady()
    .then(() => run(host))
    .catch((error: unknown) => endWithFatalError(error, host.log))
} else {
  app.quit()
}

async function run(host: ReturnType<typeof createElectronHost>): Promise<void> {
  const latitude = createApp({ ...host, machine: createElectronMachine() })
  const currentWindow = (): BrowserWindow | undefined => open.keeper?.current()
  const ending = quitInOrder(app, { ...latitude, currentWindow, log: host.log })
  const look = { ...host.shellPaths, ...host.paths, withDeveloperTools: !app.isPackaged }
  const keeper = createWindowKeeper({ ...look, ...ending, log: host.log })
  open.keeper = keeper
  guardSession(session.defaultSession, host.log)
  const { media } = latitude
  serveSchemes(protocol, { windowFolder: host.shellPaths.renderer, openMedia: media.open, uploads: media })
  connectDoor({ ipcMain, door: latitude, currentWindow: keeper.current })
  installMenu({
    platform: process.platform,
    appName: app.name,
    withDeveloperTools: look.withDeveloperTools,
    give: latitude.emitCommand,
    showAbout: () => app.showAboutPanel(),
    drills: DRILLS,
    armDrill: (name) => void latitude.armDrill(name),
  })
  app.on('activate', keeper.show)
  // The window may ask at once; the application answers as soon as it has started.
  const started = latitude.start()
  keeper.show()
  await started
}
