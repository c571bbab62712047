// Measures a frame that was just decoded for its numbers: the proof sheet shares arrival's decode.
import type { DecodedImage } from '#shared/exr/decode'
import type { ExrHeader } from '#shared/exr/header'
import { createFrameMeter, type FrameMeasure, type FrameMeter } from '#shared/proof/frame-measure'
import { chromaticitiesOf, toLinearAp0 } from '#shared/scopes/decoded-pixels'
import { createLutView } from '#shared/scopes/views'
import type { ProofWish } from './exr-question'

/** The meter's tables are made once for the same views. Null for chromaticities that describe no color space. */
export function createProofMeter(): (
  image: DecodedImage,
  header: ExrHeader,
  wish: ProofWish,
) => FrameMeasure | null {
  let meter: { key: string; measure: FrameMeter['measure'] } | null = null
  return ({ data, width, height }, header, { luts, isClose }) => {
    if (data instanceof Uint8Array) return null
    const key = luts.map(({ id }) => id).join(' ')
    if (meter?.key !== key) meter = { key, measure: createFrameMeter(luts.map(createLutView)).measure }
    try {
      return meter.measure(toLinearAp0({ data, width, height }, chromaticitiesOf(header.parts[0])), isClose)
    } catch (error) {
      if (error instanceof RangeError) return null
      throw error
    }
  }
}
