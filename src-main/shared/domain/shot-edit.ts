// One edit of a shot as data: the window sends it, main makes it last, and both apply it with the same function, so
// that an edit never carries more of the shot than it changes.
import { z } from 'zod'
import type { CanvasTable } from './canvas'
import { cropSchema } from './crop'
import { assertNever } from './failure'
import {
  moveKeyframe,
  removeKeyframe,
  resolveFrame,
  retimeKeyframes,
  spreadKeyframes,
} from './keyframe-edits'
import { lastFrameIndex } from './frame-time'
import { durationSchema, shotPatchSchema, type Shot } from './shot'
import { findStill, matchCrops, patchShot, pinStill, setCrop } from './shot-edits'

const frame = z.number().int().nonnegative()
/** -1 is understood as the last frame. */
const typedFrame = z.number().int().min(-1)

export const shotEditSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('patch'), patch: shotPatchSchema }),
  z.object({ kind: z.literal('crop'), frame, crop: cropSchema }),
  /** Every keyframe gets the crop of this one. */
  z.object({ kind: z.literal('match'), frame }),
  z.object({ kind: z.literal('move'), from: frame, to: typedFrame }),
  z.object({ kind: z.literal('remove'), frame }),
  /** Pins a still that is on the shot's shelf; replaces what was on the frame. */
  z.object({ kind: z.literal('pin'), stillId: z.string(), frame: typedFrame }),
  z.object({ kind: z.literal('spread') }),
  z.object({
    kind: z.literal('retime'),
    duration: durationSchema,
    by: z.enum(['time', 'proportion']),
    /** What else changes with the length, in the same step. */
    patch: shotPatchSchema.omit({ duration: true, keyframes: true }).optional(),
  }),
  /** Takes a still off the shelf, and its keyframes with it. Its file stays. */
  z.object({ kind: z.literal('drop-still'), stillId: z.string() }),
])
export type ShotEdit = z.infer<typeof shotEditSchema>

/** The shot after the edit; the same shot where the edit cannot be made. */
export function applyEdit(shot: Shot, edit: ShotEdit, canvases?: CanvasTable): Shot {
  switch (edit.kind) {
    case 'patch':
      return patchShot(shot, edit.patch, canvases)
    case 'crop':
      return setCrop(shot, edit.frame, edit.crop, canvases)
    case 'match':
      return matchCrops(shot, edit.frame, canvases)
    case 'move':
      return moveKeyframe(shot, edit.from, edit.to)
    case 'remove':
      return removeKeyframe(shot, edit.frame)
    case 'pin': {
      const still = findStill(shot, edit.stillId)
      const at = resolveFrame(edit.frame, lastFrameIndex(shot.duration))
      return still && at !== undefined ? pinStill(shot, still, at, canvases) : shot
    }
    case 'spread':
      return spreadKeyframes(shot)
    case 'retime': {
      const { keyframes } = retimeKeyframes(shot, edit.duration, edit.by)
      return patchShot(shot, { ...edit.patch, duration: edit.duration, keyframes }, canvases)
    }
    case 'drop-still':
      return {
        ...shot,
        stills: shot.stills.filter((still) => still.id !== edit.stillId),
        keyframes: shot.keyframes.filter((key) => key.stillId !== edit.stillId),
      }
    default:
      return assertNever(edit)
  }
}

/** What undo calls an edit, and what makes edits that follow one another closely one step. */
export function describeEdit(edit: ShotEdit): { label: string; mergeKey: string | undefined } {
  switch (edit.kind) {
    case 'patch':
      return describePatch(Object.keys(edit.patch))
    case 'crop':
      // The window gathers what belongs to one gesture, so two drags in a row stay two steps.
      return { label: 'crop', mergeKey: undefined }
    case 'match':
      return { label: 'match all', mergeKey: undefined }
    case 'move':
      // A nudge starts where the one before it ended.
      return { label: 'move keyframe', mergeKey: 'move' }
    case 'remove':
      return { label: 'remove keyframe', mergeKey: undefined }
    case 'pin':
      return { label: 'pin still', mergeKey: undefined }
    case 'spread':
      return { label: 'even spread', mergeKey: undefined }
    case 'retime':
      return { label: 'length', mergeKey: undefined }
    case 'drop-still':
      return { label: 'take still off', mergeKey: undefined }
    default:
      return assertNever(edit)
  }
}

const FIELD_WORDS: Record<string, string> = {
  prompt: 'prompt',
  tier: 'resolution',
  aspect: 'aspect',
  duration: 'length',
  range: 'dynamic range',
  loop: 'loop',
  keyframes: 'keyframes',
  isCropLinked: 'link crops',
  easing: 'easing',
  proposedAspect: 'proposal',
}

function describePatch(fields: string[]): { label: string; mergeKey: string | undefined } {
  const [first = ''] = fields
  if (fields.length === 1 && first === 'prompt') return { label: 'prompt', mergeKey: 'prompt' }
  const words = fields.map((field) => FIELD_WORDS[field] ?? field)
  return { label: words.length > 2 ? 'settings' : words.join(' and '), mergeKey: undefined }
}
