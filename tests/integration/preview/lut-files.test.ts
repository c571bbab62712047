import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createLutFiles } from '../../../src-main/features/preview/lut-files'
import { LUT_FOLDER } from '../../support/preview-bench'

let cacheFolder: string
beforeEach(async () => {
  cacheFolder = join(await mkdtemp(join(tmpdir(), 'latitude luts ')), 'deep', 'cache')
})
afterEach(() => rm(join(cacheFolder, '..', '..'), { recursive: true, force: true }))

const open = (lutFolder = LUT_FOLDER) => createLutFiles({ lutFolder, cacheFolder })

describe('the LUT files', () => {
  test('hold the baked table value for value, red fastest', async () => {
    const luts = await open()()
    const lines = (await readFile(join(luts.folder, luts.pq), 'utf8')).trimEnd().split('\n')
    expect(lines[1]).toBe('LUT_3D_SIZE 65')
    const points = lines.slice(2)
    expect(points).toHaveLength(65 ** 3)
    const table = gunzipSync(await readFile(join(LUT_FOLDER, 'aces1-hdr1000-pq.u16.gz')))
    for (const at of [0, 1, 64, 65, 4225, 100_000, 65 ** 3 - 1]) {
      const codes = [0, 1, 2].map((c) => table.readUInt16LE((at * 3 + c) * 2) / 65535)
      points[at]?.split(' ').forEach((value, c) => expect(Number(value)).toBeCloseTo(codes[c] ?? NaN, 5))
    }
    // Along the first line red alone grows.
    const redOf = (at: number): number => Number(points[at]?.split(' ')[0])
    expect(redOf(40)).toBeGreaterThan(redOf(20))
  })

  test('have names a filter graph takes as they are', async () => {
    const { sdr, pq, clamp } = await open()()
    for (const name of [sdr, pq, clamp]) expect(name).toMatch(/^[a-z0-9_-]+\.cube$/)
    expect((await readdir(cacheFolder)).sort()).toEqual([pq, sdr, clamp].sort())
  })

  test('the clamp is the identity up to 1470', async () => {
    const luts = await open()()
    expect((await readFile(join(cacheFolder, luts.clamp), 'utf8')).split('\n').slice(1)).toEqual([
      'LUT_1D_SIZE 2',
      'DOMAIN_MIN 0 0 0',
      'DOMAIN_MAX 1470 1470 1470',
      '0 0 0',
      '1470 1470 1470',
      '',
    ])
  })

  test('are written once, and written anew when one is cut or changed', async () => {
    const { sdr, pq } = await open()()
    const path = join(cacheFolder, sdr)
    const whole = await readFile(path, 'utf8')
    const before = await stat(join(cacheFolder, pq))
    await writeFile(path, whole.slice(0, -1000))
    await open()()
    expect(await readFile(path, 'utf8')).toBe(whole)
    await writeFile(path, whole.replace('0.5', '0.6'))
    await open()()
    expect(await readFile(path, 'utf8')).toBe(whole)
    expect((await stat(join(cacheFolder, pq))).ino).toBe(before.ino)
  })

  test('are unpacked by one of many callers at once', async () => {
    const luts = open()
    const [first, second] = [luts(), luts()]
    expect(first).toBe(second)
    await first
  })

  test('of a damaged installation are refused, and tried again on the next call', async () => {
    const own = join(cacheFolder, '..', 'luts')
    await cp(LUT_FOLDER, own, { recursive: true })
    const file = join(own, 'aces1-sdr-rec709.u16.gz')
    const good = await readFile(file)
    const table = gunzipSync(good)
    table[1000] = (table[1000] ?? 0) ^ 1
    await writeFile(file, gzipSync(table))
    const luts = open(own)
    await expect(luts()).rejects.toMatchObject({
      code: 'internal',
      details: { file: 'aces1-sdr-rec709.u16.gz' },
    })
    expect(await readdir(cacheFolder)).toEqual(['clamp1470.cube'])
    await writeFile(file, good)
    await expect(luts()).resolves.toMatchObject({ folder: cacheFolder })
  })
})
