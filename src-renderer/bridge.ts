// The only file that knows window.bridge, the door the preload opens. Everything else sees the typed client.
import { createAppClient, type AppClient } from '#shared/contract/client'
import type { Transport } from '#shared/contract/wire'

interface WindowBridge extends Transport {
  /** The absolute path of a dropped file; empty for anything that is no file on this machine. */
  pathOf(file: File): string
}

declare global {
  interface Window {
    bridge?: WindowBridge
  }
}

export interface Bridge {
  client: AppClient
  pathOf(file: File): string
}

/** Throws when the page was opened without its preload: there is nothing it could show then. */
export function connectBridge(): Bridge {
  const door = window.bridge
  if (!door) throw new Error('The window was opened without its preload.')
  return { client: createAppClient(door), pathOf: (file) => door.pathOf(file) }
}
