// What an EXR file says of itself, whether it is whole, and its channels' numbers, as an object to be printed as JSON.
import { basename } from 'node:path'
import { Failure } from '#shared/domain/failure'
import { isExrError, type ExrAttribute, type ExrPart } from '#shared/exr/header'
import type { ExrFinding } from '#shared/exr/structure'
import type { ExrFrames } from './exr-frames'
import type { ExrAnswer } from './exr-question'

export interface ExrInspection {
  file: string
  bytes: number
  isIntact: boolean
  /** At most 64; `findingCount` counts all. */
  findings: ExrFinding[]
  findingCount: number
  isTiled: boolean
  isDeep: boolean
  isMultipart: boolean
  headerBytes: number
  parts: InspectedPart[]
  /** Of the first part's channels over the data window; infinite ends when no sample is finite. */
  statistics: ExrAnswer['channels']
  /** Why there are no statistics of an intact file. */
  undecoded: string | null
  /** Nothing is wrong with the file: it is of a kind that is not decoded here. */
  isUnsupported: boolean
}

/** Throws Failure `exr-unreadable` (details: reason, byteOffset) when there is no header to speak of. */
export async function inspectExr(exr: ExrFrames, path: string): Promise<ExrInspection> {
  const { bytes, header, structure, channels, undecoded } = await readOrFail(exr, path)
  const { isTiled, isDeep, isMultipart, byteLength } = header
  return {
    file: basename(path),
    bytes,
    ...structure,
    isTiled,
    isDeep,
    isMultipart,
    headerBytes: byteLength,
    parts: header.parts.map(toPlainPart),
    statistics: channels,
    undecoded: undecoded?.message ?? null,
    isUnsupported: undecoded?.code === 'unsupported-picture' || undecoded?.code === 'too-large',
  }
}

async function readOrFail(exr: ExrFrames, path: string): Promise<ExrAnswer> {
  try {
    return await exr.read({ path, wish: 'channels' })
  } catch (error) {
    throw toExrUnreadable(error, basename(path))
  }
}

/** Names the file and what is wrong with it; passes what is not the file's fault through. */
export function toExrUnreadable(error: unknown, name: string): unknown {
  if (isExrError(error)) {
    const { code, byteOffset, message } = error
    const reason = code === 'needs-more-bytes' ? 'The file ends inside its header.' : message
    return new Failure('exr-unreadable', `${name} cannot be read as EXR: ${reason}`, {
      name,
      code,
      byteOffset,
      reason,
    })
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const reasons: Record<string, string> = { ENOENT: 'there is no such file', EISDIR: 'it is a folder' }
  const reason = reasons[code]
  if (reason === undefined) return error
  return new Failure('exr-unreadable', `${name} cannot be read as EXR: ${reason}`, { name, code, reason })
}

/** Chunk layout and colour first; every attribute after it, long bytes as their length. */
export type InspectedPart = Omit<ExrPart, 'attributes'> & { attributes: InspectedAttribute[] }

export interface InspectedAttribute {
  name: string
  type: string
  value: unknown
}

function toPlainPart(part: ExrPart): InspectedPart {
  const { attributes, ...facts } = part
  return { ...facts, attributes: attributes.map(toPlainAttribute) }
}

function toPlainAttribute(attribute: ExrAttribute): InspectedAttribute {
  const type = attribute.type === 'opaque' ? attribute.typeName : attribute.type
  return { name: attribute.name, type, value: toPlainValue(attribute.value) }
}

const SHOWN_BYTES = 64

function toPlainValue(value: ExrAttribute['value']): unknown {
  if (value instanceof Uint8Array) {
    return { bytes: value.length, hex: Buffer.from(value.subarray(0, SHOWN_BYTES)).toString('hex') }
  }
  if (typeof value === 'object' && 'pixels' in value) {
    return { width: value.width, height: value.height, bytes: value.pixels.length }
  }
  return value
}
