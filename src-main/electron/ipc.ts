// The Electron end of the contract's wire: calls in, events out, on two fixed channels. Refuses every sender but
// the window's own main frame. Knows no call by name.
import type { BrowserWindow, IpcMain, IpcMainInvokeEvent } from 'electron'
import { CALL_CHANNEL, EVENT_CHANNEL, type WireEvent, type WireResult } from '#shared/contract/wire'
import { APP_ORIGIN } from './content-security'

export interface Door {
  call(name: string, input: unknown): Promise<WireResult>
  listen(listener: (event: WireEvent) => void): () => void
}

export interface DoorOptions {
  ipcMain: Pick<IpcMain, 'handle' | 'removeHandler'>
  door: Door
  currentWindow: () => BrowserWindow | undefined
}

/** Returns its undo. */
export function connectDoor({ ipcMain, door, currentWindow }: DoorOptions): () => void {
  ipcMain.handle(CALL_CHANNEL, async (event, name: unknown, input: unknown) => {
    if (!isOwnFrame(event, currentWindow())) throw new Error('Refused: not the window of Latitude.')
    if (typeof name !== 'string') return invalid('The name of a call must be text.')
    return door.call(name, input)
  })
  const stopListening = door.listen((event) => {
    const window = currentWindow()
    if (window && !window.isDestroyed()) window.webContents.send(EVENT_CHANNEL, event)
  })
  return () => {
    ipcMain.removeHandler(CALL_CHANNEL)
    stopListening()
  }
}

/** Whether a message comes from the top frame of this window, showing the application's own page. */
export function isOwnFrame(
  event: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>,
  window: BrowserWindow | undefined,
): boolean {
  if (!window || window.isDestroyed() || event.sender !== window.webContents) return false
  const frame = event.senderFrame
  return frame !== null && frame === window.webContents.mainFrame && frame.origin === APP_ORIGIN
}

function invalid(message: string): WireResult {
  return { ok: false, error: { code: 'invalid-input', message, details: {} } }
}
