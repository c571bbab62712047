// A conformed sequence in a folder of its own, stamped and sealed by the real parts.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEFAULT_CONFORM } from '#shared/domain/conform-settings'
import { frameFileName } from '#shared/domain/names'
import {
  sealSequence,
  type SealedSequence,
  type SealSequenceOptions,
} from '../../src-main/features/delivery/seal-sequence'
import type { StampOrder } from '../../src-main/features/delivery/stamp-attributes'
import { AP0, buildExr } from './build-exr'

export const SEALED_AT = Date.parse('2026-11-24T09:30:15.250Z')
export const SEAL_FACTS = { now: SEALED_AT, hostName: 'bench', appVersion: '0.1.0' }

export const STAMP: StampOrder = {
  timing: DEFAULT_CONFORM,
  reelName: 'SH010_v001',
  origin: 'take 7f1f, prompt sha256 00ff',
  isAssumedSpaceStamped: false,
}

export interface SealBench {
  /** The take's folder: a space, an umlaut and a percent sign in its path. */
  root: string
  exr: string
  frames: string[]
  seal(more?: Partial<SealSequenceOptions>): Promise<SealedSequence>
  remove(): void
}

/** `files`: the frames' bytes; otherwise four small frames that say they are ACES2065-1. */
export function openSealBench(files?: readonly Uint8Array[]): SealBench {
  const root = mkdtempSync(join(tmpdir(), 'latitude seal 100% ü '))
  const exr = join(root, 'exr')
  mkdirSync(exr)
  const given =
    files ??
    [0, 1, 2, 3].map((index) =>
      buildExr({
        width: 40,
        height: 34,
        compression: 'zip',
        extra: [AP0],
        pixel: (c, x, y) => index + c * 0.1 + x * y * 0.01,
      }),
    )
  const frames = given.map((_bytes, index) => frameFileName(STAMP.reelName, 1001 + index))
  for (const [index, name] of frames.entries()) writeFileSync(join(exr, name), given[index] ?? '')
  return {
    root,
    exr,
    frames,
    seal: (more = {}) =>
      sealSequence({
        exrFolder: exr,
        frames,
        order: STAMP,
        recordPath: join(root, 'stamp.json'),
        ...SEAL_FACTS,
        ...more,
      }),
    remove: () => rmSync(root, { recursive: true }),
  }
}
