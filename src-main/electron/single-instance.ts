// One Latitude per user data folder: a second start brings the first one's window forward and ends.
import type { App } from 'electron'

/** False when another instance runs; this one must quit. Follows the user data folder, so set that before. */
export function holdSingleInstance(target: App, onSecondStart: () => void): boolean {
  if (!target.requestSingleInstanceLock()) return false
  target.on('second-instance', onSecondStart)
  return true
}
