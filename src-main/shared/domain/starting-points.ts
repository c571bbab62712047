// Starting points: one for each form of request the provider's guide shows, with a prompt and the settings that build it.
import type { Keyframe, Shot, ShotPatch } from './shot'

export interface StartingPoint {
  id: string
  title: string
  prompt: string
  settings: Required<Pick<ShotPatch, 'tier' | 'aspect' | 'duration' | 'range' | 'loop'>>
  /** Where its stills stand, 24 fps frames from 0; empty where it needs none. */
  stillFrames: readonly number[]
}

export const STARTING_POINTS: readonly StartingPoint[] = [
  {
    id: 'text',
    title: 'From words alone',
    prompt:
      'Wide shot of a salt flat after rain, the sky doubled in the water. A lone rider crosses from left to right. Slow lateral tracking at hip level, 35 mm, blue hour, a thin band of orange along the horizon.',
    settings: { tier: '720p', aspect: '16:9', duration: 5, range: 'sdr', loop: false },
    stillFrames: [],
  },
  {
    id: 'still',
    title: 'A still comes to life',
    prompt:
      'Steam curls from the cup and the curtain behind it breathes once. Slow push-in from medium close-up to close-up, 85 mm, shallow focus, soft key from the left, quiet morning.',
    settings: { tier: '720p', aspect: '1:1', duration: 5, range: 'sdr', loop: false },
    stillFrames: [0],
  },
  {
    id: 'first-last',
    title: 'From a first to a last frame',
    prompt:
      'Daylight drains from the room and the lamps take over, one after the other. Locked-off wide shot, 24 mm, eye level, overcast afternoon into sodium-lit night, no cut.',
    settings: { tier: '720p', aspect: '16:9', duration: 5, range: 'sdr', loop: false },
    stillFrames: [0, 120],
  },
  {
    id: 'many',
    title: 'Through four keyframes',
    prompt:
      'One unbroken Steadicam move down the corridor, past the kitchen, through the doors and out into the yard. The light grows harder at each threshold. 28 mm, deep focus, golden hour outside.',
    settings: { tier: '720p', aspect: '16:9', duration: 10, range: 'sdr', loop: false },
    stillFrames: [0, 80, 160, 240],
  },
  {
    id: 'hdr-exr',
    title: 'For grading: HDR + EXR',
    prompt:
      'A welder leans into the arc in a dark workshop; sparks fall past the lens and cool from white to red. Slow crane down from a high angle to medium close-up, 50 mm, low key, motivated practicals, volumetric haze.',
    settings: { tier: '1080p', aspect: '16:9', duration: 5, range: 'hdr-exr', loop: false },
    stillFrames: [],
  },
  {
    id: 'loop',
    title: 'A loop without a seam',
    prompt:
      'A paper lantern turns on its thread above a doorway, moths crossing its glow at an even pace. Locked-off close-up, 85 mm, low angle, blue hour, every movement returning to where it began.',
    settings: { tier: '720p', aspect: '16:9', duration: 5, range: 'sdr', loop: true },
    stillFrames: [],
  },
]

/**
 * Prompt and settings in one patch. The keyframes there are, in their order, take the places the form wants; further
 * ones leave the timeline, their stills stay on the shelf.
 */
export function startFrom(point: StartingPoint, shot: Pick<Shot, 'keyframes'>): ShotPatch {
  return {
    prompt: point.prompt,
    ...point.settings,
    keyframes: takePlaces(point, shot.keyframes),
    proposedAspect: null,
  }
}

/** The keyframes on the frames the form wants, by order. */
export function takePlaces(point: StartingPoint, keyframes: readonly Keyframe[]): Keyframe[] {
  return point.stillFrames.flatMap((frame, index) => {
    const key = keyframes[index]
    return key ? [{ ...key, frame }] : []
  })
}

/** How far the shot is from having its stills where the form wants them. */
export function stillsWanted(
  point: StartingPoint,
  shot: Pick<Shot, 'keyframes'>,
): { missing: number; isPlaced: boolean } {
  const frames = shot.keyframes.map((key) => key.frame)
  return {
    missing: Math.max(0, point.stillFrames.length - frames.length),
    isPlaced: point.stillFrames.join() === frames.join(),
  }
}
