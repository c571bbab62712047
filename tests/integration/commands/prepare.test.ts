// `prepare` with its framing: pads, turns, tilts, several stills, and what is wrong usage.
import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { builtCli } from '../../support/built'

let folder: string
let still: string

function latitude(args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [builtCli(), ...args], (error, out, err) => {
      const code = error ? (typeof error.code === 'number' ? error.code : -1) : 0
      resolve({ code, out, err })
    })
  })
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latitude prepare ü 🙂 '))
  still = join(folder, 'Küche 1.png')
  await sharp({ create: { width: 2000, height: 1500, channels: 3, background: { r: 120, g: 90, b: 60 } } })
    .png()
    .toFile(still)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('prepare with framing', () => {
  const canvas = ['--canvas', '1280x720']

  it('pads, turns and tilts as asked', async () => {
    const out = join(folder, 'framed.png')
    const ran = await latitude([
      'prepare',
      still,
      ...canvas,
      '--pad',
      '#77',
      '--rotate',
      '90',
      '--straighten=-3',
      '--out',
      out,
      '--json',
    ])
    expect(ran.code).toBe(0)
    expect(JSON.parse(ran.out)).toMatchObject({
      crop: { fit: 'pad', padKind: 'solid', padCode: 77, turns: 1, straightenDegrees: -3 },
      residual: 0,
    })
    const { data } = await sharp(out).raw().toBuffer({ resolveWithObject: true })
    expect([...data.subarray(0, 3)]).toEqual([77, 77, 77])
  })

  it('puts several stills into a folder under names that never meet', async () => {
    const twin = join(folder, 'twin')
    await mkdir(twin)
    await copyFile(still, join(twin, basename(still)))
    const out = join(folder, 'frames')
    const ran = await latitude(['prepare', still, join(twin, basename(still)), ...canvas, '--out', out])
    expect(ran.code).toBe(0)
    const names = await readdir(out)
    expect(names).toHaveLength(2)
    expect(ran.out.trim().split('\n').sort()).toEqual(names.map((name) => join(out, name)).sort())
  })

  it('goes on after a bad still, names it, and ends with 1', async () => {
    const bad = join(folder, 'bad one.jpg')
    await writeFile(bad, 'Dear colorist,')
    const out = join(folder, 'some frames')
    const ran = await latitude(['prepare', bad, still, ...canvas, '--out', out, '--json'])
    expect(ran.code).toBe(1)
    expect(ran.err).toContain('bad one.jpg: still-unreadable')
    expect(JSON.parse(ran.out)).toMatchObject([
      { name: 'bad one.jpg', code: 'still-unreadable' },
      { still: { width: 2000 } },
    ])
    expect(await readdir(out)).toHaveLength(1)
  })

  it.each([
    ['--fit', 'stretch'],
    ['--pad', 'pink'],
    ['--pad', '#256'],
    ['--rotate', '45'],
    ['--straighten', '16'],
    ['--straighten', ''],
    ['--crop', '0,0,100'],
  ])('%s %s is wrong usage', async (option, value) => {
    expect(
      (await latitude(['prepare', still, ...canvas, option, value, '--out', join(folder, 'no.png')])).code,
    ).toBe(2)
    await expect(stat(join(folder, 'no.png'))).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
