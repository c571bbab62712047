// From delivered files to frames with places: what is a frame, where it belongs, what is missing, what is there twice.
// Moves nothing.
import { basename, dirname, extname, join } from 'node:path'
import type { Finding } from '#shared/domain/finding'
import { hashFile } from '../../disk/hash-file'
import { orderSequence } from './sequence-order'
import { sniffDelivery } from './sniff'
import type { BrokenEntry } from './unpack'

export interface Arranged {
  /** Frames that are there; `index` counts from 0. */
  frames: { index: number; path: string }[]
  /** Places in all, the empty ones too. */
  count: number
  /** Why places are empty or doubtful. */
  findings: Finding[]
  /** Files that are no frames. */
  others: string[]
}

/**
 * `broken`: frames the archive could not give. Throws Failure `sequence-empty`, `sequence-mixed` (details: rule), the
 * disk's own errors, the signal's reason.
 */
export async function arrangeFrames(
  files: readonly string[],
  broken: readonly BrokenEntry[],
  firstFrame: number,
  signal?: AbortSignal,
): Promise<Arranged> {
  const { frames: found, others } = await findFrames(files)
  const lost = new Map(broken.filter(({ name }) => isExrName(name)).map((one) => [placeOf(files, one), one]))
  const { frames, twins, missing, count } = orderSequence([...found, ...lost.keys()])
  const findings: Finding[] = missing.map((index) => ({
    ...{ code: 'frame-missing', severity: 'damage', frame: firstFrame + index },
    sentence: 'It is missing from the delivery.',
  }))
  for (const { index, path } of frames) {
    if (!lost.has(path)) continue
    const sentence = 'Its bytes are not those the archive vouches for.'
    findings.push({ code: 'archive-damaged', severity: 'damage', frame: firstFrame + index, sentence })
  }
  for (const { index, path, other } of twins) {
    const isSame = !lost.has(path) && !lost.has(other) && (await isSameFile(path, other, signal))
    findings.push(toTwinFinding(firstFrame + index, basename(path), basename(other), isSame))
  }
  for (const { name } of broken.filter(({ name }) => !isExrName(name))) {
    const sentence = `${name} in the archive is damaged; it is no frame.`
    findings.push({ code: 'archive-damaged', severity: 'warning', frame: null, sentence })
  }
  return { frames: frames.filter(({ path }) => !lost.has(path)), count, findings, others }
}

const isExrName = (name: string): boolean => extname(name).toLowerCase() === '.exr'

/** Where the file would lie, had it been whole. */
function placeOf(files: readonly string[], { name }: BrokenEntry): string {
  return join(files[0] === undefined ? '' : dirname(files[0]), name)
}

/** First bytes decide; a file only named `.exr` is a frame whose head was lost, which the proof will say. */
async function findFrames(files: readonly string[]): Promise<{ frames: string[]; others: string[] }> {
  const frames: string[] = []
  const others: string[] = []
  for (const path of files) {
    const isFrame = (await sniffDelivery(path)) === 'exr' || isExrName(path)
    ;(isFrame ? frames : others).push(path)
  }
  return { frames, others }
}

async function isSameFile(one: string, other: string, signal?: AbortSignal): Promise<boolean> {
  return (await hashFile(one, signal)) === (await hashFile(other, signal))
}

function toTwinFinding(frame: number, name: string, kept: string, isSame: boolean): Finding {
  if (isSame) {
    const sentence = `It was delivered twice with the same bytes, as ${kept} and ${name}.`
    return { code: 'frame-duplicate', severity: 'note', frame, sentence }
  }
  const sentence = `It was delivered twice with other bytes, as ${kept} and ${name}; ${kept} stands in its place.`
  return { code: 'frame-duplicate', severity: 'damage', frame, sentence }
}
