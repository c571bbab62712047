// One view as an ffmpeg filter graph, from a file's linear light to display codes in gbrpf32, as text. Pure. The steps
// are those of #shared/domain/color/view-chain; what differs is said where it differs.
import { AP0, AP1, conversionMatrix, multiply, REC709, type Matrix3 } from '#shared/domain/color-matrix'
import type { View } from '#shared/domain/color/views'

/** Names of .cube files in ffmpeg's folder; see view-cubes.ts for what each holds. */
export interface ViewCubes {
  /** 1D: 0…65504 as it is; what lies beyond is cut off, and NaN becomes 0. */
  clamp: string
  /** 1D: 0…65504 to 0…−65504. */
  minus: string
  /** 1D: PQ codes of linear AP1 to the table's axis 0…1. */
  shaper: string
  /** 3D; null for a view without one. */
  table: string | null
  /** 1D, after the table or instead of it; null where nothing changes. */
  curve: string | null
}

export interface PixelSize {
  width: number
  height: number
}

export interface ViewGraphInput {
  /** The file's linear RGB to AP0. */
  toAp0: Matrix3
  exposureStops?: number
  /** Scaled in linear light. */
  size?: PixelSize
  /** Keeps the labels of several views in one graph apart; letters only. */
  name: string
}

export const RGB_FULL = 'min=gbr:m=gbr:rin=full:r=full'
// ffmpeg 8 decodes half as gbrpf16 and `format=gbrpf32le` alone then clips to 0…1; by way of zscale it does not.
const IDENTITY = `zscale=tin=linear:t=linear:pin=bt709:p=bt709:${RGB_FULL},format=gbrpf32le`
// The way to the shaper: PQ spreads light from black to 65504 over 0…1, which a 1D table then reads evenly. At this
// peak 65504 in AP0 stays below 10 000 nit, beyond which zscale's curve turns back. Negative light gives 0.
export const SHAPER_NITS = 0.1
const TO_PQ = `zscale=tin=linear:t=smpte2084:npl=${SHAPER_NITS}:pin=bt709:p=bt709:${RGB_FULL},format=gbrpf32le`
const NEGATE = 'colorchannelmixer=-1:0:0:0:0:-1:0:0:0:0:-1'
const AP1_LUMINANCE = '0.2722287168:0.6740817658:0.0536895174'
const LUMINANCE = `colorchannelmixer=${[AP1_LUMINANCE, AP1_LUMINANCE, AP1_LUMINANCE].join(':0:')}`

/** colorchannelmixer takes -2…2: what is larger is halved first and brought back by exposure, three stops at most each. */
export function matrixFilter(matrix: Matrix3): string {
  const largest = Math.max(...matrix.map(Math.abs))
  const stops = largest > 2 ? Math.ceil(Math.log2(largest / 2)) : 0
  const [rr, rg, rb, gr, gg, gb, br, bg, bb] = matrix.map((each) => (each / 2 ** stops).toFixed(10))
  const mixer = `colorchannelmixer=${[rr, rg, rb, 0, gr, gg, gb, 0, br, bg, bb].join(':')}`
  const brought = Array.from(
    { length: Math.ceil(stops / 3) },
    (_, at) => `,exposure=${Math.min(3, stops - 3 * at)}`,
  )
  return mixer + brought.join('')
}

/** From `input` to `output` (both with brackets): AP1 on the table's axis. */
export function shapedSteps(view: View, cubes: ViewCubes, order: ViewGraphInput, input: string): string {
  return `${lightSteps(view, cubes, order, input)},${pqSteps(cubes, order)},lut1d=${cubes.shaper}`
}

/** The table and its curve, from the axis to display codes. */
export function tableSteps({ table, curve }: ViewCubes): string {
  const codes = `lut3d=${table ?? ''}:interp=tetrahedral`
  return curve ? `${codes},lut1d=${curve}` : codes
}

/** From `input` to display codes 0…1, without an output label. */
export function viewSteps(view: View, cubes: ViewCubes, order: ViewGraphInput, input: string): string {
  switch (view.chain.kind) {
    case 'table':
      return `${shapedSteps(view, cubes, order, input)},${tableSteps(cubes)}`
    case 'raw':
      return `${input}${IDENTITY},lut1d=${cubes.clamp}${gainSteps(order)}${sizeSteps(order)}`
    case 'falseColor': {
      const light = `${lightSteps(view, cubes, order, input)},${LUMINANCE}`
      return `${light},${pqSteps(cubes, order)},lut1d=${cubes.curve ?? ''}:interp=nearest`
    }
    case 'formula': {
      const light = lightSteps(view, cubes, order, input)
      const curve = `${pqSteps(cubes, order)},lut1d=${cubes.curve ?? ''}`
      if (view.chain.transfer !== 'acescct') return `${light},${curve}`
      // ACEScct goes on below black in a straight line, which PQ cannot carry: 10.54 times the negative part.
      const [above, below] = [`[${order.name}Above]`, `[${order.name}Below]`]
      const [over, under] = [`[${order.name}Over]`, `[${order.name}Under]`]
      return (
        `${light},split${above}${below};${above}${curve}${over};` +
        `${below}${NEGATE},lut1d=${cubes.minus},${matrixFilter(scaled(ONE, CCT_SLOPE))}${under};` +
        `${over}${under}blend=all_mode=addition`
      )
    }
  }
}

const CCT_SLOPE = 10.5402377416545
const ONE: Matrix3 = [1, 0, 0, 0, 1, 0, 0, 0, 1]

/** Linear light in the view's primaries, finite, floored where the view floors AP0, with the exposure in it. */
function lightSteps(view: View, cubes: ViewCubes, order: ViewGraphInput, input: string): string {
  const { toAp0, exposureStops = 0 } = order
  const gain = 2 ** exposureStops
  const fromAp0 = scaled(
    view.chain.kind === 'formula' && view.chain.primaries === 'rec709' ? TO_REC709 : TO_AP1,
    gain,
  )
  const isAp0 = toAp0.every((value, at) => Math.abs(value - (ONE[at] ?? 0)) < 1e-9)
  const isFloored = view.chain.kind === 'table' && view.chain.floorsAp0
  const clamp = `lut1d=${cubes.clamp}`
  if (isFloored && isAp0) {
    return `${input}${IDENTITY},${clamp}${sizeSteps(order)},${matrixFilter(fromAp0)}`
  }
  const finite = `${finiteSteps(cubes, order.name, input)}${sizeSteps(order)}`
  return isFloored
    ? `${finite},${matrixFilter(scaled(toAp0, 2))},${clamp},${matrixFilter(fromAp0)}`
    : `${finite},${matrixFilter(scaled(multiply(fromAp0, toAp0), 2))}`
}

/** Inf to 65504, -Inf to -65504, NaN to 0, negatives as they are; everything halved, as `average` leaves it. */
function finiteSteps(cubes: ViewCubes, name: string, input: string): string {
  const [up, down, positive, negative] = ['Up', 'Down', 'Positive', 'Negative'].map(
    (each) => `[${name}${each}]`,
  )
  return (
    `${input}${IDENTITY},split${up}${down};${up}lut1d=${cubes.clamp}${positive};` +
    `${down}${NEGATE},lut1d=${cubes.minus}${negative};${positive}${negative}blend=all_mode=average`
  )
}

function pqSteps(cubes: ViewCubes, { exposureStops = 0 }: ViewGraphInput): string {
  return exposureStops > 0 ? `lut1d=${cubes.clamp},${TO_PQ}` : TO_PQ
}

const sizeSteps = ({ size }: ViewGraphInput): string =>
  size ? `,zscale=w=${size.width}:h=${size.height}:filter=bilinear` : ''
const gainSteps = ({ exposureStops = 0 }: ViewGraphInput): string =>
  exposureStops === 0 ? '' : `,${matrixFilter(scaled(ONE, 2 ** exposureStops))}`

function scaled(matrix: Matrix3, by: number): Matrix3 {
  return multiply(matrix, [by, 0, 0, 0, by, 0, 0, 0, by])
}

function requireMatrix(matrix: Matrix3 | undefined): Matrix3 {
  if (!matrix) throw new RangeError('No matrix between color spaces')
  return matrix
}

const TO_AP1 = requireMatrix(conversionMatrix(AP0, AP1))
const TO_REC709 = requireMatrix(conversionMatrix(AP0, REC709))
