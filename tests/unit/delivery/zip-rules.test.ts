import { describe, expect, it } from 'vitest'
import { isLeftOut, nameEntries } from '../../../src-main/features/delivery/zip-names'
import {
  checkEntry,
  checkWhole,
  ZIP_LIMITS,
  type ZipEntryFacts,
} from '../../../src-main/features/delivery/zip-rules'
import { catchFailure } from '../../support/catch-failure'

const frame: ZipEntryFacts = {
  filename: 'exr/frame_0001.exr',
  compressedSize: 1000,
  uncompressedSize: 1100,
  compressionMethod: 8,
  externalFileAttributes: (0o100644 << 16) >>> 0,
  fileHeaderOffset: 0,
  filenameLength: 18,
  isEncrypted: false,
}
const mode = (bits: number) => ({ externalFileAttributes: (bits << 16) >>> 0 })
const limits = {
  ...ZIP_LIMITS,
  entries: 3,
  bytesPerEntry: 10_000,
  totalBytes: 20_000,
  ratio: 100,
  ratioFloorBytes: 2000,
}

describe('an entry', () => {
  it('that is a frame passes, whoever packed it', () => {
    checkEntry(frame, limits)
    checkEntry({ ...frame, ...mode(0) }, limits)
    checkEntry({ ...frame, compressionMethod: 0, uncompressedSize: 1000 }, limits)
    checkEntry({ ...frame, filename: 'exr/', ...mode(0o040755) }, limits)
    checkEntry({ ...frame, filename: './a..b/..c/frame_0001..exr' }, limits)
  })

  it.each<[string, Partial<ZipEntryFacts>, string]>([
    ['a symlink', mode(0o120777), 'symlink'],
    ['a symlink that says it is a folder', { filename: 'exr/', ...mode(0o120777) }, 'symlink'],
    ['a device', mode(0o020666), 'not-a-file'],
    ['a pipe', mode(0o010666), 'not-a-file'],
    ['a folder under a file’s name', mode(0o040755), 'not-a-file'],
    ['an absolute name', { filename: '/etc/passwd' }, 'absolute-path'],
    ['an absolute name in Windows’ way', { filename: '\\\\server\\share\\a.exr' }, 'absolute-path'],
    ['a name that climbs out', { filename: 'exr/../../a.exr' }, 'parent-path'],
    ['a name that climbs out in Windows’ way', { filename: '..\\a.exr' }, 'parent-path'],
    ['a drive letter', { filename: 'C:a.exr' }, 'drive-letter'],
    ['a backslash', { filename: 'exr\\frame_0001.exr' }, 'backslash'],
    ['a zero byte in the name', { filename: 'a.exr\0.txt' }, 'control-character'],
    ['a line break in the name', { filename: 'a\n.exr' }, 'control-character'],
    ['a folder without a name', { filename: 'exr//a.exr' }, 'empty-name'],
    ['a device’s name', { filename: 'CON.exr' }, 'reserved-name'],
    ['a device’s name for a folder', { filename: 'exr/aux/a.exr' }, 'reserved-name'],
    ['a folder that is a device', { filename: 'nul/', ...mode(0o040755) }, 'reserved-name'],
    ['a dot at the end', { filename: 'exr/a.exr.' }, 'trailing-dot'],
    ['a folder with a dot at the end', { filename: 'exr./a.exr' }, 'trailing-dot'],
    ['a space at the end', { filename: 'a.exr ' }, 'trailing-space'],
    ['a folder with a space at the end', { filename: 'exr /a.exr' }, 'trailing-space'],
    ['an archive inside', { filename: 'exr/more.ZIP' }, 'nested-archive'],
    ['a packed archive inside', { filename: 'more.tar.gz' }, 'nested-archive'],
    ['encryption', { isEncrypted: true }, 'encrypted'],
    ['an unknown packing', { compressionMethod: 14 }, 'compression-method'],
    ['too many bytes', { uncompressedSize: 10_001 }, 'entry-too-large'],
    ['a ratio no picture has', { uncompressedSize: 9000, compressedSize: 89 }, 'ratio'],
  ])('with %s is refused by name', async (_, change, rule) => {
    const entry = { ...frame, ...change }
    const failure = await catchFailure(() => checkEntry(entry, limits))
    expect(failure).toMatchObject({ code: 'zip-refused', details: { entry: entry.filename, rule } })
  })

  it('with a name without an end is refused, and named by its beginning', async () => {
    const filename = `${'a/'.repeat(600)}a.exr`
    const failure = await catchFailure(() => checkEntry({ ...frame, filename }, limits))
    expect(failure.details).toEqual({ entry: `${filename.slice(0, 120)}…`, rule: 'name-too-long' })
  })

  it('may unpack to many times its size while it is small', () => {
    checkEntry({ ...frame, compressedSize: 2, uncompressedSize: 2000 }, limits)
  })
})

describe('the whole list', () => {
  const at = (fileHeaderOffset: number, uncompressedSize = 1100) => ({
    ...frame,
    fileHeaderOffset,
    uncompressedSize,
  })

  it('passes when its entries lie one after the other, in any order of the directory', () => {
    checkWhole([at(2096), at(0), at(1048)], 4000, limits)
  })

  it.each<[string, ZipEntryFacts[], number, string]>([
    ['too many bytes together', [at(0, 9000), at(2000, 9000), at(4000, 9000)], 9000, 'total-too-large'],
    ['a ratio no delivery has', [at(0, 9000), at(2000, 9000)], 100, 'ratio'],
    ['one entry’s bytes inside another’s', [at(0), at(500)], 4000, 'overlap'],
    ['two entries on the same bytes', [at(0), at(0)], 4000, 'overlap'],
  ])('%s: refused', async (_, entries, zipBytes, rule) => {
    const failure = await catchFailure(() => checkWhole(entries, zipBytes, limits))
    expect(failure.details).toMatchObject({ rule })
  })
})

describe('names', () => {
  it('are flat and safe, with the folder in front and the number at the end', () => {
    expect(nameEntries(['exr/frame_0001.exr', 'Bär/frame 3.exr', 'frame_0002.exr'])).toEqual({
      names: ['exr_frame_0001.exr', 'Bar_frame_3.exr', 'frame_0002.exr'],
    })
  })

  it('keep their end when they are long', () => {
    const named = nameEntries([`${'ünderstanding/'.repeat(20)}frame_000123.exr`])
    const [name = ''] = 'names' in named ? named.names : []
    expect(name.length).toBeLessThanOrEqual(80)
    expect(name).toMatch(/frame_000123\.exr$/)
  })

  it.each([
    [['a.exr', 'a.exr'], 'duplicate-name'],
    [['a/frame.exr', 'A/Frame.EXR'], 'duplicate-case'],
    [['B\u00e4r.exr', 'Ba\u0308r.exr'], 'duplicate-unicode'],
    [['\ufb01lm_1.exr', 'film_1.exr'], 'duplicate-unicode'],
    [['a/1.exr', 'a_1.exr'], 'duplicate-safe-name'],
    [['Bär_1.exr', 'Bar_1.exr'], 'duplicate-safe-name'],
  ])('that would be one file on some disk are told by why: %s', (names, rule) => {
    expect(nameEntries(names)).toEqual({ twin: names[1], rule })
  })

  it('of folders and of what file managers leave are no files', () => {
    const left = ['exr/', '__MACOSX/exr/._1.exr', 'exr/.DS_Store', '.hidden', 'exr/Thumbs.db', 'exr/Icon\r']
    expect(left.every(isLeftOut)).toBe(true)
    expect(isLeftOut('exr/frame.1.exr')).toBe(false)
    for (const filename of left) checkEntry({ ...frame, filename }, limits)
  })
})
