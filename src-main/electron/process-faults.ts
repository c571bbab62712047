// What happens when something goes wrong that nobody foresaw: it is logged, and only a start that fails ends with a
// dialog.
import { app, dialog } from 'electron'

export function logProcessFaults(log: (line: string) => void): void {
  process.on('unhandledRejection', (reason) => log(`unhandled rejection: ${describe(reason)}`))
  // With a listener Electron shows no dialog of its own for every stray error.
  process.on('uncaughtException', (error) => log(`uncaught exception: ${describe(error)}`))
}

/** One plain dialog, then the end with exit code 1. */
export function endWithFatalError(error: unknown, log: (line: string) => void): void {
  log(`could not start: ${describe(error)}`)
  const sentence = error instanceof Error ? error.message : String(error)
  dialog.showErrorBox('Latitude could not start', sentence)
  app.exit(1)
}

function describe(fault: unknown): string {
  return fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)
}
