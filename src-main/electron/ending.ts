// How the application ends: the artist is asked while takes run, work is stopped so that it can be resumed, then
// Electron quits.
import { dialog, powerMonitor, type App, type BrowserWindow } from 'electron'
import type { Leaving } from '../app/leaving'
import { createLeaveQuestion } from './leave-question'

// A disk or a child process that no longer answers must not keep the application open.
const LONGEST_CLOSE_MS = 5_000

export interface EndingOptions {
  close(): Promise<void>
  leaving(): Leaving | undefined
  currentWindow(): BrowserWindow | undefined
  log(line: string): void
}

export interface Ending {
  /** For a window whose closing ends the application: keeps it open while the question stands. */
  onOpen(window: BrowserWindow): void
}

/** On macOS the application stays when its window is closed; elsewhere it quits. */
export function quitInOrder(target: App, { close, leaving, currentWindow, log }: EndingOptions): Ending {
  const question = createLeaveQuestion({
    leaving,
    ask: (words) => askToLeave(words, currentWindow()),
    quit: () => target.quit(),
    log,
  })
  powerMonitor.on('shutdown', () => question.stopAsking())
  target.on('before-quit', (event) => {
    if (!question.mayQuit()) event.preventDefault()
  })
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
  return {
    onOpen(window) {
      if (process.platform === 'darwin') return
      window.on('session-end', () => question.stopAsking())
      window.on('close', (event) => {
        if (!question.mayQuit()) event.preventDefault()
      })
    },
  }
}

async function askToLeave(words: Leaving, window: BrowserWindow | undefined): Promise<boolean> {
  const options = {
    type: 'question' as const,
    buttons: ['Quit', 'Keep working'],
    defaultId: 1,
    cancelId: 1,
    title: 'Latitude',
    message: words.message,
    detail: words.details.join('\n\n'),
  }
  const { response } = await (window
    ? dialog.showMessageBox(window, options)
    : dialog.showMessageBox(options))
  return response === 0
}
