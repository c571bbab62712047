// Against OpenEXR's own tools where they are installed: every attribute type as exrheader prints it, every compression
// as oiiotool writes it.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { COMPRESSIONS } from '#shared/exr/model'
import { parseExrHeader } from '#shared/exr/header'
import { restampHeader, shiftOffsets } from '#shared/exr/header-writer'
import { checkExrStructure } from '#shared/exr/structure'
import { buildExr } from '../../support/build-exr'
import { EVERY_ATTRIBUTE, everyAttribute } from '../../support/every-attribute'
import { hasTool, readWithExrheader } from '../../support/real-material'

const folder = mkdtempSync(join(tmpdir(), 'latitude-exr-reference-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe.skipIf(!hasTool('exrheader'))('exrheader', () => {
  it('knows every standard attribute type read here, by the same name and value', () => {
    const path = join(folder, 'every.exr')
    const bytes = buildExr({ width: 4, height: 4, extra: everyAttribute() })
    writeFileSync(path, bytes)
    const printed = readWithExrheader(path)
    const part = parseExrHeader(bytes).parts[0]
    // These are listed without a value, and 'bytes' is opaque to older tools.
    const silent = ['opaque', 'bytes', 'floatvector', 'm33d', 'm44d', 'v2d', 'v3d']
    for (const { name, type } of part?.attributes ?? []) {
      if (!silent.includes(type)) expect([...printed.keys()], name).toContain(name)
    }
    expect(part?.attributes).toHaveLength(EVERY_ATTRIBUTE.length + 8)
    expect(printed.get('framesPerSecond')).toBe('24000/1001 (23.976)')
    expect(printed.get('a2')).toBe('(-1 2) - (3 4)')
    expect(printed.get('timeCode')).toContain('01:23:45:16')
    expect(part?.timeCode).toMatchObject({ hours: 1, minutes: 23, seconds: 45, frame: 16 })
  })

  it('reads a stamped file as the stamp says', () => {
    const file = buildExr({ width: 4, height: 40, compression: 'zip' }, { width: 4, height: 40 })
    const value = { red: { x: 0.7347, y: 0.2653 }, green: { x: 0, y: 1 }, blue: { x: 0.0001, y: -0.077 }, white: { x: 0.32168, y: 0.33767 } } // prettier-ignore
    const { bytes, oldBytes, tableBytes, shiftBytes } = restampHeader(file, {
      set: [
        { name: 'chromaticities', type: 'chromaticities', value },
        { name: 'owner', type: 'string', value: 'a stamp' },
      ],
    })
    const table = shiftOffsets(file.subarray(oldBytes, oldBytes + tableBytes), shiftBytes)
    const path = join(folder, 'stamped.exr')
    writeFileSync(path, Buffer.concat([bytes, table, file.subarray(oldBytes + tableBytes)]))
    const printed = readWithExrheader(path)
    expect(printed.get('owner')).toBe('"a stamp"')
    expect(printed.get('chromaticities')).toContain('(0.7347 0.2653)')
  })
})

describe.skipIf(!hasTool('oiiotool'))('files by OpenEXR are intact in every compression', () => {
  const kinds = COMPRESSIONS.filter((name) => !name.startsWith('htj2k'))
  const shapes: [string, string[]][] = [
    ['half with grain', ['--pattern', 'noise:mean=0.3:stddev=0.1', '70x45', '3', '-d', 'half']],
    ['float with grain', ['--pattern', 'noise:mean=0.3:stddev=0.1', '70x45', '4', '-d', 'float']],
    ['one color', ['--pattern', 'constant:color=.2,.3,.5', '64x300', '3', '-d', 'half']],
    ['one pixel', ['--pattern', 'constant:color=.2,.3,.5', '1x1', '3', '-d', 'half']],
    ['tiles', ['--pattern', 'noise:mean=0.3:stddev=0.1', '70x45', '3', '-d', 'half', '--tile', '32', '32']],
  ]
  it.each(kinds.flatMap((kind) => shapes.map(([shape, made]) => ({ kind, shape, made }))))(
    '$kind, $shape',
    async ({ kind, shape, made }) => {
      const path = join(folder, `${kind}-${shape.replaceAll(' ', '-')}.exr`)
      execFileSync('oiiotool', [...made, '--compression', kind, '-o', path])
      const bytes = readFileSync(path)
      const header = parseExrHeader(bytes)
      expect(header.parts[0]?.compression).toBe(kind)
      const read = (offset: number, length: number) => bytes.subarray(offset, offset + length)
      expect((await checkExrStructure(read, bytes.length, header)).findings).toEqual([])
    },
  )
})
