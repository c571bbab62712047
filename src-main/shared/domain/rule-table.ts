// The model's rules as data: each has an id, a grade, a condition, a reason in the artist's words and its nearest legal
// remedies. Rules between the fields of the request itself are in the room that builds it.
import { toCanvas } from './canvas'
import { fitCrop } from './crop-moves'
import { lastFrameIndex } from './frame-time'
import { KEYFRAMES_ADVERTISED_MAX, KEYFRAMES_MAX, PROMPT_MAX } from './limits'
import type { Rule } from './rules'
import type { Keyframe, Shot } from './shot'

const isHdr = (shot: Shot): boolean => shot.range !== 'sdr'
const isTierForHdr = (shot: Shot): boolean => shot.tier === '720p' || shot.tier === '1080p'

// The canvas is whole pixels; half of one is rounding.
const ASPECT_TOLERANCE_PX = 0.5
const hasStill = (shot: Shot, key: Keyframe): boolean => shot.stills.some((still) => still.id === key.stillId)

function firstOfEachFrame(keyframes: readonly Keyframe[]): Keyframe[] {
  return keyframes.filter((key, index) => keyframes.findIndex((known) => known.frame === key.frame) === index)
}

export const RULES: readonly Rule[] = [
  {
    id: 'prompt-length',
    grade: 'luma',
    weight: 'refuses',
    isBroken: (shot) => shot.prompt.trim().length < 1 || shot.prompt.length > PROMPT_MAX,
    reason: (shot) =>
      shot.prompt.length > PROMPT_MAX
        ? `The prompt is ${shot.prompt.length - PROMPT_MAX} characters too long.`
        : 'Write a prompt first: what happens, and how the camera sees it.',
    remedies: () => [],
  },
  {
    id: 'hdr-tier',
    grade: 'doc',
    weight: 'refuses',
    isBroken: (shot) => isHdr(shot) && !isTierForHdr(shot),
    reason: () => 'HDR needs 720p or 1080p.',
    remedies: () => [
      { label: 'Switch to 720p', patch: { tier: '720p' } },
      { label: 'Switch to SDR', patch: { range: 'sdr' } },
    ],
  },
  {
    id: 'hdr-duration',
    grade: 'doc',
    weight: 'refuses',
    isBroken: (shot) => isHdr(shot) && shot.duration !== 5,
    reason: () => 'HDR needs 5 s.',
    remedies: () => [
      { label: 'Switch to 5 s', patch: { duration: 5 } },
      { label: 'Switch to SDR', patch: { range: 'sdr' } },
    ],
  },
  {
    id: 'loop-duration',
    grade: 'doc',
    weight: 'refuses',
    isBroken: (shot) => shot.loop && shot.duration !== 5,
    reason: () => 'A loop needs 5 s.',
    remedies: () => [
      { label: 'Switch to 5 s', patch: { duration: 5 } },
      { label: 'Switch loop off', patch: { loop: false } },
    ],
  },
  {
    id: 'loop-hdr',
    grade: 'doc',
    weight: 'refuses',
    isBroken: (shot) => shot.loop && isHdr(shot),
    reason: () => 'A loop is SDR only.',
    remedies: () => [
      { label: 'Switch to SDR', patch: { range: 'sdr' } },
      { label: 'Switch loop off', patch: { loop: false } },
    ],
  },
  {
    id: 'loop-keyframes',
    grade: 'luma',
    weight: 'refuses',
    isBroken: (shot) => shot.loop && shot.keyframes.some((key) => key.frame !== 0),
    reason: () => 'A loop takes a first frame only; later keyframes are refused.',
    remedies: (shot) => [
      { label: 'Switch loop off', patch: { loop: false } },
      {
        label: 'Keep the first frame only',
        patch: { keyframes: shot.keyframes.filter((key) => key.frame === 0) },
      },
    ],
  },
  {
    id: 'keyframe-range',
    grade: 'doc',
    weight: 'refuses',
    isBroken: (shot) => shot.keyframes.some((key) => key.frame > lastFrameIndex(shot.duration)),
    reason: (shot) => `A keyframe lies after the last frame, ${lastFrameIndex(shot.duration)}.`,
    remedies: (shot) => [
      {
        label: 'Keep those that fit',
        patch: { keyframes: shot.keyframes.filter((key) => key.frame <= lastFrameIndex(shot.duration)) },
      },
      ...(shot.duration === 5 && shot.range === 'sdr' && !shot.loop
        ? [{ label: 'Switch to 10 s', patch: { duration: 10 as const, keyframes: shot.keyframes } }]
        : []),
    ],
  },
  {
    id: 'keyframe-unique',
    grade: 'luma',
    weight: 'refuses',
    isBroken: (shot) => new Set(shot.keyframes.map((key) => key.frame)).size !== shot.keyframes.length,
    reason: () => 'Two keyframes lie on one frame.',
    remedies: (shot) => [
      { label: 'Keep the first of them', patch: { keyframes: firstOfEachFrame(shot.keyframes) } },
    ],
  },
  {
    id: 'keyframe-count',
    grade: 'luma',
    weight: 'refuses',
    isBroken: (shot) => shot.keyframes.length > KEYFRAMES_MAX,
    reason: () => `At most ${KEYFRAMES_MAX} keyframes.`,
    remedies: (shot) => [
      {
        label: `Keep the first ${KEYFRAMES_MAX}`,
        patch: { keyframes: shot.keyframes.slice(0, KEYFRAMES_MAX) },
      },
    ],
  },
  {
    id: 'keyframe-still',
    grade: 'inferred',
    weight: 'refuses',
    isBroken: (shot) => shot.keyframes.some((key) => !hasStill(shot, key)),
    reason: () => 'A keyframe has lost its still.',
    remedies: (shot) => [
      {
        label: 'Take it off the timeline',
        patch: { keyframes: shot.keyframes.filter((key) => hasStill(shot, key)) },
      },
    ],
  },
  {
    id: 'image-aspect',
    grade: 'doc',
    weight: 'refuses',
    isBroken: (shot, canvases) => {
      const canvas = toCanvas(shot.tier, shot.aspect, canvases)
      return shot.keyframes.some(({ crop }) => {
        const rows = (crop.height * canvas.width) / crop.width
        return Math.abs(rows - canvas.height) > ASPECT_TOLERANCE_PX
      })
    },
    reason: (shot, canvases) => {
      const { width, height } = toCanvas(shot.tier, shot.aspect, canvases)
      return `A crop has not the shape of the canvas, ${width} × ${height}; the model would cut it or add bars.`
    },
    remedies: (shot, canvases) => [
      {
        label: 'Lay the crops anew',
        patch: {
          keyframes: shot.keyframes.map((key) => {
            const still = shot.stills.find((known) => known.id === key.stillId)
            const canvas = toCanvas(shot.tier, shot.aspect, canvases)
            return still ? { ...key, crop: fitCrop(key.crop, still, canvas) } : key
          }),
        },
      },
    ],
  },
  {
    id: 'ten-seconds-anchor',
    grade: 'luma',
    weight: 'advises',
    isBroken: (shot) => shot.duration === 10 && shot.keyframes.length === 1,
    reason: () =>
      'Ray refuses 10 s with a lone first or last frame. It is sent as a numbered keyframe; whether one alone is taken is not documented.',
    remedies: () => [{ label: 'Switch to 5 s', patch: { duration: 5 } }],
  },
  {
    id: 'keyframe-advertised',
    grade: 'unknown',
    weight: 'advises',
    isBroken: (shot) => shot.keyframes.length > KEYFRAMES_ADVERTISED_MAX,
    reason: () =>
      `More than ${KEYFRAMES_ADVERTISED_MAX} keyframes: Luma documents ${KEYFRAMES_MAX}, one of its pages says ${KEYFRAMES_ADVERTISED_MAX}.`,
    remedies: () => [],
  },
  {
    id: 'hdr-pair',
    grade: 'unknown',
    weight: 'notes',
    isBroken: (shot) => isHdr(shot) && (shot.keyframes.length > 0 || shot.aspect !== '16:9'),
    reason: () => 'HDR with a width and height pair is not shown in the documentation.',
    remedies: () => [],
  },
  {
    id: 'hdr-keyframes',
    grade: 'unknown',
    weight: 'advises',
    isBroken: (shot) => isHdr(shot) && shot.keyframes.length > 2,
    reason: () => 'Whether HDR works with more than two keyframes is not documented.',
    remedies: () => [{ label: 'Switch to SDR', patch: { range: 'sdr' } }],
  },
  {
    id: 'canvas-derived',
    grade: 'inferred',
    weight: 'advises',
    isBroken: (shot, canvases) => toCanvas(shot.tier, shot.aspect, canvases).grade === 'derived',
    reason: (shot, canvases) => {
      const canvas = toCanvas(shot.tier, shot.aspect, canvases)
      return `${canvas.width} × ${canvas.height} is derived by equal area; the service has not confirmed it.`
    },
    remedies: () => [],
  },
]
