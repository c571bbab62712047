// The one way the inspector changes settings of a shot, so that what has to be asked first is asked in one place.
import type { ShotPatch } from '#shared/domain/shot'
import type { Acts } from '../window/acts'

export function changeShot(acts: Acts, shotName: string, patch: ShotPatch): Promise<unknown> {
  return acts.patchShot(shotName, patch)
}
