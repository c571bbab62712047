// Which archives are let in: pure rules on what an archive says of its entries. Reads no file.
import { Failure } from '#shared/domain/failure'
import { toSafeFileName } from '#shared/domain/names'

export interface ZipLimits {
  entries: number
  bytesPerEntry: number
  totalBytes: number
  /** Unpacked bytes for one packed byte; asked only of what unpacks to more than `ratioFloorBytes`. */
  ratio: number
  ratioFloorBytes: number
}

/** Room for 500 frames of 4K float and to spare. */
export const ZIP_LIMITS: ZipLimits = {
  entries: 2000,
  bytesPerEntry: 1024 ** 3,
  totalBytes: 64 * 1024 ** 3,
  ratio: 200,
  ratioFloorBytes: 64 * 1024 ** 2,
}

export type ZipRule =
  | 'too-many-entries'
  | 'entry-too-large'
  | 'total-too-large'
  | 'ratio'
  | 'symlink'
  | 'not-a-file'
  | 'absolute-path'
  | 'parent-path'
  | 'drive-letter'
  | 'bad-name'
  | 'encrypted'
  | 'compression-method'
  | 'duplicate-name'
  | 'overlap'

/** What an archive's directory says of one entry. */
export interface ZipEntryFacts {
  filename: string
  compressedSize: number
  uncompressedSize: number
  compressionMethod: number
  externalFileAttributes: number
  fileHeaderOffset: number
  filenameLength: number
  isEncrypted: boolean
}

const WORDS: Record<ZipRule, string> = {
  'too-many-entries': 'it holds more files than any delivery',
  'entry-too-large': 'it is larger than any frame',
  'total-too-large': 'its files together are larger than any delivery',
  ratio: 'it unpacks to a suspicious multiple of its size',
  symlink: 'it is a link',
  'not-a-file': 'it is no regular file',
  'absolute-path': 'its name is an absolute path',
  'parent-path': 'its name leads out of the folder',
  'drive-letter': 'its name has a drive letter',
  'bad-name': 'its name cannot be a file’s',
  encrypted: 'it is encrypted',
  'compression-method': 'it is packed in a way that cannot be unpacked here',
  'duplicate-name': 'its name is there twice',
  overlap: 'its bytes are another file’s as well',
}

export function zipRefused(entry: string, rule: ZipRule): Failure {
  const shown = entry.length > 120 ? `${entry.slice(0, 120)}…` : entry
  return new Failure('zip-refused', `The archive is refused for ${shown}: ${WORDS[rule]}`, {
    entry: shown,
    rule,
  })
}

/** Folders, and what file managers leave in archives. */
export function isLeftOut(filename: string): boolean {
  const steps = filename.split(/[\\/]/)
  const name = steps.at(-1) ?? ''
  return (
    name === '' || name.startsWith('.') || name.toLowerCase() === 'thumbs.db' || steps.includes('__MACOSX')
  )
}

/** Throws Failure `zip-refused` for an entry that may not be written, however it is named. */
export function checkEntry(entry: ZipEntryFacts, limits: ZipLimits): void {
  const broken = brokenNameRule(entry.filename) ?? brokenKindRule(entry) ?? brokenSizeRule(entry, limits)
  if (broken) throw zipRefused(entry.filename, broken)
}

function brokenNameRule(filename: string): ZipRule | undefined {
  if (/^[A-Za-z]:/.test(filename)) return 'drive-letter'
  if (/^[\\/]/.test(filename)) return 'absolute-path'
  if (filename.split(/[\\/]/).includes('..')) return 'parent-path'
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return /[\u0000-\u001f\u007f]/.test(filename) ? 'bad-name' : undefined
}

const FILE_KIND_MASK = 0o170000
const FILE_KINDS = { none: 0, regular: 0o100000, symlink: 0o120000, folder: 0o040000 }

function brokenKindRule(entry: ZipEntryFacts): ZipRule | undefined {
  const kind = (entry.externalFileAttributes >>> 16) & FILE_KIND_MASK
  if (kind === FILE_KINDS.symlink) return 'symlink'
  const isFolder = /[\\/]$/.test(entry.filename)
  const isAllowed =
    kind === FILE_KINDS.none || kind === FILE_KINDS.regular || (kind === FILE_KINDS.folder && isFolder)
  if (!isAllowed) return 'not-a-file'
  if (entry.isEncrypted) return 'encrypted'
  return entry.compressionMethod === 0 || entry.compressionMethod === 8 ? undefined : 'compression-method'
}

function brokenSizeRule(entry: ZipEntryFacts, limits: ZipLimits): ZipRule | undefined {
  if (entry.uncompressedSize > limits.bytesPerEntry) return 'entry-too-large'
  return isBomb(entry.compressedSize, entry.uncompressedSize, limits) ? 'ratio' : undefined
}

function isBomb(packed: number, unpacked: number, limits: ZipLimits): boolean {
  return unpacked > limits.ratioFloorBytes && unpacked > packed * limits.ratio
}

/** Throws Failure `zip-refused` for what only the whole list shows. `zipBytes` is the archive's size. */
export function checkWhole(entries: readonly ZipEntryFacts[], zipBytes: number, limits: ZipLimits): void {
  let total = 0
  for (const entry of entries) {
    total += entry.uncompressedSize
    if (total > limits.totalBytes) throw zipRefused(entry.filename, 'total-too-large')
  }
  if (isBomb(zipBytes, total, limits)) throw zipRefused('the whole archive', 'ratio')
  checkNoOverlap(entries)
}

/** Entries that share bytes are how a small archive unpacks to an endless one. */
function checkNoOverlap(entries: readonly ZipEntryFacts[]): void {
  const LOCAL_HEADER_BYTES = 30
  let reached = 0
  for (const entry of [...entries].sort((one, other) => one.fileHeaderOffset - other.fileHeaderOffset)) {
    if (entry.fileHeaderOffset < reached) throw zipRefused(entry.filename, 'overlap')
    reached = entry.fileHeaderOffset + LOCAL_HEADER_BYTES + entry.filenameLength + entry.compressedSize
  }
}

/**
 * A flat, safe name for each entry, with its folders in front so that two sequences in one archive stay apart.
 * Throws Failure `zip-refused` where two would be one file on a disk that ignores case.
 */
export function nameEntries(filenames: readonly string[]): string[] {
  const taken = new Set<string>()
  return filenames.map((filename) => {
    const name = flatName(filename)
    const folded = name.toLowerCase()
    if (taken.has(folded)) throw zipRefused(filename, 'duplicate-name')
    taken.add(folded)
    return name
  })
}

// The end of a name carries the frame number and the extension, so a long one loses its beginning.
function flatName(filename: string): string {
  const plain = filename
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[\\/]+/g, '_')
  return toSafeFileName(plain.slice(-76))
}
