// Whatever a crash leaves between the stamp and the seal, sealing again comes to the same folder.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sealReceived } from '../../../src-main/features/delivery/seal-received'
import { catchFailure } from '../../support/catch-failure'
import { openSealBench, SEAL_FACTS, type SealBench } from '../../support/seal-bench'

let bench: SealBench
beforeEach(() => {
  bench = openSealBench()
})
afterEach(() => bench.remove())

const staged = () => `${bench.exr}.sealing`
const unstamped = () => `${bench.exr}.unstamped`

/** Every file of a folder with its bytes. */
function bytesOf(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.\w+$/.test(name),
  )
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name)).toString('hex')]))
}

/** The sealed folder, the unsealed one it came from, and the bench empty of both. */
async function sealOnce(): Promise<{ before: string; after: string; expected: Record<string, string> }> {
  const before = join(bench.root, 'kept-before')
  const after = join(bench.root, 'kept-after')
  cpSync(bench.exr, before, { recursive: true, preserveTimestamps: true })
  await bench.seal()
  const expected = bytesOf(bench.exr)
  renameSync(bench.exr, after)
  return { before, after, expected }
}

const frames = (bytes: Record<string, string>) =>
  Object.fromEntries(Object.entries(bytes).filter(([name]) => name.endsWith('.exr')))

describe('sealing again', () => {
  it.each([
    [
      'while frames were being stamped',
      (k) => {
        cpSync(k.before, bench.exr, { recursive: true })
        mkdirSync(staged())
        writeFileSync(join(staged(), bench.frames[0] ?? ''), 'half a frame')
      },
    ],
    [
      'when all was stamped and not sealed',
      (k) => {
        cpSync(k.before, bench.exr, { recursive: true })
        cpSync(k.after, staged(), { recursive: true })
        rmSync(join(staged(), 'ascmhl'), { recursive: true })
      },
    ],
    [
      'when the manifest was written and the chain was not',
      (k) => {
        cpSync(k.before, bench.exr, { recursive: true })
        cpSync(k.after, staged(), { recursive: true })
        renameSync(join(staged(), 'ascmhl'), join(staged(), 'ascmhl.sealing'))
        rmSync(join(staged(), 'ascmhl.sealing', 'ascmhl_chain.xml'))
      },
    ],
    [
      'before the first rename',
      (k) => {
        cpSync(k.before, bench.exr, { recursive: true })
        cpSync(k.after, staged(), { recursive: true })
      },
    ],
    [
      'between the renames',
      (k) => {
        cpSync(k.before, unstamped(), { recursive: true })
        cpSync(k.after, staged(), { recursive: true, preserveTimestamps: true })
      },
    ],
    [
      'between the renames, with what was sealed lost',
      (k) => cpSync(k.before, unstamped(), { recursive: true }),
    ],
    [
      'after both renames',
      (k) => {
        cpSync(k.before, unstamped(), { recursive: true })
        cpSync(k.after, bench.exr, { recursive: true, preserveTimestamps: true })
      },
    ],
  ] satisfies [string, (kept: { before: string; after: string }) => void][])(
    'after a crash %s comes to the same frames, sealed',
    async (_when, leave) => {
      const kept = await sealOnce()
      leave(kept)
      const { seal, stamped } = await bench.seal()
      expect(seal.files).toBe(4)
      expect(stamped).toEqual({
        frameRate: '24',
        timeCode: '01:00:00:00',
        reelName: 'SH010_v001',
        saysColorSpace: true,
      })
      expect(frames(bytesOf(bench.exr))).toEqual(frames(kept.expected))
      expect(existsSync(staged())).toBe(false)
      expect(existsSync(unstamped())).toBe(false)
    },
  )

  it('of what is sealed changes nothing, whatever the project says by now', async () => {
    await bench.seal()
    const before = bytesOf(bench.exr)
    const timing = { frameRate: '25', startTimeCode: '10:00:00:00', firstFrame: 1001 } as const
    const again = await bench.seal({ now: SEAL_FACTS.now + 86_400_000, order: { timing, reelName: 'other', origin: 'o', isAssumedSpaceStamped: true } }) // prettier-ignore
    expect(again.stamped).toMatchObject({ frameRate: '24', timeCode: '01:00:00:00', reelName: 'SH010_v001' })
    expect(again.seal.sealedAt).toBe('2026-11-24T09:30:15.250Z')
    expect(bytesOf(bench.exr)).toEqual(before)
  })

  it('of a sealed frame that changed since is refused, and touches nothing', async () => {
    await bench.seal()
    const path = join(bench.exr, bench.frames[1] ?? '')
    writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.from('x')]))
    const before = bytesOf(bench.exr)
    const failure = await catchFailure(() => bench.seal())
    expect(failure).toMatchObject({
      code: 'seal-broken',
      details: { path: bench.frames[1], kind: 'changed' },
    })
    expect(bytesOf(bench.exr)).toEqual(before)
  })

  it('stops where it is asked to, with the frames as they were', async () => {
    const before = bytesOf(bench.exr)
    const stopper = new AbortController()
    const reason = new Error('closing')
    const onProgress = () => stopper.abort(reason)
    await expect(bench.seal({ signal: stopper.signal, onProgress })).rejects.toBe(reason)
    expect(bytesOf(bench.exr)).toEqual(before)
    await bench.seal()
    expect(Object.keys(bytesOf(bench.exr))).toHaveLength(6)
  })
})

describe('what was received', () => {
  const folder = () => join(bench.root, 'received')
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
  const seal = (arrived: Record<string, string>) =>
    sealReceived({ folder: folder(), arrived: new Map(Object.entries(arrived)), ...SEAL_FACTS })

  beforeEach(() => {
    mkdirSync(folder())
    writeFileSync(join(folder(), 'a.zip'), 'zip')
    writeFileSync(join(folder(), 'a.mp4'), 'clip')
  })

  it('is sealed as it arrived, once', async () => {
    const arrived = { 'a.zip': sha256('zip'), 'a.mp4': sha256('clip') }
    const first = await seal(arrived)
    expect(first).toMatchObject({ files: 2, bytes: 7, manifestName: '0001_received_2026-11-24_093015Z.mhl' })
    expect(await seal(arrived)).toEqual(first)
  })

  it('that is not what arrived is refused, before and after it is sealed', async () => {
    const arrived = { 'a.zip': sha256('zip') }
    writeFileSync(join(folder(), 'a.zip'), 'zap')
    expect(await catchFailure(() => seal(arrived))).toMatchObject({
      code: 'seal-broken',
      details: { path: 'a.zip' },
    })
    writeFileSync(join(folder(), 'a.zip'), 'zip')
    await seal(arrived)
    writeFileSync(join(folder(), 'a.mp4'), 'clap')
    expect(await catchFailure(() => seal(arrived))).toMatchObject({
      code: 'seal-broken',
      details: { path: 'a.mp4' },
    })
  })
})
