// A project's takes on a disk that is an array: events outlive the process, the details only when they were written
// after them. Every write can be the last thing a process does. Held to the state machine: an event that cannot come
// is a failure of the test.
import type { Take, TakeFailure, TakeState } from '#shared/domain/take'
import { applyTakeEvent, type TakeEvent, type TakeLife } from '#shared/domain/take-life'
import type { ProjectStore } from '../../src-main/features/projects/project-store'
import type { Clock } from '../../src-main/ports/clock'

export interface ModelDisk {
  take: Take
  events: TakeEvent[]
  /** Why it rests, as the ledger's last change of state has it. */
  failure: TakeFailure | null
}

/** The life that the events on the disk tell. */
export function lifeOn({ events }: ModelDisk): TakeLife {
  let life: TakeLife | undefined
  for (const event of events) {
    const after = applyTakeEvent(life, event)
    if (!after) throw new Error(`${JSON.stringify(event)} cannot follow ${JSON.stringify(life)}`)
    life = after
  }
  if (!life) throw new Error('There is no intent.')
  return life
}

/** What of a store the acts of a take use. `tick` throws when the process is dead. */
export function createModelStore(disk: ModelDisk, clock: Clock, tick: () => void): ProjectStore {
  let take: Take = { ...disk.take, state: lifeOn(disk).state }

  async function record(event: TakeEvent, changes: Partial<Take> = {}): Promise<Take> {
    tick()
    disk.events.push(event)
    if (event.event === 'state') disk.failure = changes.failure ?? null
    const { state } = lifeOn(disk)
    tick()
    return keep({ ...take, ...changes, state })
  }

  async function keep(next: Take): Promise<Take> {
    tick()
    disk.take = next
    take = next
    tick()
    return next
  }

  const at = (): string => new Date(clock.now()).toISOString()
  const store: Partial<ProjectStore> = {
    folder: 'model',
    take: () => take,
    life: () => lifeOn(disk),
    isPosted: () => lifeOn(disk).isAccepted || lifeOn(disk).openPostings > 0,
    intendedAt: () => Date.parse(take.createdAt),
    async recordPosting() {
      await record({ at: at(), event: 'posting' })
    },
    recordRefusal: (_id, failure) => record({ at: at(), event: 'refused' }, { failure }),
    amendTake: (_id, request) => record({ at: at(), event: 'amended' }, { request }),
    billTake: (_id, billedUsd) => record({ at: at(), event: 'billed', billedUsd }, { billedUsd }),
    moveTake: (_id, state: TakeState, changes = {}) => record({ at: at(), event: 'state', state }, changes),
    updateTake: (_id, changes) => keep({ ...take, ...changes }),
  }
  return store as ProjectStore
}
