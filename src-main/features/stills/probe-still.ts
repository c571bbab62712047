// What a dropped file is: checked before anything is copied, read with sharp, refused by name. Never trusts the
// file's extension.
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import sharp from 'sharp'
import { Failure } from '#shared/domain/failure'
import { errorCode } from '../../disk/durable'
import { hashFile } from '../../disk/hash-file'
import { readProfileName } from './icc-profile-name'
import { refuseByProfile, refuseUnfinished, sceneReferred } from './refuse-source'

/** The shorter side must have at least this many pixels. */
export const MIN_SIDE_PX = 64
/** 268 megapixels: 16383 x 16383, the most a picture may have. */
export const MAX_PIXELS = 268_402_689

const FORMATS = new Set(['jpeg', 'png', 'webp', 'tiff', 'gif', 'heif'])

export interface StillFacts {
  bytes: number
  sha256: string
  /** Upright pixels. */
  width: number
  height: number
  format: string
  bitDepth: number
  orientation: number
  profile: string | null
  colorModel: string
  hasAlpha: boolean
}

/** Reads a still's facts. Rejects with one of the `still-…` Failures, details: name. */
export async function probeStill(path: string): Promise<StillFacts> {
  const name = basename(path)
  const bytes = await fileSize(path, name)
  await refuseUnfinished(path, name)
  const metadata = await readMetadata(path, name)
  const { format, width, height } = metadata
  if (!FORMATS.has(format) || (format === 'heif' && metadata.compression !== 'av1'))
    throw unsupported(name, format)
  if (/^(float|double|complex|dpcomplex)$/.test(metadata.depth)) throw sceneReferred(name, `float ${format}`)
  if (toBitDepth(metadata.depth) > 16) throw unsupported(name, `32-bit ${format}`)
  const profile = metadata.icc ? readProfileName(metadata.icc) : null
  refuseByProfile(profile, name)
  if (Math.min(width, height) < MIN_SIDE_PX) {
    throw new Failure('still-too-small', `${name} is ${width} × ${height} pixels.`, {
      name,
      width,
      height,
      minimum: MIN_SIDE_PX,
    })
  }
  if (width * height > MAX_PIXELS) {
    throw new Failure('still-too-large', `${name} is ${width} × ${height} pixels.`, {
      name,
      width,
      height,
      maximum: MAX_PIXELS,
    })
  }
  const orientation = metadata.orientation ?? 1
  const isTurned = orientation >= 5
  return {
    bytes,
    sha256: await hashFile(path),
    width: isTurned ? height : width,
    height: isTurned ? width : height,
    format,
    bitDepth: toBitDepth(metadata.depth),
    orientation,
    profile,
    colorModel: metadata.space,
    hasAlpha: metadata.hasAlpha,
  }
}

async function fileSize(path: string, name: string): Promise<number> {
  try {
    const facts = await stat(path)
    if (facts.isDirectory()) throw new Failure('still-is-folder', `${name} is a folder.`, { name })
    if (facts.size === 0) throw new Failure('still-empty', `${name} is empty.`, { name })
    return facts.size
  } catch (error) {
    if (errorCode(error) === 'ENOENT')
      throw new Failure('still-missing', `${name} is not there.`, { name }, { cause: error })
    throw error
  }
}

async function readMetadata(path: string, name: string) {
  try {
    return await sharp(path, { limitInputPixels: false }).metadata()
  } catch (error) {
    throw new Failure(
      'still-unreadable',
      `${name} is not a picture that can be read.`,
      { name },
      { cause: error },
    )
  }
}

function unsupported(name: string, format: string): Failure {
  return new Failure('still-unsupported', `${name} is a ${format} file.`, { name, format })
}

function toBitDepth(depth: string): number {
  if (depth === 'uchar' || depth === 'char') return 8
  if (depth === 'ushort' || depth === 'short') return 16
  return 32
}
