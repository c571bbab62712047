// What an EXR file says of itself and whether it is whole, as an object that can be printed as JSON.
import { basename } from 'node:path'
import { Failure } from '#shared/domain/failure'
import { isExrError, type ExrAttribute, type ExrPart } from '#shared/exr/header'
import type { ExrFinding } from '#shared/exr/structure'
import { readExrFile, type ReadExr } from './exr-file'

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
  parts: object[]
}

/** Throws Failure `exr-unreadable` (details: reason, byteOffset) when there is no header to speak of. */
export async function inspectExr(path: string): Promise<ExrInspection> {
  const { bytes, header, structure } = await readOrFail(path)
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
  }
}

async function readOrFail(path: string): Promise<ReadExr> {
  try {
    return await readExrFile(path)
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
function toPlainPart(part: ExrPart): object {
  const { attributes, ...facts } = part
  return { ...facts, attributes: attributes.map(toPlainAttribute) }
}

function toPlainAttribute(attribute: ExrAttribute): object {
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
