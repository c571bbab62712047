// How the application ends: work is stopped so that it can be resumed, then Electron quits.
import type { App } from 'electron'

// A disk or a child process that no longer answers must not keep the application open.
const LONGEST_CLOSE_MS = 5_000

/** On macOS the application stays when its window is closed; elsewhere it quits. */
export function quitInOrder(target: App, close: () => Promise<void>, log: (line: string) => void): void {
  target.on('window-all-closed', () => {
    if (process.platform !== 'darwin') target.quit()
  })
  let isClosing = false
  target.on('will-quit', (event) => {
    event.preventDefault()
    if (isClosing) return
    isClosing = true
    const limit = new Promise<void>((resolve) => setTimeout(resolve, LONGEST_CLOSE_MS).unref())
    void Promise.race([close(), limit])
      .catch((error: unknown) => log(`closing: ${String(error)}`))
      // Not quit(): Electron ignores it while this event is still being handled. The windows are gone already.
      .finally(() => target.exit(0))
  })
}
