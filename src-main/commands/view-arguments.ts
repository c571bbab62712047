// Arguments that `frame` and `proxy` share: the view, the exposure, the input space and grades; wrong ones are named.
import { readFile } from 'node:fs/promises'
import { AP0, conversionMatrix, type Matrix3 } from '#shared/domain/color-matrix'
import { applyCdl, LookFileError, parseCdl } from '#shared/domain/color/cdl'
import { applyCube, parseCube } from '#shared/domain/color/cube-lut'
import {
  LOOK_SPACES,
  placeLook,
  type ChangeColor,
  type LookSpace,
  type PlacedLook,
} from '#shared/domain/color/looks'
import { findView, VIEW_IDS, type View } from '#shared/domain/color/views'
import { Failure } from '#shared/domain/failure'
import type { Chromaticities } from '#shared/exr/model'
import { UsageError } from './command'

export function toViewArgument(id: string | undefined): View {
  const view = id === undefined ? undefined : findView(id)
  if (!view) throw new UsageError(`--view is one of ${VIEW_IDS.join(', ')}.`)
  return view
}

/** Throws UsageError. */
export function toExposure(text: string | undefined): number {
  const stops = text === undefined ? 0 : text.trim() === '' ? NaN : Number(text)
  if (!(Math.abs(stops) <= 20)) throw new UsageError('--exposure is -20 to 20 stops.')
  return stops
}

/** The matrix of a file; without chromaticities it is ACES2065-1, which is assumed. Throws `exr-unreadable`. */
export function toAp0Of(path: string, chromaticities: Chromaticities | null): Matrix3 {
  const matrix = conversionMatrix(chromaticities ? toNumbers(chromaticities) : AP0, AP0)
  if (matrix) return matrix
  throw new Failure('exr-unreadable', 'The chromaticities in the EXR file describe no color space.', { path })
}

export function toNumbers({ red, green, blue, white }: Chromaticities): number[] {
  return [red, green, blue, white].flatMap(({ x, y }) => [x, y])
}

export interface LookArguments {
  cdl?: string | undefined
  'cdl-id'?: string | undefined
  cube?: string | undefined
  'look-space'?: string | undefined
}

/** A CDL or a .cube in its space; the CDL before the .cube is not one grade but two, so only one is taken. */
export async function readLook(values: LookArguments): Promise<PlacedLook> {
  const { cdl, cube } = values
  if (cdl !== undefined && cube !== undefined) throw new UsageError('Either --cdl or --cube, not both.')
  const path = cdl ?? cube
  const space = values['look-space']
  if (path === undefined) {
    if (space !== undefined) throw new UsageError('--look-space goes with --cdl or --cube.')
    return { scene: null, display: null }
  }
  if (!isLookSpace(space)) {
    throw new UsageError(`--look-space says what the grade was made for: ${LOOK_SPACES.join(', ')}.`)
  }
  return placeLook(space, await readChange(path, cdl !== undefined, values['cdl-id']))
}

const isLookSpace = (text: string | undefined): text is LookSpace =>
  LOOK_SPACES.some((space) => space === text)

async function readChange(path: string, isCdl: boolean, id: string | undefined): Promise<ChangeColor> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new UsageError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  })
  try {
    if (isCdl) {
      const cdl = parseCdl(text, id)
      return (color) => applyCdl(cdl, color)
    }
    const lut = parseCube(text)
    return (color) => applyCube(lut, color)
  } catch (error) {
    if (error instanceof LookFileError) throw new UsageError(`${path}: ${error.message}`)
    throw error
  }
}
