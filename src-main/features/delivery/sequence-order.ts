// Gives files their places by the last number in their names. Pure: names in, places or a named reason out.
import { basename, extname } from 'node:path'
import { Failure } from '#shared/domain/failure'

interface NumberedFile {
  path: string
  name: string
  /** The name without its number: files of one sequence share it. */
  family: string
  /** Null for a name without digits. */
  number: bigint | null
}

export interface OrderedFrames {
  /** From 0, in order, each place once. */
  frames: { index: number; path: string }[]
  /** Files with the number of one that has the place already. */
  twins: { index: number; path: string; other: string }[]
  /** Places between the first and the last without a file. */
  missing: number[]
  /** Places in all. */
  count: number
}

/** The files of one sequence in order. Throws as `orderSequence`, and `sequence-mixed` for a gap or a frame there twice. */
export function orderWhole(paths: readonly string[]): string[] {
  const { frames, twins, missing } = orderSequence(paths)
  const [twin] = twins
  if (twin) {
    const names = [basename(twin.other), basename(twin.path)]
    throw new Failure('sequence-mixed', `${names.join(' and ')} have the same number`, {
      rule: 'duplicate',
      files: names,
    })
  }
  const [gap] = missing
  if (gap !== undefined) {
    const before = basename(frames.findLast(({ index }) => index < gap)?.path ?? '')
    throw new Failure('sequence-mixed', `A frame is missing after ${before}`, {
      rule: 'gap',
      files: [before],
    })
  }
  return frames.map(({ path }) => path)
}

/**
 * The places of one sequence, with its gaps. Throws Failure `sequence-empty` when there are no files and
 * `sequence-mixed` (details: rule, files) for names of two sequences, or with more gaps than files.
 */
export function orderSequence(paths: readonly string[]): OrderedFrames {
  const files = paths.map(toNumberedFile)
  const [first] = files
  if (!first) throw new Failure('sequence-empty', 'The delivery holds no EXR frames')
  if (files.length === 1)
    return { frames: [{ index: 0, path: first.path }], twins: [], missing: [], count: 1 }
  const stranger = files.find(({ family }) => family !== first.family)
  if (stranger) {
    throw mixed('two-sequences', `${first.name} and ${stranger.name} are of two sequences`, [first, stranger])
  }
  files.sort((one, other) => compare(one.number, other.number) || (one.name < other.name ? -1 : 1))
  const lowest = files[0]?.number ?? 0n
  const span = (files.at(-1)?.number ?? 0n) - lowest + 1n
  const ordered: OrderedFrames = { frames: [], twins: [], missing: [], count: Number(span) }
  if (span > BigInt(files.length) * 2n) {
    const sentence = `${files.length} frames are numbered over ${span} places`
    throw mixed('gap', sentence, [files[0] ?? first, files.at(-1) ?? first])
  }
  let next = 0
  for (const { path, number } of files) {
    const index = Number((number ?? lowest) - lowest)
    const before = ordered.frames.at(-1)
    if (before?.index === index) {
      ordered.twins.push({ index, path, other: before.path })
      continue
    }
    for (; next < index; next += 1) ordered.missing.push(next)
    ordered.frames.push({ index, path })
    next = index + 1
  }
  return ordered
}

function mixed(rule: string, sentence: string, files: NumberedFile[]): Failure {
  const details = { rule, files: files.map(({ name }) => name) }
  return new Failure('sequence-mixed', `The delivery is not one sequence: ${sentence}`, details)
}

function toNumberedFile(path: string): NumberedFile {
  const name = basename(path)
  // `frame.0001`: what stands behind the dot is the number, not a kind.
  const extension = /^\.\d+$/.test(extname(name)) ? '' : extname(name)
  const stem = name.slice(0, name.length - extension.length)
  const match = /^(.*?)(\d+)(\D*)$/.exec(stem)
  if (!match) return { path, name, family: stem, number: null }
  const [, head = '', digits = '', tail = ''] = match
  return { path, name, family: `${head}#${tail}`.toLowerCase(), number: BigInt(digits) }
}

function compare(one: bigint | null, other: bigint | null): number {
  const difference = (one ?? 0n) - (other ?? 0n)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}
