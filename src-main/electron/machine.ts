// What happens to the machine, as changes: sleep and waking as they come, the network looked at now and then, because
// Electron's main process is not told of it.
import type { Machine } from '../app/host'

const LOOK_EVERY_MS = 3_000

type MachineEvent = Parameters<Parameters<Machine['listen']>[0]>[0]

export interface MachineParts {
  power: { on(event: 'suspend' | 'resume', listener: () => void): unknown }
  isOnline(): boolean
  /** Calls again and again; returns its undo. */
  every(ms: number, run: () => void): () => void
}

export function createMachine(parts: MachineParts): Machine {
  const { power, isOnline, every } = parts
  const listeners = new Set<(event: MachineEvent) => void>()
  let wasOnline = isOnline()
  const tell = (event: MachineEvent): void => listeners.forEach((listener) => listener(event))
  const look = (): void => {
    const now = isOnline()
    if (now === wasOnline) return
    wasOnline = now
    tell(now ? 'online' : 'offline')
  }
  power.on('suspend', () => tell('asleep'))
  power.on('resume', () => {
    tell('awake')
    look()
  })
  every(LOOK_EVERY_MS, look)
  return {
    isOnline,
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
