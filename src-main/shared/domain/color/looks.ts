// Grades laid over a picture, in the space they were made for: an ASC CDL or a .cube between the file and the view, or
// a .cube on the display's own codes.
import { AP0, AP1, conversionMatrix, transform, type Matrix3 } from '../color-matrix'
import { decode, encode } from './transfers'
import type { Look } from './view-chain'

export const LOOK_SPACES = ['acescct', 'acescg', 'aces2065-1', 'display'] as const
export type LookSpace = (typeof LOOK_SPACES)[number]

type Rgb = readonly [number, number, number]
export type ChangeColor = (color: Rgb) => [number, number, number]

export interface PlacedLook {
  /** For `look` of a view's chain: on linear AP0. Null where the grade belongs to the display. */
  scene: Look | null
  /** For `displayLook`: on display codes. */
  display: Look | null
}

const IDENTITY: Matrix3 = [1, 0, 0, 0, 1, 0, 0, 0, 1]
const TO_AP1 = conversionMatrix(AP0, AP1) ?? IDENTITY
const FROM_AP1 = conversionMatrix(AP1, AP0) ?? IDENTITY

/** The grade in `space` as a change of the picture where it belongs. */
export function placeLook(space: LookSpace, change: ChangeColor): PlacedLook {
  const inPlace =
    (make: ChangeColor): Look =>
    (pixels, at) => {
      pixels.set(make([pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0]), at)
    }
  switch (space) {
    case 'display':
      return { scene: null, display: inPlace(change) }
    case 'aces2065-1':
      return { scene: inPlace(change), display: null }
    case 'acescg':
      return {
        scene: inPlace((color) => transform(FROM_AP1, change(transform(TO_AP1, color)))),
        display: null,
      }
    case 'acescct': {
      const toLog = (color: Rgb): Rgb => {
        const [r, g, b] = transform(TO_AP1, color)
        return [encode('acescct', r), encode('acescct', g), encode('acescct', b)]
      }
      const fromLog = ([r, g, b]: Rgb): [number, number, number] =>
        transform(FROM_AP1, [decode('acescct', r), decode('acescct', g), decode('acescct', b)])
      return { scene: inPlace((color) => fromLog(change(toLog(color)))), display: null }
    }
  }
}
