// How a DWA chunk packs each channel: by rules on the last part of its name and its type, which the chunk carries or,
// in old files, are given; and which three channels share a color transform.
import { PIXEL_TYPES, type ExrChannel } from './model'

export type DwaScheme = 'deflate' | 'dct' | 'runs'

export interface DwaChannels {
  /** By the channels' indices. */
  schemes: DwaScheme[]
  /** Indices of red, green and blue that are transformed together. */
  groups: [number, number, number][]
}

export interface DwaRule {
  suffix: string
  scheme: number
  type: number
  /** 0, 1, 2 for red, green, blue; -1 for none. */
  color: number
  ignoresCase: boolean
}

const SCHEMES: readonly DwaScheme[] = ['deflate', 'dct', 'runs']
const COLORS = ['r', 'g', 'b']

export const LEGACY_RULES: readonly DwaRule[] = [
  ...['r', 'g', 'b', 'y', 'by', 'ry'].flatMap((suffix) =>
    [1, 2].map((type) => ({ suffix, scheme: 1, type, color: COLORS.indexOf(suffix), ignoresCase: true })),
  ),
  ...[0, 1, 2].map((type) => ({ suffix: 'a', scheme: 2, type, color: -1, ignoresCase: true })),
]

/** The rules in `bytes`, or null when they are none. */
export function readRules(bytes: Uint8Array): DwaRule[] | null {
  const rules: DwaRule[] = []
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(0, at)
    const value = bytes[end + 1]
    const type = bytes[end + 2]
    if (end < 0 || end - at > 128 || value === undefined || type === undefined) return null
    const scheme = (value >> 2) & 3
    const color = (value >> 4) - 1
    if (scheme > 2 || color > 2 || type > 2) return null
    const suffix = String.fromCharCode(...bytes.subarray(at, end))
    rules.push({ suffix, scheme, type, color, ignoresCase: (value & 1) !== 0 })
    at = end + 3
  }
  return rules
}

export function classify(channels: readonly ExrChannel[], rules: readonly DwaRule[]): DwaChannels {
  const schemes: DwaScheme[] = []
  const sets = new Map<string, (number | undefined)[]>()
  for (const [index, { name, pixelType }] of channels.entries()) {
    const dot = name.lastIndexOf('.')
    const suffix = name.slice(dot + 1)
    const rule = rules.findLast(
      (each) =>
        PIXEL_TYPES[each.type] === pixelType &&
        (each.ignoresCase ? each.suffix === suffix.toLowerCase() : each.suffix === suffix),
    )
    schemes.push(SCHEMES[rule?.scheme ?? 0] ?? 'deflate')
    if (!rule || rule.color < 0) continue
    const prefix = name.slice(0, dot + 1)
    const set = sets.get(prefix) ?? []
    set[rule.color] = index
    sets.set(prefix, set)
  }
  const groups: [number, number, number][] = []
  for (const [red, green, blue] of sets.values()) {
    if (red === undefined || green === undefined || blue === undefined) continue
    const members = [red, green, blue].map((index) => channels[index])
    const isAlike = members.every(
      (each) => each?.xSampling === members[0]?.xSampling && each?.ySampling === members[0]?.ySampling,
    )
    if (isAlike && [red, green, blue].every((index) => schemes[index] === 'dct'))
      groups.push([red, green, blue])
  }
  return { schemes, groups }
}
