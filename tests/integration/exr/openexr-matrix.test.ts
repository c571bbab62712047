// Every compression × type × layout × window, written by OpenEXR, against what OpenEXR reads back. The counts of equal
// samples are printed for each compression and type; each file must be equal in every sample.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadDecoder } from '../../support/exr-module'
import { countEqual, findOpenExrPython, makeMatrix, type MatrixCell } from '../../support/openexr-python'

const version = findOpenExrPython()
const folder = mkdtempSync(join(tmpdir(), 'latitude-exr-matrix-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.skipIf(version === null)(`samples against OpenEXR ${version ?? '(not installed)'}`, () => {
  let cells: MatrixCell[] = []
  beforeAll(() => {
    cells = makeMatrix(folder)
  })

  it('are equal in every cell', () => {
    const decoder = loadDecoder()
    const counts = new Map<string, { files: number; equal: number; total: number }>()
    const wrong: string[] = []
    for (const { name, compression, kind } of cells) {
      const image = decoder.decode(readFileSync(join(folder, name)), { output: 'planar', window: 'data' })
      const { equal, total } = countEqual(image.planes, readFileSync(join(folder, `${name}.planar`)))
      if (equal !== total) wrong.push(`${name}: ${equal} of ${total}`)
      const key = `${compression.padEnd(5)} ${kind.padEnd(6)}`
      const sum = counts.get(key) ?? { files: 0, equal: 0, total: 0 }
      counts.set(key, { files: sum.files + 1, equal: sum.equal + equal, total: sum.total + total })
    }
    for (const [key, { files, equal, total }] of counts)
      console.log(`${key} ${files} files: ${equal} of ${total} samples equal`)
    expect(wrong).toEqual([])
    expect(cells).toHaveLength(560)
  })
})
