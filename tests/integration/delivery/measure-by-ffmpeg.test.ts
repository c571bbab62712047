// Frames that are left to ffmpeg: one that does not decode is named, and the others are measured run by run.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { Failure } from '#shared/domain/failure'
import { frameFileName } from '#shared/domain/names'
import { measureByFfmpeg } from '../../../src-main/features/delivery/measure-by-ffmpeg'
import type { RunFfmpeg } from '../../../src-main/ports/ffmpeg'
import { buildExr } from '../../support/build-exr'
import { catchFailure } from '../../support/catch-failure'
import { realFfmpeg } from '../../support/real-ffmpeg'

const folder = mkdtempSync(join(tmpdir(), 'latitude %d messen '))
const baseName = 'SH010_v001'
const size = { width: 32, height: 32 }
afterAll(() => rmSync(folder, { recursive: true }))

it('gaps and bad frames part the runs, and the brightest frame is told by its number', async () => {
  for (let frame = 1001; frame <= 1007; frame += 1) {
    const bytes = buildExr({ ...size, compression: 'zip', pixel: () => frame / 1001 })
    writeFileSync(join(folder, frameFileName(baseName, frame)), frame === 1003 ? Buffer.alloc(64) : bytes)
  }
  const { run } = await realFfmpeg()
  const frames = [1001, 1002, 1003, 1004, 1006, 1007]
  const seen: number[] = []
  const onProgress = ({ done }: { done: number }): void => void seen.push(done)
  const measured = await measureByFfmpeg(run, { folder, baseName }, frames, size, undefined, onProgress)
  expect(measured.findings).toMatchObject([{ code: 'not-decodable', severity: 'damage', frame: 1003 }])
  expect(measured.statistics.map((one) => one.frames)).toEqual([2, 1, 2])
  expect(measured.statistics.map((one) => one.brightest?.frame)).toEqual([1002, 1004, 1007])
  expect(seen.at(-1)).toBe(frames.length)
})

it('an ffmpeg without zscale is blamed itself, not the frames that it has to read', async () => {
  const log = ["[AVFilterGraph @ 0x1] No such filter: 'zscale'"]
  const failing: RunFfmpeg = () => Promise.reject(new Failure('ffmpeg-failed', 'ffmpeg stopped', { log }))
  const measuring = () => measureByFfmpeg(failing, { folder, baseName }, [1001], size, undefined, undefined)
  const expected = { code: 'ffmpeg-limited', details: { filter: 'zscale' } }
  expect(await catchFailure(measuring)).toMatchObject(expected)
})
