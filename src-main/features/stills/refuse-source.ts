// Files that hold no finished picture: camera raw, phone HEIC, scene-linear and log. Told by their first bytes and
// TIFF tags, so that the preview inside a raw file is never taken for the picture.
import { open } from 'node:fs/promises'
import { extname } from 'node:path'
import { Failure } from '#shared/domain/failure'

const RAW_EXTENSIONS = new Set(
  '.3fr .ari .arw .braw .cr2 .cr3 .crw .dcr .dng .erf .fff .gpr .iiq .kdc .mef .mos .mrw .nef .nrw .orf .pef .r3d .raf .raw .rw2 .rwl .sr2 .srf .srw .x3f'.split(
    ' ',
  ),
)
const FINISHED = [/^\xff\xd8\xff/, /^\x89PNG/, /^GIF8/, /^RIFF....WEBP/s, /^....ftypavi[fs]/s]
const RAW_BYTES: [RegExp, string][] = [
  [/^II\*\0....CR/s, 'CR2'],
  [/^....ftypcrx /s, 'CR3'],
  [/^FUJIFILMCCD-RAW/, 'RAF'],
  [/^IIU\0/, 'RW2'],
  [/^(IIRO|IIRS|MMOR)/, 'ORF'],
  [/^....RED[12]/s, 'R3D'],
  [/^ARRI/, 'ARRIRAW'],
  [/^FOVb/, 'X3F'],
  [/^\0MRM/, 'MRW'],
]
const SCENE_BYTES: [RegExp, string][] = [
  [/^v\/1[^ -~]/, 'EXR'],
  [/^(SDPX|XPDS)/, 'DPX'],
  [/^(\x80\x2a\x5f\xd7|\xd7\x5f\x2a\x80)/, 'Cineon'],
  [/^#\?(RADIANCE|RGBE)/, 'Radiance HDR'],
]
/** Names of log and linear encodings, in profiles, descriptions and file names. */
const LOG_WORDS =
  /(^|[^a-z])(log[ -]?c[34]?|[sfvncd][ -]?log[ -]?[23]?|log3g1[02]|redlog\w*|canon log[ 23]*|cineon|acesc(c|ct|g)|aces2065(-1)?|bmdfilm|scene[ -]?linear|linear)([^a-z]|$)/i
const HEAD_BYTES = 64

/** Rejects with Failure `still-needs-developing` or `still-scene-referred`, details: name, format. */
export async function refuseUnfinished(path: string, name: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    const buffer = Buffer.alloc(HEAD_BYTES)
    await file.read(buffer, 0, HEAD_BYTES, 0)
    const head = buffer.toString('latin1')
    for (const [pattern, format] of SCENE_BYTES) if (pattern.test(head)) throw sceneReferred(name, format)
    for (const [pattern, format] of RAW_BYTES) if (pattern.test(head)) throw needsDeveloping(name, format)
    if (/^....ftyp(hei|hev|mif1|msf1)/s.test(head) && !head.includes('avif'))
      throw needsDeveloping(name, 'HEIC')
    const extension = extname(name).toLowerCase()
    if (RAW_EXTENSIONS.has(extension) && !FINISHED.some((pattern) => pattern.test(head)))
      throw needsDeveloping(name, extension.slice(1).toUpperCase())
    if (!/^(II\*\0|MM\0\*)/.test(head)) return
    const tags = await readTiffTags((at, length) => readAt(file, at, length))
    if (tags.isRaw) throw needsDeveloping(name, 'raw')
    if (tags.isFloat) throw sceneReferred(name, 'float TIFF')
    if (tags.isLog || LOG_WORDS.test(tags.description)) throw sceneReferred(name, 'log TIFF')
  } finally {
    await file.close()
  }
}

/** Rejects when a profile says that its picture is scene-linear or log. */
export function refuseByProfile(profile: string | null, name: string): void {
  if (profile !== null && LOG_WORDS.test(profile)) throw sceneReferred(name, profile)
}

/** Whether a name alone suggests log; names lie, so this is worth a notice and no more. */
export function smellsOfLog(fileName: string): boolean {
  return LOG_WORDS.test(fileName.replaceAll('_', ' '))
}

export function sceneReferred(name: string, format: string): Failure {
  return new Failure('still-scene-referred', `${name} is scene-linear or log (${format}).`, { name, format })
}

function needsDeveloping(name: string, format: string): Failure {
  return new Failure('still-needs-developing', `${name} has to be developed first (${format}).`, {
    name,
    format,
  })
}

type ReadAt = (at: number, length: number) => Promise<Buffer>

async function readAt(
  file: { read(into: Buffer, offset: number, length: number, at: number): Promise<{ bytesRead: number }> },
  at: number,
  length: number,
): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  const { bytesRead } = await file.read(buffer, 0, length, at)
  return buffer.subarray(0, bytesRead)
}

interface TiffTags {
  isRaw: boolean
  isFloat: boolean
  isLog: boolean
  description: string
}

const TAG = { photometric: 262, description: 270, subDirectories: 330, sampleFormat: 339, dngVersion: 50_706 }
// Color filter array and LinearRaw (TIFF/EP, DNG 1.6); LogL and LogLuv (Ward 1997).
const RAW_PHOTOMETRIC = new Set([32_803, 34_892])
const LOG_PHOTOMETRIC = new Set([32_844, 32_845])
const ENTRIES_MAX = 512
const DIRECTORIES_MAX = 16

/** What a TIFF's directories say about its kind. Damaged ones say nothing. */
async function readTiffTags(read: ReadAt): Promise<TiffTags> {
  const tags: TiffTags = { isRaw: false, isFloat: false, isLog: false, description: '' }
  const header = await read(0, 8)
  if (header.length < 8) return tags
  const isLittle = header[0] === 0x49
  const u16 = (bytes: Buffer, at: number): number =>
    isLittle ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at)
  const u32 = (bytes: Buffer, at: number): number =>
    isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at)
  const directories = [u32(header, 4)]
  for (let index = 0; index < directories.length && index < DIRECTORIES_MAX; index += 1) {
    const start = directories[index] ?? 0
    const counted = await read(start, 2)
    if (counted.length < 2) continue
    const entries = await read(start + 2, Math.min(u16(counted, 0), ENTRIES_MAX) * 12)
    for (let at = 0; at + 12 <= entries.length; at += 12) {
      const tag = u16(entries, at)
      const isShort = u16(entries, at + 2) === 3
      const count = u32(entries, at + 4)
      const value = isShort ? u16(entries, at + 8) : u32(entries, at + 8)
      if (tag === TAG.dngVersion) tags.isRaw = true
      if (tag === TAG.photometric && RAW_PHOTOMETRIC.has(value)) tags.isRaw = true
      if (index > 0) continue
      if (tag === TAG.photometric && LOG_PHOTOMETRIC.has(value)) tags.isLog = true
      if (tag === TAG.sampleFormat) {
        // Two shorts fit into the entry; more lie elsewhere.
        const format = count > 2 ? await read(u32(entries, at + 8), 2) : entries.subarray(at + 8, at + 10)
        if (format.length === 2 && u16(format, 0) === 3) tags.isFloat = true
      }
      if (tag === TAG.description && count > 4)
        tags.description = (await read(u32(entries, at + 8), Math.min(count, 1024))).toString('latin1')
      if (tag === TAG.subDirectories) {
        const list =
          count > 1 ? await read(u32(entries, at + 8), Math.min(count, DIRECTORIES_MAX) * 4) : undefined
        if (!list) directories.push(value)
        else for (let each = 0; each + 4 <= list.length; each += 4) directories.push(u32(list, each))
      }
    }
  }
  return tags
}
