// Projects whose takes wait, run, are held and cost money, as the window sees them. Plain data.
import type { Snapshot, TakeView } from '#shared/contract/views'
import { MEDIA } from './fake-bridge-media'
import { sealStates } from './fake-bridge-seal'
import { makeArrived, makeShot, makeStill, makeTake } from './fake-bridge-takes'

const LANTERN = makeStill('lantern-table.tif', MEDIA.lantern)

const bought = (number: number, patch: Partial<TakeView> = {}): TakeView =>
  makeTake(number, { origin: 'bought', listedUsd: 3.6, ...patch })

const waiting = (number: number, patch: Partial<TakeView> = {}): TakeView =>
  bought(number, { state: 'intended', ...patch })

const TAKES: TakeView[] = [
  makeArrived(1),
  makeArrived(2, { origin: 'bought', listedUsd: 3.6, billedUsd: 3.6, isApproved: true }),
  bought(3, {
    state: 'parked',
    failure: { code: 'fate-unknown', message: 'No answer came after 40 s.', details: {} },
  }),
  bought(4, { activity: { step: 'rendering', fraction: 0.4, secondsLeft: 92 } }),
  bought(5, {
    state: 'downloading',
    activity: {
      ...{ step: 'downloading', fraction: 0.7, secondsLeft: 12, linkValidUntil: 4_102_444_800_000 },
      transfer: { bytes: 1_050_000_000, totalBytes: 1_500_000_000, bytesPerSecond: 37_500_000 },
    },
  }),
  ...[6, 7, 8].map((number) => waiting(number)),
  makeTake(9, { state: 'intended' }),
]

/** A project in the middle of its work; `queue` changes how it stands. */
export function withQueue(base: Snapshot, queue: Partial<Snapshot['queue']> = {}): Snapshot {
  const shots = [makeShot('SH010', { stills: [[0, LANTERN]], takes: TAKES }), makeShot('SH020')]
  return {
    ...base,
    service: { ...base.service, current: 'runware' },
    project: {
      ...base.project,
      isEmpty: false,
      budgetUsd: 40,
      shotOrder: shots.map((shot) => shot.name),
    },
    shots,
    spentUsd: 14.4,
    waitingUsd: 10.8,
    queue: {
      flow: 'going',
      atOnce: 2,
      holds: [],
      waiting: ['take-6', 'take-7', 'take-8', 'take-9'],
      ...queue,
    },
  }
}

/** Short takes in great number: the first two run, the others wait. */
export function withLongQueue(base: Snapshot, count: number): Snapshot {
  const takes = Array.from({ length: count }, (_, index) =>
    makeTake(index + 1, index < 2 ? {} : { state: 'intended' }),
  )
  const queued = withQueue(base)
  const shots = [makeShot('SH010', { stills: [[0, LANTERN]], takes })]
  const ids = takes.slice(2).map((take) => take.id)
  return {
    ...queued,
    service: base.service,
    project: { ...queued.project, shotOrder: ['SH010'] },
    shots,
    queue: { ...queued.queue, waiting: ids },
  }
}

/** Every state of the queue and the money that is looked at. */
export function queueStates(base: Snapshot) {
  const queued = withQueue(base)
  const held = { kind: 'money' as const, message: 'Insufficient credits for this task.' }
  const refused = { kind: 'key' as const, message: 'The API key was revoked.' }
  const readOnly = { holder: 'Latitude on this machine (process 4711)' }
  return {
    queue: queued,
    'queue-held': withQueue(base, { flow: 'stopping', holds: [held] }),
    'queue-key': withQueue(base, { holds: [refused] }),
    'read-only': { ...queued, project: { ...queued.project, readOnly } },
    money: queued,
    conform: queued,
    'bought-parked': queued,
    'bought-history': queued,
    'bought-repeat': queued,
    ...sealStates(base),
  }
}
