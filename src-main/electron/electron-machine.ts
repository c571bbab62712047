// Electron's own sources of what happens to the machine.
import { net, powerMonitor } from 'electron'
import type { Machine } from '../app/host'
import { createMachine } from './machine'

/** Only once Electron is ready. */
export function createElectronMachine(): Machine {
  return createMachine({
    power: powerMonitor,
    isOnline: () => net.isOnline(),
    every(ms, run) {
      const timer = setInterval(run, ms)
      timer.unref()
      return () => clearInterval(timer)
    },
  })
}
