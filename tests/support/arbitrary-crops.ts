// Stills, canvases and crops for property tests: every tier and aspect, every turn, tilts to the limit.
import fc from 'fast-check'
import { ASPECTS, TIERS, toCanvas } from '#shared/domain/canvas'
import { STRAIGHTEN_MAX_DEGREES, type Crop, type PixelSize, type Turns } from '#shared/domain/crop'
import { centerCrop, panCrop, zoomCrop } from '#shared/domain/crop-moves'
import type { Still } from '#shared/domain/shot'

const side = fc.integer({ min: 64, max: 12_000 })
export const anyStillSize: fc.Arbitrary<PixelSize> = fc.record({ width: side, height: side })
export const anyCanvas = fc
  .tuple(fc.constantFrom(...TIERS), fc.constantFrom(...ASPECTS))
  .map(([tier, aspect]) => toCanvas(tier, aspect))
export const anyTurns = fc.constantFrom<Turns[]>(0, 1, 2, 3)
export const anyTilt = fc.oneof(
  fc.constant(0),
  fc.double({ min: -STRAIGHTEN_MAX_DEGREES, max: STRAIGHTEN_MAX_DEGREES, noNaN: true }),
)
const share = fc.double({ min: -1, max: 1, noNaN: true })

export interface Framed {
  still: PixelSize
  canvas: PixelSize
  crop: Crop
}

/** A lawful crop somewhere on a still, as an artist could have made it. */
export const anyFramed: fc.Arbitrary<Framed> = fc
  .record({
    still: anyStillSize,
    canvas: anyCanvas,
    turns: anyTurns,
    straightenDegrees: anyTilt,
    fit: fc.constantFrom('fill' as const, 'pad' as const),
    dx: share,
    dy: share,
    zoom: fc.double({ min: 0.02, max: 1.5, noNaN: true }),
  })
  .map(({ still, canvas, turns, straightenDegrees, fit, dx, dy, zoom }) => {
    const whole = centerCrop(still, canvas, { turns, straightenDegrees, fit })
    const zoomed = zoomCrop(whole, still, canvas, zoom)
    const by = { x: dx * still.width, y: dy * still.height }
    return { still, canvas, crop: panCrop(zoomed, still, canvas, by) }
  })

export function makeStill(id: string, width = 4000, height = 3000): Still {
  return {
    id,
    originalName: `${id}.png`,
    fileName: `${id}.png`,
    sha256: id,
    bytes: 1,
    width,
    height,
    format: 'png',
    bitDepth: 8,
    orientation: 1,
    profile: null,
    colorModel: 'srgb',
    hasAlpha: false,
  }
}
