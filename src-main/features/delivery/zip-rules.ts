// Which archives are let in: pure rules on what an archive says of its entries. Reads no file.
import { z } from 'zod'
import { Failure } from '#shared/domain/failure'
import { brokenNameRule, type NameRule, type TwinRule } from './zip-names'

export const zipLimitsSchema = z.object({
  entries: z.number().int().positive(),
  bytesPerEntry: z.number().int().positive(),
  totalBytes: z.number().int().positive(),
  /** Unpacked bytes for one packed byte; asked only of what unpacks to more than `ratioFloorBytes`. */
  ratio: z.number().positive(),
  ratioFloorBytes: z.number().int().positive(),
})
export type ZipLimits = z.infer<typeof zipLimitsSchema>

/** Room for 500 frames of 4K in 32-bit float with alpha (75 GB unpacked) and to spare. */
export const ZIP_LIMITS: ZipLimits = {
  entries: 2000,
  bytesPerEntry: 1024 ** 3,
  totalBytes: 128 * 1024 ** 3,
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
  | 'encrypted'
  | 'compression-method'
  | 'overlap'
  | NameRule
  | TwinRule

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
  backslash: 'its name has a backslash, which is a folder on one system and a letter on another',
  'control-character': 'its name has characters that cannot be seen',
  'empty-name': 'its name has a folder without a name',
  'name-too-long': 'its name is too long',
  'reserved-name': 'its name is a device on Windows',
  'trailing-dot': 'its name ends in a dot, which Windows drops',
  'trailing-space': 'its name ends in a space, which Windows drops',
  'nested-archive': 'it is an archive inside the archive',
  encrypted: 'it is encrypted',
  'compression-method': 'it is packed in a way that cannot be unpacked here',
  'duplicate-name': 'its name is there twice',
  'duplicate-case': 'its name differs from another’s in capitals alone',
  'duplicate-unicode': 'its name differs from another’s in the way its letters are encoded alone',
  'duplicate-safe-name': 'its name would be the same file’s as another’s',
  overlap: 'its bytes are another file’s as well',
}

export function zipRefused(entry: string, rule: ZipRule): Failure {
  const shown = entry.length > 120 ? `${entry.slice(0, 120)}…` : entry
  return new Failure('zip-refused', `The archive is refused for ${shown}: ${WORDS[rule]}`, {
    entry: shown,
    rule,
  })
}

/** Throws Failure `zip-refused` for an entry that may not be written, however it is named. */
export function checkEntry(entry: ZipEntryFacts, limits: ZipLimits): void {
  const broken = brokenNameRule(entry.filename) ?? brokenKindRule(entry) ?? brokenSizeRule(entry, limits)
  if (broken) throw zipRefused(entry.filename, broken)
}

const FILE_KIND_MASK = 0o170000
const FILE_KINDS = { none: 0, regular: 0o100000, symlink: 0o120000, folder: 0o040000 }

function brokenKindRule(entry: ZipEntryFacts): ZipRule | undefined {
  const kind = (entry.externalFileAttributes >>> 16) & FILE_KIND_MASK
  if (kind === FILE_KINDS.symlink) return 'symlink'
  const isFolder = entry.filename.endsWith('/')
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
