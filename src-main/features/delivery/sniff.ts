// What a delivered file is, by its first bytes; its name proves nothing.
import { open } from 'node:fs/promises'

export type DeliveryKind = 'zip' | 'exr' | 'mp4' | 'unknown'

/** Throws Node's own error when the file cannot be opened. */
export async function sniffDelivery(path: string): Promise<DeliveryKind> {
  const file = await open(path, 'r')
  try {
    const bytes = new Uint8Array(12)
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0)
    return sniffBytes(bytes.subarray(0, bytesRead))
  } finally {
    await file.close()
  }
}

export function sniffBytes(bytes: Uint8Array): DeliveryKind {
  const starts = (at: number, ...signature: number[]) =>
    signature.every((byte, index) => bytes[at + index] === byte)
  if (starts(0, 0x76, 0x2f, 0x31, 0x01)) return 'exr'
  // A file's head, or the end record of an archive without files.
  if (starts(0, 0x50, 0x4b, 0x03, 0x04) || starts(0, 0x50, 0x4b, 0x05, 0x06)) return 'zip'
  if (starts(4, 0x66, 0x74, 0x79, 0x70)) return 'mp4'
  return 'unknown'
}

const ARCHIVES = [
  ...['PK\x03\x04', 'PK\x05\x06', '7z\xbc\xaf\x27\x1c', 'Rar!\x1a\x07', '\x1f\x8b\x08'],
  ...['BZh', '\xfd7zXZ\x00', '\x28\xb5\x2f\xfd'],
]

/** Whether the first bytes are an archive's or a packed file's. */
export function isArchiveBytes(bytes: Uint8Array): boolean {
  const start = String.fromCharCode(...bytes.subarray(0, 8))
  return ARCHIVES.some((signature) => start.startsWith(signature))
}
