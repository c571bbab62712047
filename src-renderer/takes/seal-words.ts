// A take's seal in words: what was stamped and sealed, when it was checked, and what was found. Pure.
import type { TakeView } from '#shared/contract/views'
import type { SealFinding } from '#shared/domain/seal'
import { toSeconds } from '#shared/domain/time-code'
import { formatBytes, type Fact } from './take-facts'

const SPACE_WORDS = {
  read: 'as the files said',
  assumed: 'ACES2065-1, assumed by the project',
  unsaid: 'left unsaid',
} as const

const FINDING_WORDS: Record<SealFinding['kind'], string> = {
  changed: 'changed',
  missing: 'missing',
  added: 'added',
  manifest: 'the seal’s own record changed',
}

export function stampFacts({ stamp, sequence }: Pick<TakeView, 'stamp' | 'sequence'>): Fact[] {
  if (!stamp || !sequence) return []
  return [
    {
      label: 'Rate',
      value: `${stamp.frameRate} fps`,
      note: `${toSeconds(sequence.count, stamp.frameRate).toFixed(3)} s`,
    },
    { label: 'Time code', value: stamp.startTimeCode, note: 'first frame' },
    { label: 'Reel', value: stamp.reelName },
    { label: 'Color space', value: SPACE_WORDS[stamp.colorSpace], isWarning: stamp.colorSpace !== 'read' },
  ]
}

export function sealFacts(seal: NonNullable<TakeView['seal']>): Fact[] {
  return [
    { label: 'Sealed', value: formatDate(seal.sealedAt) },
    ...seal.roots.map(({ folder, files, bytes }) => ({
      label: folder === 'exr' ? 'Frames' : 'As received',
      value: `${files} ${files === 1 ? 'file' : 'files'}`,
      note: formatBytes(bytes),
    })),
    { label: 'Last verified', value: seal.lastCheck ? formatDate(seal.lastCheck.at) : 'when it was sealed' },
  ]
}

/** `intact`, or how many files are not as they were sealed. */
export function checkWords(check: NonNullable<NonNullable<TakeView['seal']>['lastCheck']>): string {
  const { findingCount } = check
  if (findingCount === 0) return 'Every file is as it was sealed.'
  return findingCount === 1
    ? 'One file is not as it was sealed.'
    : `${findingCount} files are not as they were sealed.`
}

export function findingWords({ kind, path }: SealFinding): string {
  return `${path}: ${FINDING_WORDS[kind]}`
}

/** `2026-11-24 09:30`, in this machine's time. */
function formatDate(at: string): string {
  const date = new Date(at)
  const two = (value: number): string => String(value).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`
}
