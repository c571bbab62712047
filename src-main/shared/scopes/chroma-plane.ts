// The planes colors are placed in: CIE 1931 xy and 1976 u′v′ with the gamuts' triangles, and the vectorscope's Cb and
// Cr with its skin line and boxes. Numbers only; drawing is elsewhere.
import { AP1_LUMINANCE, FROM_AP0, GAMUT_CHROMATICITIES, GAMUT_NAMES, toAcescct, type Gamut } from './spaces'
import { conversionMatrix, transform, type Chromaticities } from '../domain/color-matrix'
import { AP0_TO_XYZ } from './spaces'
import type { ScopeView } from './views'

export interface PlanePoint {
  x: number
  y: number
}

export interface PlaneShape {
  label: string
  /** Corners in order; closed unless it is a line of two. */
  points: readonly PlanePoint[]
}

/** The square of a plane that is counted: both axes from `low` to `high`. */
export interface PlaneRange {
  low: number
  high: number
}

export type Diagram = 'xy' | 'uv'
export const DIAGRAM_RANGE: Record<Diagram, PlaneRange> = {
  xy: { low: -0.1, high: 1.1 },
  uv: { low: -0.4, high: 0.7 },
}
export const VECTOR_RANGE: PlaneRange = { low: -0.5, high: 0.5 }

const TRIANGLES = ['ap0', 'ap1', 'rec2020', 'p3', 'rec709'] as const
const ACES_WHITE: PlanePoint = { x: 0.32168, y: 0.33767 }
export const WHITE: Record<Diagram, PlanePoint> = { xy: ACES_WHITE, uv: xyToUv(ACES_WHITE) }

export function xyToUv({ x, y }: PlanePoint): PlanePoint {
  const divisor = -2 * x + 12 * y + 3
  return { x: (4 * x) / divisor, y: (9 * y) / divisor }
}

/** Where linear AP0 stands; null for what has no place (black, NaN, a sum that is not positive). */
export function toDiagram(diagram: Diagram, r: number, g: number, b: number): PlanePoint | null {
  const [x, y, z] = transform(AP0_TO_XYZ, [r, g, b])
  const divisor = diagram === 'xy' ? x + y + z : x + 15 * y + 3 * z
  if (!(divisor > 0)) return null
  return diagram === 'xy'
    ? { x: x / divisor, y: y / divisor }
    : { x: (4 * x) / divisor, y: (9 * y) / divisor }
}

/** The triangles of AP0, AP1, Rec.2020, P3 and 709, each seen under its own white as its standard draws it. */
export function gamutTriangles(diagram: Diagram): PlaneShape[] {
  return TRIANGLES.map((gamut) => {
    const [rx = 0, ry = 0, gx = 0, gy = 0, bx = 0, by = 0] = GAMUT_CHROMATICITIES[gamut]
    const corners = [
      { x: rx, y: ry },
      { x: gx, y: gy },
      { x: bx, y: by },
    ]
    return { label: GAMUT_NAMES[gamut], points: diagram === 'xy' ? corners : corners.map(xyToUv) }
  })
}

/** How R′, G′ and B′ become Cb and Cr: each −0.5…0.5 for codes 0…1. */
export interface ChromaAxes {
  luma: readonly [number, number, number]
  cbDivisor: number
  crDivisor: number
}

export function chromaAxes(view: ScopeView | null): ChromaAxes {
  const luma = view?.luma ?? AP1_LUMINANCE
  return { luma, cbDivisor: 2 * (1 - luma[2]), crDivisor: 2 * (1 - luma[0]) }
}

export function toChroma(axes: ChromaAxes, r: number, g: number, b: number): PlanePoint {
  const y = axes.luma[0] * r + axes.luma[1] * g + axes.luma[2] * b
  return { x: (b - y) / axes.cbDivisor, y: (r - y) / axes.crDivisor }
}

/** The I axis of NTSC, where skin of every shade lies near: 123° from Cb. */
const SKIN_DEGREES = 123

export function skinLine(): PlaneShape {
  const angle = (SKIN_DEGREES * Math.PI) / 180
  return {
    label: 'Skin',
    points: [
      { x: 0, y: 0 },
      { x: 0.5 * Math.cos(angle), y: 0.5 * Math.sin(angle) },
    ],
  }
}

const CORNERS: readonly (readonly [number, number, number])[] = [
  [1, 0, 0],
  [1, 1, 0],
  [0, 1, 0],
  [0, 1, 1],
  [0, 0, 1],
  [1, 0, 1],
]

/**
 * A gamut's primaries and secondaries as the vectorscope shows them, in the order R Yl G Cy B Mg. Under a view: its
 * codes of the gamut's colors at 100 %. Without one: ACEScct of the colors at 18 %.
 */
export function gamutBox(gamut: Gamut, view: ScopeView | null): PlaneShape {
  const from: Chromaticities = GAMUT_CHROMATICITIES[gamut]
  const toAp0 = conversionMatrix(from, GAMUT_CHROMATICITIES.ap0)
  const axes = chromaAxes(view)
  const codes = new Float32Array(3)
  const points = CORNERS.map((corner) => {
    if (!toAp0) return { x: 0, y: 0 }
    const [r, g, b] = transform(toAp0, corner)
    if (view) {
      view.toCodes(r, g, b, codes)
      return toChroma(axes, codes[0] ?? 0, codes[1] ?? 0, codes[2] ?? 0)
    }
    const [r1, g1, b1] = transform(FROM_AP0.ap1, [r * 0.18, g * 0.18, b * 0.18])
    return toChroma(axes, toAcescct(r1), toAcescct(g1), toAcescct(b1))
  })
  return { label: GAMUT_NAMES[gamut], points }
}
