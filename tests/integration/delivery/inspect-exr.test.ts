import { mkdtempSync, openSync, rmSync, writeFileSync, ftruncateSync, closeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inspectExr } from '../../../src-main/features/delivery/inspect-exr'
import { AP0, attribute, buildExr, float, text } from '../../support/build-exr'
import type { ExrFrames } from '../../../src-main/features/delivery/exr-frames'
import { catchFailure } from '../../support/catch-failure'
import { startExrFrames } from '../../support/exr-frames'
import { hasMaterial, MATERIAL } from '../../support/real-material'

const folder = mkdtempSync(join(tmpdir(), 'latitude inspect 🔎 '))
let exr: ExrFrames
beforeAll(async () => {
  exr = await startExrFrames()
})
afterAll(async () => {
  await exr.close()
  rmSync(folder, { recursive: true })
})

function write(name: string, bytes: Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

describe('inspecting an EXR', () => {
  it('gives header and structure as JSON that loses nothing', async () => {
    const extra = [
      AP0,
      attribute('comments', 'string', text('Übung')),
      attribute('odd', 'vendor', new Uint8Array(99)),
    ]
    const found = await inspectExr(exr, write('a.exr', buildExr({ width: 4, height: 3, extra })))
    expect(JSON.parse(JSON.stringify(found))).toEqual(found)
    expect(found).toMatchObject({ file: 'a.exr', isIntact: true, findings: [], isTiled: false })
    expect(found.parts).toMatchObject([
      {
        compression: 'none',
        comments: 'Übung',
        chunkCount: 3,
        chromaticities: { green: { x: 0, y: 1 } },
        attributes: expect.arrayContaining([
          { name: 'odd', type: 'vendor', value: { bytes: 99, hex: '00'.repeat(64) } },
        ]) as unknown,
      },
    ])
  })

  it('names what is cut off', async () => {
    const bytes = buildExr({ width: 4, height: 3 })
    const found = await inspectExr(exr, write('cut.exr', bytes.subarray(0, -1)))
    expect(found).toMatchObject({ isIntact: false, findings: [{ code: 'chunk-cut', chunk: 2 }] })
  })

  it('reads a long header piece by piece and a large file through a window', async () => {
    const extra = [
      attribute('long', 'string', text('x'.repeat(300_000))),
      attribute('after', 'float', float(1)),
    ]
    const path = write('large.exr', buildExr({ width: 400, height: 300, extra, compression: 'zips' }))
    const file = openSync(path, 'r+')
    ftruncateSync(file, 70 * 1024 ** 2)
    closeSync(file)
    const found = await inspectExr(exr, path)
    expect(found.headerBytes).toBeGreaterThan(300_000)
    expect(found).toMatchObject({ isIntact: true, findings: [{ code: 'trailing-bytes', severity: 'note' }] })
  })

  it.each<[string, string, object]>([
    ['a text file', write('text.exr', Buffer.from('hello, I am a text')), { code: 'not-exr', byteOffset: 0 }],
    ['an empty file', write('empty.exr', new Uint8Array()), { code: 'needs-more-bytes' }],
    ['no file', join(folder, 'nothing.exr'), { code: 'ENOENT' }],
    ['a folder', folder, { code: 'EISDIR' }],
  ])('%s is unreadable, and it is said why', async (_, path, details) => {
    expect(await catchFailure(() => inspectExr(exr, path))).toMatchObject({ code: 'exr-unreadable', details })
  })

  it.skipIf(!hasMaterial)('of a photograph gives its lens', async () => {
    const found = await inspectExr(exr, join(MATERIAL, 'openexr-images', 'Carrots.exr'))
    expect(JSON.stringify(found)).toContain('70-300mm F4.5-5.6 G SSM')
  })
})
