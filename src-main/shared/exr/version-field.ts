// The first eight bytes of a file: the magic number, the version and its flags.
import { joinBytes, packInt32 } from './byte-packing'

export const MAGIC = 20000630
export const VERSION = 2
export const FLAG = { tiled: 0x200, longNames: 0x400, deep: 0x800, multipart: 0x1000 }

export interface Flags {
  isTiled: boolean
  hasLongNames: boolean
  isDeep: boolean
  isMultipart: boolean
}

export function packVersion({ isTiled, hasLongNames, isDeep, isMultipart }: Flags): Uint8Array {
  const flags =
    (isTiled ? FLAG.tiled : 0) |
    (hasLongNames ? FLAG.longNames : 0) |
    (isDeep ? FLAG.deep : 0) |
    (isMultipart ? FLAG.multipart : 0)
  return joinBytes(packInt32(MAGIC), packInt32(VERSION | flags))
}
