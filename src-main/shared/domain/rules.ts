// The model's rules as data: each has an id, a grade, a condition, a reason in the artist's words and remedies.
import { toCanvas } from './canvas'
import { lastFrameIndex } from './frame-time'
import type { Shot, ShotPatch } from './shot'

/** `doc`: the provider's documentation; `luma`: the model maker's; `inferred`: follows from them; `unknown`: not settled. */
export type RuleGrade = 'doc' | 'luma' | 'inferred' | 'unknown'

export interface Remedy {
  label: string
  patch: ShotPatch
}

export interface Rule {
  id: string
  grade: RuleGrade
  /** Refusing rules stop a take; advising ones only speak. */
  weight: 'refuses' | 'advises'
  isBroken(shot: Shot): boolean
  reason(shot: Shot): string
  remedies(shot: Shot): Remedy[]
}

export interface RuleFinding {
  id: string
  grade: RuleGrade
  weight: Rule['weight']
  reason: string
  remedies: Remedy[]
}

const isHdr = (shot: Shot): boolean => shot.range !== 'sdr'
const isTierForHdr = (shot: Shot): boolean => shot.tier === '720p' || shot.tier === '1080p'

export const PROMPT_MAX = 6000
export const KEYFRAMES_MAX = 64

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
    remedies: () => [],
  },
  {
    id: 'keyframe-unique',
    grade: 'luma',
    weight: 'refuses',
    isBroken: (shot) => new Set(shot.keyframes.map((key) => key.frame)).size !== shot.keyframes.length,
    reason: () => 'Two keyframes lie on one frame.',
    remedies: () => [],
  },
  {
    id: 'keyframe-count',
    grade: 'luma',
    weight: 'refuses',
    isBroken: (shot) => shot.keyframes.length > KEYFRAMES_MAX,
    reason: () => `At most ${KEYFRAMES_MAX} keyframes.`,
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
    isBroken: (shot) => toCanvas(shot.tier, shot.aspect).grade === 'derived',
    reason: (shot) => {
      const canvas = toCanvas(shot.tier, shot.aspect)
      return `${canvas.width} × ${canvas.height} is derived by equal area; the service has not confirmed it.`
    },
    remedies: () => [],
  },
]

export function checkRules(shot: Shot): RuleFinding[] {
  return RULES.filter((rule) => rule.isBroken(shot)).map((rule) => ({
    id: rule.id,
    grade: rule.grade,
    weight: rule.weight,
    reason: rule.reason(shot),
    remedies: rule.remedies(shot),
  }))
}

/** Whether a take can be made; findings that only advise do not stop it. */
export function refusals(shot: Shot): RuleFinding[] {
  return checkRules(shot).filter((finding) => finding.weight === 'refuses')
}
