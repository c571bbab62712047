// What a desktop can do for the application: dialogs, clipboard, file manager, progress in the dock or task bar.
import {
  clipboard,
  dialog,
  nativeImage,
  Notification,
  shell,
  type BrowserWindow,
  type NativeImage,
  type OpenDialogOptions,
} from 'electron'
import type { Desktop } from '../app/host'
import { pathsFromFileNameW, pathsFromFilenamesPlist, pathsFromUriList } from './clipboard-files'
import { createClipboardSource, type ClipboardSource } from './clipboard-source'

const STILL_EXTENSIONS = ['png', 'jpg', 'jpeg', 'tif', 'tiff', 'webp', 'avif', 'gif']

/** Dialogs belong to the current window, so that they open as its sheets on macOS. */
export function createElectronDesktop(
  currentWindow: () => BrowserWindow | undefined,
  iconPath: string,
): Desktop {
  // The system lets go of a notification that nobody holds, and with it of its click.
  const shown = new Set<Notification>()
  const pick = async (options: OpenDialogOptions): Promise<string[] | undefined> => {
    const window = currentWindow()
    const { canceled, filePaths } = await (window
      ? dialog.showOpenDialog(window, options)
      : dialog.showOpenDialog(options))
    return canceled || filePaths.length === 0 ? undefined : filePaths
  }
  return {
    async pickFolder(title, startAt) {
      const properties: OpenDialogOptions['properties'] = ['openDirectory', 'createDirectory']
      return (await pick({ title, message: title, defaultPath: startAt, properties }))?.[0]
    },
    async pickFile(title) {
      return (await pick({ title, message: title, properties: ['openFile'] }))?.[0]
    },
    pickStills() {
      return pick({
        title: 'Open stills',
        properties: ['openFile', 'multiSelections'],
        filters: [
          { name: 'Stills', extensions: STILL_EXTENSIONS },
          { name: 'All files', extensions: ['*'] },
        ],
      })
    },
    readClipboard: () => readClipboard(createClipboardSource(clipboard)),
    reveal: (path) => shell.showItemInFolder(path),
    moveToTrash: (path) => shell.trashItem(path),
    startDrag(paths, picturePath) {
      const [file] = paths
      currentWindow()?.webContents.startDrag({
        file,
        files: [...paths],
        icon: dragIcon(iconPath, picturePath),
      })
    },
    async pickTarget(title, fileName) {
      const options = { title, message: title, defaultPath: fileName }
      const window = currentWindow()
      const { canceled, filePath } = await (window
        ? dialog.showSaveDialog(window, options)
        : dialog.showSaveDialog(options))
      return canceled || filePath === '' ? undefined : filePath
    },
    notify({ title, body, onClick }) {
      if (currentWindow()?.isFocused() || !Notification.isSupported()) return
      const notification = new Notification({ title, body })
      shown.add(notification)
      notification.on('close', () => shown.delete(notification))
      notification.on('click', () => {
        shown.delete(notification)
        const window = currentWindow()
        if (window?.isMinimized()) window.restore()
        window?.show()
        window?.focus()
        onClick()
      })
      notification.show()
    },
    setProgress: (fraction) => currentWindow()?.setProgressBar(fraction ?? -1),
  }
}

const DRAG_ICON_PX = 64

/** macOS drags nothing without a picture. */
function dragIcon(iconPath: string, picturePath: string | null): NativeImage {
  const picture = picturePath === null ? nativeImage.createEmpty() : nativeImage.createFromPath(picturePath)
  const shown = picture.isEmpty() ? nativeImage.createFromPath(iconPath) : picture
  return shown.resize({ width: DRAG_ICON_PX })
}

/** Files come first: a file manager often adds an icon or a preview of them as the picture. */
async function readClipboard(
  source: ClipboardSource,
): Promise<{ png: Uint8Array } | { paths: string[] } | undefined> {
  const paths = await copiedPaths(source)
  if (paths.length > 0) return { paths }
  const png = await source.png()
  return png ? { png } : undefined
}

async function copiedPaths(source: ClipboardSource): Promise<string[]> {
  switch (process.platform) {
    case 'darwin':
      return pathsFromFilenamesPlist((await source.bytes('NSFilenamesPboardType')).toString())
    case 'win32':
      return pathsFromFileNameW(await source.bytes('FileNameW'))
    default: {
      const lists = await Promise.all(
        ['text/uri-list', 'x-special/gnome-copied-files'].map((format) => source.bytes(format)),
      )
      return [...new Set(lists.flatMap((list) => pathsFromUriList(list.toString())))]
    }
  }
}
