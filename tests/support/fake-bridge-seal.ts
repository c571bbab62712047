// Takes that are sealed, whose seal is broken, and that lie in the trash, as the window sees them. Plain data.
import type { Snapshot } from '#shared/contract/views'
import { MEDIA } from './fake-bridge-media'
import { makeArrived, makeShot, makeStill, makeTake, SEAL } from './fake-bridge-takes'

/** Every state of a seal that is looked at. */
export function sealStates(base: Snapshot) {
  const findings = [
    { kind: 'changed' as const, path: 'exr/SH010_v002.1044.exr' },
    { kind: 'missing' as const, path: 'exr/SH010_v002.1121.exr' },
    { kind: 'added' as const, path: 'received/notes from the artist.txt' },
  ]
  const lastCheck = { at: '2026-11-24T08:15:00.000Z', findings, findingCount: 14 }
  const takes = [
    makeTake(4, { state: 'trashed', origin: 'bought', billedUsd: 3.6 }),
    makeArrived(3, { origin: 'bought', state: 'arrived', stamp: null, seal: null }),
    makeArrived(2, { origin: 'bought', seal: { ...SEAL, lastCheck } }),
    makeArrived(1, {
      origin: 'bought',
      billedUsd: 3.6,
      seal: { ...SEAL, lastCheck: { ...lastCheck, findings: [], findingCount: 0 } },
    }),
  ]
  const still = makeStill('lantern-table.tif', MEDIA.lantern)
  const shots = [makeShot('SH010', { stills: [[0, still]], takes })]
  const sealed: Snapshot = {
    ...base,
    project: { ...base.project, shotOrder: ['SH010'], isEmpty: false },
    shots,
  }
  return { 'seal-broken': sealed, 'trash-question': sealed }
}
