// Pure edits of a shot as a whole: each returns a new shot and keeps its invariants (keyframes in order, one per
// frame, every crop in the canvas's exact shape). `canvases` is the table of sizes in force.
import { nearestAspect, toCanvas, type Aspect, type CanvasTable } from './canvas'
import type { Crop, PixelSize } from './crop'
import { centerCrop, fitCrop, framingOf, mapCrop } from './crop-moves'
import { freeFrame, orderKeyframes, retimeKeyframes } from './keyframe-edits'
import { KEYFRAMES_MAX } from './rules'
import type { Keyframe, Shot, ShotPatch, Still } from './shot'

/**
 * Applies a patch. Another length keeps beats by time unless the patch brings keyframes. Another tier keeps every
 * crop where it is; another aspect lays each anew: the largest, or in pad the whole, with its turns and tilt kept.
 */
export function patchShot(shot: Shot, patch: ShotPatch, canvases?: CanvasTable): Shot {
  const next: Shot = { ...shot, ...patch }
  if (next.duration !== shot.duration && !patch.keyframes) {
    next.keyframes = retimeKeyframes(shot, next.duration, 'time').keyframes
  }
  if (next.aspect !== shot.aspect) {
    next.keyframes = next.keyframes.map((key) => editCrop(next, key, canvases, recenter))
    if (patch.proposedAspect === undefined) next.proposedAspect = null
  } else if (next.tier !== shot.tier || patch.keyframes) {
    next.keyframes = next.keyframes.map((key) => editCrop(next, key, canvases, fitCrop))
  }
  return { ...next, keyframes: orderKeyframes(next.keyframes) }
}

const recenter = (crop: Crop, still: PixelSize, canvas: PixelSize): Crop =>
  centerCrop(still, canvas, framingOf(crop))

function editCrop(
  shot: Shot,
  key: Keyframe,
  canvases: CanvasTable | undefined,
  edit: (crop: Crop, still: PixelSize, canvas: PixelSize) => Crop,
): Keyframe {
  const still = findStill(shot, key.stillId)
  return still ? { ...key, crop: edit(key.crop, still, toCanvas(shot.tier, shot.aspect, canvases)) } : key
}

export function findStill(shot: Pick<Shot, 'stills'>, stillId: string): Still | undefined {
  return shot.stills.find((known) => known.id === stillId)
}

/**
 * Adds a still and pins it: the first one at frame 0, the second at the last frame, further ones in the widest gap;
 * past the most keyframes the model takes it only goes to the shelf. With `frame`, it is pinned there and replaces
 * what was on that frame. The first still of a shot proposes its nearest aspect; nothing else of the shot changes.
 */
export function addStill(shot: Shot, still: Still, frame?: number, canvases?: CanvasTable): Shot {
  const isFirst = shot.keyframes.length === 0
  const nearest = nearestAspect(still.width, still.height, shot.tier, canvases)
  const withStill: Shot = {
    ...shot,
    stills: [...shot.stills.filter((known) => known.id !== still.id), still],
    proposedAspect: isFirst ? (nearest === shot.aspect ? null : nearest) : shot.proposedAspect,
  }
  if (frame === undefined && shot.keyframes.length >= KEYFRAMES_MAX) return withStill
  return pinStill(withStill, still, frame ?? freeFrame(withStill), canvases)
}

/** Pins a still of the shot at a frame and replaces what was there. A linked crop comes along. */
export function pinStill(shot: Shot, still: Still, frame: number, canvases?: CanvasTable): Shot {
  const canvas = toCanvas(shot.tier, shot.aspect, canvases)
  const [first] = shot.keyframes
  const model = first ? findStill(shot, first.stillId) : undefined
  const crop =
    shot.isCropLinked && first && model
      ? mapCrop(first.crop, model, still, canvas)
      : centerCrop(still, canvas)
  const others = shot.keyframes.filter((key) => key.frame !== frame)
  return { ...shot, keyframes: orderKeyframes([...others, { stillId: still.id, frame, crop }]) }
}

/** Sets the crop of the keyframe at a frame; where crops are linked, of every one. */
export function setCrop(shot: Shot, frame: number, crop: Crop, canvases?: CanvasTable): Shot {
  if (shot.isCropLinked) return spreadCrop(shot, frame, crop, canvases)
  const keyframes = shot.keyframes.map((key) => (key.frame === frame ? { ...key, crop } : key))
  return { ...shot, keyframes }
}

/** Gives every keyframe the crop of one, by shares of its still: "match all". */
export function matchCrops(shot: Shot, frame: number, canvases?: CanvasTable): Shot {
  const model = shot.keyframes.find((key) => key.frame === frame)
  return model ? spreadCrop(shot, frame, model.crop, canvases) : shot
}

function spreadCrop(shot: Shot, frame: number, crop: Crop, canvases: CanvasTable | undefined): Shot {
  const canvas = toCanvas(shot.tier, shot.aspect, canvases)
  const model = shot.keyframes.find((key) => key.frame === frame)
  const from = model && findStill(shot, model.stillId)
  if (!from) return shot
  const keyframes = shot.keyframes.map((key) => {
    const still = findStill(shot, key.stillId)
    if (!still) return key
    const isSame = still.width === from.width && still.height === from.height
    return { ...key, crop: isSame ? crop : mapCrop(crop, from, still, canvas) }
  })
  return { ...shot, keyframes }
}

/** The proposed aspect taken, or left. */
export function answerProposal(shot: Shot, isTaken: boolean): ShotPatch {
  const aspect: Aspect | null = shot.proposedAspect
  return isTaken && aspect ? { aspect, proposedAspect: null } : { proposedAspect: null }
}
