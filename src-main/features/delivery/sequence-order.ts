// Puts files in order by the last number in their names. Pure: names in, order or a named reason out.
import { basename, extname } from 'node:path'
import { Failure } from '#shared/domain/failure'

const MAX_NAMED = 20

interface NumberedFile {
  path: string
  name: string
  /** The name without its number: files of one sequence share it. */
  family: string
  /** Null for a name without digits. */
  number: bigint | null
}

/**
 * The files of one unbroken sequence in their order. Throws Failure `sequence-empty` when there are none and
 * `sequence-mixed` (details: rule, files) for names of two sequences, a number twice, or a gap.
 */
export function orderSequence(paths: readonly string[]): string[] {
  const files = paths.map(toNumberedFile)
  const [first] = files
  if (!first) throw new Failure('sequence-empty', 'The delivery holds no EXR frames')
  if (files.length === 1) return [first.path]
  const stranger = files.find(({ family }) => family !== first.family)
  if (stranger) {
    throw mixed('two-sequences', `${first.name} and ${stranger.name} are of two sequences`, [first, stranger])
  }
  files.sort((one, other) => compare(one.number, other.number))
  for (const [index, file] of files.entries()) {
    const before = files[index - 1]
    if (!before || file.number === null || before.number === null) continue
    if (file.number === before.number) {
      throw mixed('duplicate', `${before.name} and ${file.name} have the same number`, [before, file])
    }
  }
  const missing = findMissing(files)
  if (missing.length > 0) {
    const sentence = `Frames are missing between ${first.name} and the last: ${missing.join(', ')}`
    throw new Failure('sequence-mixed', sentence, { rule: 'gap', missing })
  }
  return files.map(({ path }) => path)
}

function mixed(rule: string, sentence: string, files: NumberedFile[]): Failure {
  const details = { rule, files: files.map(({ name }) => name) }
  return new Failure('sequence-mixed', `The delivery is not one sequence: ${sentence}`, details)
}

function toNumberedFile(path: string): NumberedFile {
  const name = basename(path)
  const stem = name.slice(0, name.length - extname(name).length)
  const match = /^(.*?)(\d+)(\D*)$/.exec(stem)
  if (!match) return { path, name, family: stem, number: null }
  const [, head = '', digits = '', tail = ''] = match
  return { path, name, family: `${head}#${tail}`.toLowerCase(), number: BigInt(digits) }
}

function compare(one: bigint | null, other: bigint | null): number {
  const difference = (one ?? 0n) - (other ?? 0n)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** The first missing numbers, as they would be counted; a gap may be endless. */
function findMissing(files: readonly NumberedFile[]): string[] {
  const missing: string[] = []
  for (const [index, { number }] of files.entries()) {
    const before = files[index - 1]?.number
    if (number === null || before === null || before === undefined) continue
    for (let absent = before + 1n; absent < number; absent += 1n) {
      if (missing.length === MAX_NAMED) return [...missing, '…']
      missing.push(String(absent))
    }
  }
  return missing
}
