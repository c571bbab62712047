// Deliveries that must not be let in, or not be called intact: each with the code it is to be told by.
import { gzipSync } from 'node:zlib'
import type { ZipLimits } from '../../src-main/features/delivery/zip-rules'
import { buildZip, type ZipEntry } from './build-zip'
import { frameBytes, frameEntries } from './frames'

export interface HostileDelivery {
  name: string
  /** The code of the worst finding. */
  expected: string
  bytes(): Uint8Array
  limits?: Partial<ZipLimits>
}

const good: ZipEntry = { name: 'a.0001.exr', data: frameBytes(1) }
const second: ZipEntry = { name: 'a.0002.exr', data: frameBytes(2) }
const frameSize = good.data?.length ?? 0
const zipOf =
  (...entries: ZipEntry[]) =>
  () =>
    buildZip(entries)
const named = (name: string): (() => Uint8Array) => zipOf(good, { name, data: frameBytes(2) })
const refused = (rule: string): string => `zip-refused/${rule}`

const NAMES: [rule: string, words: string, name: string][] = [
  ['absolute-path', 'from the root', '/etc/a.exr'],
  ['absolute-path', 'of a server', '\\\\server\\share\\a.exr'],
  ['parent-path', 'out of the folder', '../a.exr'],
  ['parent-path', 'out from within', 'a/../../b.exr'],
  ['parent-path', 'out in Windows’ way', 'a\\..\\..\\b.exr'],
  ['parent-path', 'out at the end', 'a/..'],
  ['drive-letter', 'on a drive', 'C:/a.exr'],
  ['drive-letter', 'on a drive’s own folder', 'c:a.exr'],
  ['backslash', 'with a backslash', 'a\\b.exr'],
  ['control-character', 'with a zero byte', 'a.exr\0.txt'],
  ['control-character', 'with a line break', 'a\n.exr'],
  ['control-character', 'with an escape', 'a\u001b[2J.exr'],
  ['empty-name', 'with a folder of no name', 'a//b.exr'],
  ['name-too-long', 'without an end', `${'a/'.repeat(600)}b.exr`],
  ['reserved-name', 'of the console', 'CON.exr'],
  ['reserved-name', 'of a port', 'com1.exr'],
  ['reserved-name', 'of a printer, twice extended', 'lpt9.exr.exr'],
  ['reserved-name', 'in a device', 'aux/a.exr'],
  ['trailing-dot', 'with a dot behind', 'a.exr.'],
  ['trailing-dot', 'in a folder with a dot behind', 'a./b.exr'],
  ['trailing-space', 'with a space behind', 'a.exr '],
  ['trailing-space', 'in a folder with a space behind', 'a /b.exr'],
  ['nested-archive', 'of a zip', 'more.zip'],
  ['nested-archive', 'of a packed tar', 'more.tar.gz'],
  ['nested-archive', 'of a 7z', 'MORE.7Z'],
]

const TWINS: [rule: string, one: string, other: string][] = [
  ['duplicate-name', 'b.exr', 'b.exr'],
  ['duplicate-case', 'b/c.exr', 'B/C.exr'],
  ['duplicate-unicode', 'B\u00e4r.exr', 'Ba\u0308r.exr'],
  ['duplicate-unicode', '\ufb01lm.exr', 'film.exr'],
  ['duplicate-safe-name', 'b/1.exr', 'b_1.exr'],
]

const KINDS: [rule: string, words: string, entry: Partial<ZipEntry>][] = [
  ['symlink', 'a link', { mode: 0o120777, data: Buffer.from('/etc/passwd') }],
  ['symlink', 'a link called a folder', { name: 'b/', mode: 0o120777 }],
  ['not-a-file', 'a device', { mode: 0o020666 }],
  ['not-a-file', 'a block device', { mode: 0o060666 }],
  ['not-a-file', 'a pipe', { mode: 0o010666 }],
  ['not-a-file', 'a socket', { mode: 0o140666 }],
  ['not-a-file', 'a folder called a file', { mode: 0o040755 }],
  ['encrypted', 'encrypted', { flags: 1, data: Buffer.alloc(40), size: 28 }],
  ['encrypted', 'strongly encrypted', { flags: 0x41, data: Buffer.alloc(40), size: 28 }],
  ['compression-method', 'packed with bzip2', { method: 12 }],
  ['compression-method', 'packed with LZMA', { method: 14 }],
  ['compression-method', 'packed with Zstandard', { method: 93 }],
  ['compression-method', 'packed with nothing known', { method: 0xffff }],
  ['nested-archive', 'a zip called a frame', { data: buildZip([good]) }],
  ['nested-archive', 'a gzip called a frame', { data: gzipSync('frame') }],
  ['nested-archive', 'a RAR called a frame', { data: Buffer.from('Rar!\x1a\x07\x01\x00 and on', 'latin1') }],
  ['overlap', 'on the bytes of another', { sharesBytesOf: 0 }],
]

const bomb = (bytes: number): ZipEntry => ({ name: 'b.exr', data: Buffer.alloc(bytes), isDeflated: true })
const CAPS: HostileDelivery[] = [
  {
    name: 'too many files',
    expected: refused('too-many-entries'),
    bytes: zipOf(good, second),
    limits: { entries: 1 },
  },
  { name: 'too large a file', expected: refused('entry-too-large'), bytes: zipOf(good), limits: { bytesPerEntry: frameSize - 1 } }, // prettier-ignore
  { name: 'too much together', expected: refused('total-too-large'), bytes: zipOf(good, second), limits: { totalBytes: frameSize + 1 } }, // prettier-ignore
  {
    name: 'a bomb',
    expected: refused('ratio'),
    bytes: zipOf(bomb(2 ** 20)),
    limits: { ratioFloorBytes: 2 ** 19 },
  },
  { name: 'a bomb in parts', expected: refused('ratio'), bytes: zipOf(bomb(2 ** 18), { ...bomb(2 ** 18), name: 'c.exr' }, { ...bomb(2 ** 18), name: 'd.exr' }), limits: { ratioFloorBytes: 2 ** 19, ratio: 100 } }, // prettier-ignore
]

const cutFrame = (length: number): ZipEntry => ({ ...second, data: second.data?.subarray(0, length) })
const LIES: [expected: string, words: string, bytes: () => Uint8Array][] = [
  ['zip-unreadable', 'a wrong checksum, and nothing else', zipOf({ ...good, crc: 1 })],
  ['archive-damaged', 'a wrong checksum', zipOf(good, { ...second, crc: 1 })],
  ['archive-damaged', 'a wrong checksum, packed', zipOf(good, { ...second, isDeflated: true, crc: 1 })],
  ['archive-damaged', 'more bytes than said', zipOf(good, { ...second, isDeflated: true, size: 9 })],
  ['archive-damaged', 'fewer bytes than said', zipOf(good, { ...second, isDeflated: true, size: 99_999 })],
  ['archive-damaged', 'packed bytes that are none', zipOf(good, { ...second, method: 8 })],
  ['sequence-empty', 'no files', zipOf()],
  ['sequence-empty', 'no frames', zipOf({ name: 'a.txt', data: Buffer.from('hello') })],
  ['sequence-empty', 'junk alone', zipOf({ name: '__MACOSX/._a.exr' }, { name: '.DS_Store' })],
  ['sequence-mixed/two-sequences', 'two sequences', zipOf(good, { ...second, name: 'b.0002.exr' })],
  ['sequence-mixed/gap', 'an endless gap', zipOf(good, { ...second, name: 'a.9999.exr' })],
  ['frame-missing', 'a gap', zipOf(good, { ...second, name: 'a.0003.exr' })],
  ['frame-duplicate', 'a frame twice', zipOf(good, { ...second, name: 'a.01.exr' })],
  ['size-differs', 'a frame of another size', zipOf(...frameEntries(3), { name: 'frames/shot.0004.exr', data: frameBytes(4, { width: 32 }) })], // prettier-ignore
  ['needs-more-bytes', 'a frame of nothing', zipOf(good, cutFrame(0))],
  ['needs-more-bytes', 'a frame cut in its header', zipOf(good, cutFrame(60))],
  ['chunk-cut', 'a frame cut in its last chunk', zipOf(good, cutFrame((second.data?.length ?? 0) - 1))],
  ['not-exr', 'a frame of zeros', zipOf(good, { ...second, data: Buffer.alloc(900) })],
]

/** An honest archive cut at every boundary of its parts. */
function truncations(): HostileDelivery[] {
  const honest = buildZip([good, { ...second, isDeflated: true }])
  const next = honest.indexOf('PK\x03\x04', 4)
  const directory = honest.indexOf('PK\x01\x02')
  const end = honest.length - 22
  const cuts: [string, number][] = [
    ['before anything', 0],
    ['in the first mark', 3],
    ['behind the first mark', 4],
    ['in a file’s head', 29],
    ['behind a file’s head', 30],
    ['behind a file’s name', 30 + good.name.length],
    ['in a file’s bytes', Math.floor(next / 2)],
    ['behind a file’s bytes', next],
    ['in the second file’s bytes', directory - 1],
    ['before the directory', directory],
    ['in the directory', directory + 45],
    ['behind the directory’s first entry', honest.indexOf('PK\x01\x02', directory + 4)],
    ['before the end record', end],
    ['in the end record', end + 10],
    ['a byte before the end', honest.length - 1],
  ]
  return cuts.map(([words, length]) => ({
    ...{ name: `cut ${words}`, expected: 'zip-unreadable' },
    bytes: () => honest.subarray(0, length),
  }))
}

export const HOSTILE_DELIVERIES: readonly HostileDelivery[] = [
  ...NAMES.map(([rule, words, name]) => ({
    name: `a name ${words}`,
    expected: refused(rule),
    bytes: named(name),
  })),
  ...TWINS.map(([rule, one, other]) => ({
    ...{ name: `${one} and ${other}`, expected: refused(rule) },
    bytes: zipOf({ ...good, name: one }, { ...second, name: other }),
  })),
  ...KINDS.map(([rule, words, entry]) => ({
    ...{ name: `a file that is ${words}`, expected: refused(rule) },
    bytes: zipOf(good, { ...second, ...entry }),
  })),
  ...CAPS,
  ...LIES.map(([expected, words, bytes]) => ({ name: words, expected, bytes })),
  ...truncations(),
]
