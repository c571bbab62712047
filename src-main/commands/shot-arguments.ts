// The options that describe a shot, shared by `take` and `demo`.
import { resolve } from 'node:path'
import { aspectSchema, tierSchema } from '#shared/domain/canvas'
import { lastFrameIndex } from '#shared/domain/frame-time'
import { dynamicRangeSchema, type ShotPatch } from '#shared/domain/shot'
import { UsageError } from './command'

export const SHOT_OPTIONS = {
  still: { type: 'string', multiple: true },
  prompt: { type: 'string' },
  tier: { type: 'string' },
  aspect: { type: 'string' },
  duration: { type: 'string' },
  range: { type: 'string' },
  loop: { type: 'boolean' },
} as const

export interface ShotValues {
  still?: string[] | undefined
  prompt?: string | undefined
  tier?: string | undefined
  aspect?: string | undefined
  duration?: string | undefined
  range?: string | undefined
  loop?: boolean | undefined
}

export interface WantedStill {
  path: string
  frame: number | undefined
}

/** What the options say of the shot; stills apart, because they are imported first. */
export function toShotPatch(values: ShotValues): ShotPatch {
  const patch: ShotPatch = {}
  if (values.prompt !== undefined) patch.prompt = values.prompt
  if (values.tier !== undefined) patch.tier = choose('--tier', values.tier, tierSchema)
  if (values.aspect !== undefined) patch.aspect = choose('--aspect', values.aspect, aspectSchema)
  if (values.range !== undefined) patch.range = choose('--range', values.range, dynamicRangeSchema)
  if (values.duration !== undefined) {
    if (values.duration !== '5' && values.duration !== '10') throw new UsageError('--duration is 5 or 10.')
    patch.duration = values.duration === '5' ? 5 : 10
  }
  if (values.loop) patch.loop = true
  return patch
}

/** `FILE` or `FILE@FRAME`; -1 is the last frame. A file whose own name ends in `@12` is given as `FILE@12@0`. */
export function toWantedStills(values: ShotValues): WantedStill[] {
  const last = lastFrameIndex(values.duration === '10' ? 10 : 5)
  return (values.still ?? []).map((text) => {
    const match = /^(.+)@(-?\d+)$/.exec(text)
    if (!match?.[1]) return { path: resolve(text), frame: undefined }
    const frame = Number(match[2])
    if (frame < -1 || frame > last) throw new UsageError(`${text}: frames go from 0 to ${last}.`)
    return { path: resolve(match[1]), frame: frame === -1 ? last : frame }
  })
}

/** Without the option, a take is practice: nothing is bought by leaving a word out. */
export function toService(value: string | undefined): 'practice' | 'runware' {
  if (value === undefined || value === 'practice') return 'practice'
  if (value === 'runware') return value
  throw new UsageError('--service is practice or runware.')
}

function choose<T extends string>(name: string, value: string, schema: { options: readonly T[] }): T {
  const found = schema.options.find((option) => option === value)
  if (found === undefined) throw new UsageError(`${name} is one of ${schema.options.join(', ')}.`)
  return found
}
