import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { viewOf } from '#shared/domain/color/views'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readViewTable } from '../../../src-main/disk/view-tables'
import { createLutFiles } from '../../../src-main/features/preview/lut-files'
import { LUT_FOLDER } from '../../support/preview-bench'

let cacheFolder: string
beforeEach(async () => {
  cacheFolder = join(await mkdtemp(join(tmpdir(), 'latitude luts ')), 'deep', 'cache')
})
afterEach(() => rm(join(cacheFolder, '..', '..'), { recursive: true, force: true }))

const open = (lutFolder = LUT_FOLDER) => createLutFiles({ lutFolder, cacheFolder })
const SDR = viewOf('aces1-sdr-rec709')
const PQ = viewOf('aces1-hdr1000-pq')
const P3 = viewOf('aces2-sdr-p3d65')

describe('the LUT files', () => {
  test('hold the baked table value for value, red fastest', async () => {
    const { folder, table: name } = await open()(PQ)
    const lines = (await readFile(join(folder, name ?? ''), 'utf8')).trimEnd().split('\n')
    expect(lines[1]).toBe('LUT_3D_SIZE 65')
    const points = lines.slice(2)
    expect(points).toHaveLength(65 ** 3)
    const table = await readViewTable(LUT_FOLDER, 'aces1-hdr1000-pq')
    for (const at of [0, 1, 64, 65, 4225, 100_000, 65 ** 3 - 1]) {
      points[at]?.split(' ').forEach((value, c) => {
        expect(Number(value)).toBeCloseTo((table[at * 3 + c] ?? NaN) / 65535, 5)
      })
    }
    // Along the first line red alone grows.
    const redOf = (at: number): number => Number(points[at]?.split(' ')[0])
    expect(redOf(40)).toBeGreaterThan(redOf(20))
  })

  test('have names a filter graph takes as they are, and each view has only what it needs', async () => {
    const luts = open()
    const [sdr, p3, raw] = [await luts(SDR), await luts(P3), await luts(viewOf('raw'))]
    const names = [sdr.clamp, sdr.minus, sdr.shaper, sdr.table, p3.table, p3.curve].map((name) => name ?? '')
    for (const name of names) expect(name).toMatch(/^[a-z0-9_-]+\.cube$/)
    expect((await readdir(cacheFolder)).sort()).toEqual(names.toSorted())
    expect([sdr.curve, raw.table, raw.curve]).toEqual([null, null, null])
  })

  test('the clamp is the identity up to the largest half', async () => {
    const { clamp } = await open()(SDR)
    expect((await readFile(join(cacheFolder, clamp), 'utf8')).split('\n').slice(1)).toEqual([
      'LUT_1D_SIZE 2',
      'DOMAIN_MIN 0 0 0',
      'DOMAIN_MAX 65504 65504 65504',
      '0 0 0',
      '65504 65504 65504',
      '',
    ])
  })

  test('are written once, and written anew when one is cut or changed', async () => {
    const [sdr, pq] = [(await open()(SDR)).table ?? '', (await open()(PQ)).table ?? '']
    const path = join(cacheFolder, sdr)
    const whole = await readFile(path, 'utf8')
    const before = await stat(join(cacheFolder, pq))
    await writeFile(path, whole.slice(0, -1000))
    await open()(SDR)
    expect(await readFile(path, 'utf8')).toBe(whole)
    await writeFile(path, whole.replace('0.5', '0.6'))
    await open()(SDR)
    expect(await readFile(path, 'utf8')).toBe(whole)
    await open()(PQ)
    expect((await stat(join(cacheFolder, pq))).ino).toBe(before.ino)
  })

  test('are unpacked by one of many callers at once', async () => {
    const luts = open()
    const [first, second] = await Promise.all([luts(SDR), luts(viewOf('aces1-sdr-srgb'))])
    expect(first.table).toBe(second.table)
    expect((await readdir(cacheFolder)).filter((name) => name.startsWith('aces1'))).toHaveLength(1)
  })

  test('of a damaged installation are refused, and tried again on the next call', async () => {
    const own = join(cacheFolder, '..', 'luts')
    await cp(LUT_FOLDER, own, { recursive: true })
    const file = join(own, 'tables', 'aces1-sdr-rec709.gz')
    const good = await readFile(file)
    const table = gunzipSync(good)
    table[1000] = (table[1000] ?? 0) ^ 1
    const luts = open(own)
    for (const damaged of [gzipSync(table), good.subarray(0, 5000)]) {
      await writeFile(file, damaged)
      await expect(luts(SDR)).rejects.toMatchObject({
        code: 'internal',
        details: { file: 'aces1-sdr-rec709.gz' },
      })
    }
    expect((await readdir(cacheFolder)).filter((name) => name.startsWith('aces1'))).toEqual([])
    await writeFile(file, good)
    await expect(luts(SDR)).resolves.toMatchObject({ folder: cacheFolder })
  })
})
