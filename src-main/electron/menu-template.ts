// The application menu in each platform's customary order, as plain data. Commands go to the window as events; the
// menu does no work.
import type { MenuItemConstructorOptions } from 'electron'

export type MenuCommand =
  'open-stills' | 'paste' | 'new-shot' | 'choose-project' | 'undo' | 'redo' | 'show-service'

export interface MenuOptions {
  platform: NodeJS.Platform
  appName: string
  withDeveloperTools: boolean
  give(command: MenuCommand): void
  showAbout(): void
  /** Bad days to rehearse; one is armed for the next practice take. */
  drills: readonly { name: string; sentence: string }[]
  armDrill(name: string | null): void
}

export function menuTemplate(options: MenuOptions): MenuItemConstructorOptions[] {
  const isMac = options.platform === 'darwin'
  return [
    ...(isMac ? [macAppMenu(options.appName)] : []),
    fileMenu(options, isMac),
    editMenu(options),
    viewMenu(options.withDeveloperTools),
    developerMenu(options),
    { role: 'windowMenu' },
    helpMenu(options, isMac),
  ]
}

function macAppMenu(appName: string): MenuItemConstructorOptions {
  return {
    label: appName,
    submenu: [
      { role: 'about' },
      { type: 'separator' },
      { role: 'services' },
      { type: 'separator' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { type: 'separator' },
      { role: 'quit' },
    ],
  }
}

function fileMenu({ give }: MenuOptions, isMac: boolean): MenuItemConstructorOptions {
  return {
    label: '&File',
    submenu: [
      { label: 'New shot', accelerator: 'CmdOrCtrl+N', click: () => give('new-shot') },
      { label: 'Open stills…', accelerator: 'CmdOrCtrl+O', click: () => give('open-stills') },
      { type: 'separator' },
      { label: 'Choose project…', accelerator: 'CmdOrCtrl+Shift+O', click: () => give('choose-project') },
      { label: 'Service and key…', click: () => give('show-service') },
      { type: 'separator' },
      isMac ? { role: 'close' } : { role: 'quit' },
    ],
  }
}

function editMenu({ give }: MenuOptions): MenuItemConstructorOptions {
  return {
    label: '&Edit',
    submenu: [
      { label: 'Undo', accelerator: 'CmdOrCtrl+Z', click: () => give('undo') },
      { label: 'Redo', accelerator: 'CmdOrCtrl+Shift+Z', click: () => give('redo') },
      { type: 'separator' },
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      // The page hears Ctrl+V itself and knows whether a text field has the focus; this is for the hand on the mouse.
      { label: 'Paste still', accelerator: 'CmdOrCtrl+Shift+V', click: () => give('paste') },
      { role: 'selectAll' },
    ],
  }
}

function viewMenu(withDeveloperTools: boolean): MenuItemConstructorOptions {
  const tools: MenuItemConstructorOptions[] = withDeveloperTools
    ? [{ type: 'separator' }, { role: 'reload' }, { role: 'toggleDevTools' }]
    : []
  return {
    label: '&View',
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
      ...tools,
    ],
  }
}

/** For everyone: who has seen a bad day in practice keeps calm on a real one. */
function developerMenu({ drills, armDrill }: MenuOptions): MenuItemConstructorOptions {
  return {
    label: '&Developer',
    submenu: [
      {
        label: 'Drill for the next practice take',
        submenu: [
          { label: 'None', click: () => armDrill(null) },
          { type: 'separator' },
          ...drills.map(({ name, sentence }) => ({ label: sentence, click: () => armDrill(name) })),
        ],
      },
    ],
  }
}

function helpMenu({ appName, showAbout }: MenuOptions, isMac: boolean): MenuItemConstructorOptions {
  return {
    role: 'help',
    submenu: isMac ? [] : [{ label: `About ${appName}`, click: showAbout }],
  }
}
