// The door of the window: three functions on two fixed channels. Self-contained, because a sandboxed preload can
// require nothing but Electron.
import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron'
import { CALL_CHANNEL, EVENT_CHANNEL, type WireEvent, type WireResult } from '#shared/contract/wire'

const bridge = {
  call(name: string, input: unknown): Promise<WireResult> {
    return ipcRenderer.invoke(CALL_CHANNEL, name, input)
  },
  /** Returns its undo. */
  listen(listener: (event: WireEvent) => void): () => void {
    const forward = (_event: IpcRendererEvent, event: WireEvent) => listener(event)
    ipcRenderer.on(EVENT_CHANNEL, forward)
    return () => ipcRenderer.off(EVENT_CHANNEL, forward)
  },
  /** The absolute path of a dropped or chosen file; empty for a file that has none. */
  pathOf(file: File): string {
    return webUtils.getPathForFile(file)
  },
}

contextBridge.exposeInMainWorld('bridge', bridge)

export type Bridge = typeof bridge
