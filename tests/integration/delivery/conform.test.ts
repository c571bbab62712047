import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { conform } from '../../../src-main/features/delivery/conform'
import { buildExr } from '../../support/build-exr'
import { catchFailure } from '../../support/catch-failure'

const baseName = 'SH010_v001_practice'
let root: string
let exrFolder: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'latitude 100% ’äö’ 🎞 '))
  mkdirSync(join(root, 'unpacked'))
  exrFolder = join(root, 'exr')
})
afterEach(() => {
  rmSync(root, { recursive: true })
})

const frameOf = (value: number) => buildExr({ width: 4, height: 4, pixel: () => value })

function deliver(files: Record<string, Uint8Array>): string[] {
  return Object.entries(files).map(([name, bytes]) => {
    const path = join(root, 'unpacked', name)
    writeFileSync(path, bytes)
    return path
  })
}

const conformIt = (files: string[], more: Partial<Parameters<typeof conform>[0]> = {}) =>
  conform({ files, exrFolder, baseName, ...more })

describe('frames get their place', () => {
  it('in order, under the take’s name from 1001 on, by one rename', async () => {
    const files = deliver({ 'f_10.exr': frameOf(2), 'f_9.exr': frameOf(1), 'f_11.exr': frameOf(3) })
    const seen: number[] = []
    const conformed = await conformIt(files, { onProgress: ({ done }) => seen.push(done) })
    expect(conformed).toMatchObject({ firstFrame: 1001, count: 3, others: [] })
    expect(readdirSync(root).sort()).toEqual(['exr', 'unpacked'])
    expect(readdirSync(exrFolder).sort()).toEqual(
      [1001, 1002, 1003].map((frame) => `${baseName}.${frame}.exr`),
    )
    for (const [index, { frame, fileName, bytes }] of conformed.frames.entries()) {
      expect(frame).toBe(1001 + index)
      const written = new Uint8Array(readFileSync(join(exrFolder, fileName)))
      expect(written).toEqual(frameOf(index + 1))
      expect(bytes).toBe(written.length)
    }
    expect(seen).toEqual([1, 2, 3])
  })

  it('are known by their first bytes, whatever their extension; the rest is named', async () => {
    const files = deliver({ 'f.1': frameOf(1), 'f.2': frameOf(2), 'read me.txt': Buffer.from('hello') })
    const conformed = await conformIt(files)
    expect(conformed.count).toBe(2)
    expect(conformed.others).toEqual([files[2]])
  })

  it('a frame whose head was lost keeps its place, for verifying to name', async () => {
    const files = deliver({ 'f_1.exr': frameOf(1), 'f_2.exr': new Uint8Array(500), 'f_3.exr': frameOf(3) })
    expect((await conformIt(files)).count).toBe(3)
  })

  it('one bare EXR is a delivery of one frame, and stays as received', async () => {
    const files = deliver({ 'still.exr': frameOf(1) })
    const [source = ''] = files
    expect((await conformIt(files, { keepSources: true })).count).toBe(1)
    const placed = join(exrFolder, `${baseName}.1001.exr`)
    expect(statSync(placed).ino).not.toBe(statSync(source).ino)
    expect(readFileSync(placed).equals(readFileSync(source))).toBe(true)
  })

  it('done again after a crash at any point, it gives the same folder', async () => {
    const files = deliver({ 'f_1.exr': frameOf(1), 'f_2.exr': frameOf(2) })
    const leftovers: Record<string, () => void> = {
      'half way through placing': () => {
        mkdirSync(`${exrFolder}.conforming`)
        writeFileSync(join(`${exrFolder}.conforming`, `${baseName}.1001.exr`), 'half')
      },
      'after the old folder was set aside': () => {
        mkdirSync(`${exrFolder}.replaced`)
        mkdirSync(`${exrFolder}.conforming`)
      },
      'after all was done': () => undefined,
    }
    for (const [, crash] of Object.entries(leftovers)) {
      crash()
      expect((await conformIt(files)).count).toBe(2)
      expect(readdirSync(root).sort()).toEqual(['exr', 'unpacked'])
      expect(new Uint8Array(readFileSync(join(exrFolder, `${baseName}.1001.exr`)))).toEqual(frameOf(1))
    }
  })

  it('what stood there before is replaced as a whole', async () => {
    mkdirSync(exrFolder)
    writeFileSync(join(exrFolder, 'older.1001.exr'), 'older')
    await conformIt(deliver({ 'f_1.exr': frameOf(1) }))
    expect(readdirSync(exrFolder)).toEqual([`${baseName}.1001.exr`])
  })
})

describe('a delivery with gaps keeps its frames in their places', () => {
  const damage = (code: string, frame: number) => ({ code, severity: 'damage', frame })

  it('and names what is missing', async () => {
    const conformed = await conformIt(deliver({ 'f_1.exr': frameOf(1), 'f_3.exr': frameOf(3) }))
    expect(conformed).toMatchObject({ count: 3, findings: [damage('frame-missing', 1002)] })
    expect(conformed.frames.map(({ frame }) => frame)).toEqual([1001, 1003])
    expect(readdirSync(exrFolder)).toEqual([`${baseName}.1001.exr`, `${baseName}.1003.exr`])
  })

  it('and what the archive could not give, at the end too', async () => {
    const files = deliver({ 'f_1.exr': frameOf(1), 'f_2.exr': frameOf(2) })
    const broken = ['f_3.exr', 'notes.txt'].map((name) => ({ name, reason: 'CRC' }))
    const conformed = await conformIt(files, { broken })
    expect(conformed.count).toBe(3)
    expect(conformed.findings).toMatchObject([
      damage('archive-damaged', 1003),
      { code: 'archive-damaged', severity: 'warning', frame: null },
    ])
  })

  it('and what was delivered twice, as a note where the bytes are the same', async () => {
    const first = { 'f_01.exr': frameOf(1), 'f_1.exr': frameOf(1) }
    const conformed = await conformIt(deliver({ ...first, 'f_02.exr': frameOf(2), 'f_2.exr': frameOf(3) }))
    expect(conformed.findings).toMatchObject([
      { code: 'frame-duplicate', severity: 'note', frame: 1001 },
      damage('frame-duplicate', 1002),
    ])
    const kept = new Uint8Array(readFileSync(join(exrFolder, `${baseName}.1002.exr`)))
    expect(kept).toEqual(frameOf(2))
  })

  it('delivered again, it replaces only the frames that were bad', async () => {
    await conformIt(deliver({ 'f_1.exr': frameOf(1), 'f_2.exr': new Uint8Array(9), 'f_3.exr': frameOf(3) }))
    rmSync(join(root, 'unpacked'), { recursive: true })
    mkdirSync(join(root, 'unpacked'))
    const again = deliver({ 'f_1.exr': frameOf(7), 'f_2.exr': frameOf(2), 'f_3.exr': frameOf(7) })
    await conformIt(again, { keepFrames: [1001, 1003] })
    for (const value of [1, 2, 3]) {
      const path = join(exrFolder, `${baseName}.${1000 + value}.exr`)
      expect(new Uint8Array(readFileSync(path))).toEqual(frameOf(value))
    }
  })
})

describe('what is not one sequence leaves nothing and touches nothing', () => {
  it.each<[string, Record<string, Uint8Array>, object]>([
    ['no frames', { 'a.txt': Buffer.from('hello') }, { code: 'sequence-empty' }],
    [
      'two sequences',
      { 'f_1.exr': frameOf(1), 'g_2.exr': frameOf(2) },
      { code: 'sequence-mixed', details: { rule: 'two-sequences' } },
    ],
  ])('%s', async (_, delivered, expected) => {
    const files = deliver(delivered)
    mkdirSync(exrFolder)
    writeFileSync(join(exrFolder, 'older.exr'), 'older')
    expect(await catchFailure(() => conformIt(files))).toMatchObject(expected)
    expect(readdirSync(root).sort()).toEqual(['exr', 'unpacked'])
    expect(readdirSync(exrFolder)).toEqual(['older.exr'])
    expect(files.every((path) => existsSync(path))).toBe(true)
  })

  it('a cancelled one rejects with the very reason', async () => {
    const controller = new AbortController()
    const reason = new Error('enough')
    const files = deliver({ 'f_1.exr': frameOf(1), 'f_2.exr': frameOf(2) })
    const stop = () => controller.abort(reason)
    await expect(conformIt(files, { signal: controller.signal, onProgress: stop })).rejects.toBe(reason)
    expect(readdirSync(root)).toEqual(['unpacked'])
  })
})
