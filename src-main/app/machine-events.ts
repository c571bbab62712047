// What sleep, waking and the network do to takes: nothing new is sent while the machine sleeps or has no line, and
// what was cut off is taken up again by itself.
import type { HoldKind } from '#shared/domain/queue'
import type { Take } from '#shared/domain/take'
import type { Machine } from './host'
import type { Session } from './session'

export interface MachineWatch {
  /** Brings a newly opened project to what the machine is in. */
  apply(session: Pick<Session, 'pipeline'>): void
  stop(): void
}

export function watchMachine(options: {
  machine: Machine | undefined
  session(): Pick<Session, 'pipeline' | 'store'>
  onChange(): void
}): MachineWatch {
  const { machine, session, onChange } = options
  const holds = new Set<HoldKind>(machine && !machine.isOnline() ? ['offline'] : [])

  function apply({ pipeline }: Pick<Session, 'pipeline'>): void {
    for (const kind of ['offline', 'asleep'] as const) {
      if (holds.has(kind)) pipeline.queue.hold(kind, '')
      else pipeline.queue.release(kind)
    }
  }

  /** The artist's wish is not assumed: nothing is sent again that may be with the service already. */
  function takeUpAgain(): void {
    const { pipeline, store } = session()
    if (store.isReadOnly) return
    for (const take of store.takes()) if (wasCutOff(take)) void pipeline.resume(take.id, false)
    pipeline.sendWaiting()
  }

  const undo = machine?.listen((event) => {
    if (event === 'asleep' || event === 'offline') holds.add(event)
    else holds.delete(event === 'awake' ? 'asleep' : 'offline')
    apply(session())
    if (event === 'awake' || event === 'online') takeUpAgain()
    onChange()
  })
  return { apply, stop: () => undo?.() }
}

/** Parked for want of a line, or of patience; never for a reason that asks for the artist. */
export function wasCutOff({ state, failure }: Pick<Take, 'state' | 'failure'>): boolean {
  if (state !== 'parked') return false
  return failure === null || failure.code === 'service-unreachable' || failure.code === 'download-failed'
}
