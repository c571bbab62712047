// `verify` and `ingest` as a pipeline meets them: exit codes, and one JSON document on stdout.
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { builtCli } from '../../support/built'
import { frameEntries, writeFolder, writeZip } from '../../support/frames'

const folder = mkdtempSync(join(tmpdir(), 'latitude verify ü '))
let good: string
let bad: string

function latitude(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, LATITUDE_USER_DATA: join(folder, 'user data') }
    execFile(process.execPath, [builtCli(), ...args], { env }, (error, out, err) => {
      resolve({ code: error ? (typeof error.code === 'number' ? error.code : -1) : 0, out, err })
    })
  })
}

beforeAll(() => {
  good = writeZip(join(folder, 'good.zip'), frameEntries(3))
  const entries = frameEntries(4)
  const [, second] = entries
  if (second) second.crc = 1
  bad = writeZip(join(folder, 'bad.zip'), entries.toSpliced(2, 1))
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('verify', () => {
  it('says intact with exit code 0, of a zip, a folder and an EXR', async () => {
    const frames = writeFolder(join(folder, 'render'), frameEntries(3))
    for (const [path, count] of [
      [good, 3],
      [frames, 3],
      [join(frames, 'frames', 'shot.0001.exr'), 1],
    ] as const) {
      const { code, out } = await latitude('verify', path, '--json')
      expect(JSON.parse(out)).toMatchObject({ isIntact: true, frames: count })
      expect(code).toBe(0)
    }
  })

  it('names what is wrong with exit code 1, and leaves nothing behind', async () => {
    const before = readdirSync(folder)
    const { code, out } = await latitude('verify', bad, '--json')
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({
      isIntact: false,
      findings: [
        { code: 'archive-damaged', frame: 1 },
        { code: 'frame-missing', frame: 2 },
        { code: 'color-space-assumed' },
      ],
    })
    expect(readdirSync(folder)).toEqual(before)
    const lines = (await latitude('verify', bad)).out
    expect(lines).toMatch(/^bad\.zip: not intact, 4 frames, 64 × 36, half, zip\n/)
    expect(lines).toContain('damage   place 3: It is missing from the delivery. (frame-missing)')
  })

  it('tells an archive that is refused by its rule, and what is none by its code', async () => {
    const hostile = writeZip(join(folder, 'hostile.zip'), [{ name: '/etc/a.exr' }])
    const { code, out } = await latitude('verify', hostile, '--json')
    expect([code, JSON.parse(out)]).toMatchObject([1, { findings: [{ code: 'zip-refused/absolute-path' }] }])
    expect(await latitude('verify', join(folder, 'none.zip'))).toMatchObject({ code: 1 })
    expect((await latitude('verify')).code).toBe(2)
  })
})

describe('ingest', () => {
  it('makes a take of it and follows it to its end', async () => {
    const args = ['--project', join(folder, 'project'), '--shot', 'SH070', '--json']
    const done = await latitude('ingest', good, ...args)
    expect(JSON.parse(done.out)).toMatchObject({
      ...{ origin: 'ingested', state: 'sealed', shotName: 'SH070', number: 1, sequence: { count: 3 } },
    })
    expect(done.code).toBe(0)
    const damaged = await latitude('ingest', bad, ...args)
    expect(damaged.code).toBe(1)
    expect(JSON.parse(damaged.out)).toMatchObject({
      ...{ state: 'damaged', number: 2, failure: { details: { frames: [1002, 1003] } } },
    })
    expect((await latitude('ingest', good)).code).toBe(2)
  })
})
