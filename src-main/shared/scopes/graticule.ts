// What is drawn over a trace: lines, boxes and their words, in shares of the plot (0, 0 is the upper left corner).
import {
  DIAGRAM_RANGE,
  gamutBox,
  gamutTriangles,
  skinLine,
  VECTOR_RANGE,
  WHITE,
  type PlanePoint,
  type PlaneRange,
  type PlaneShape,
} from './chroma-plane'
import type { ScopeRequest } from './count-scope'
import type { Scale, ScaleLine } from './scales'
import { GAMUTS } from './spaces'

export interface GraticuleLine {
  points: readonly PlanePoint[]
  isClosed: boolean
  isStrong: boolean
}

export interface GraticuleLabel {
  at: PlanePoint
  text: string
  /** Where the words stand from the point. */
  side: 'left' | 'right' | 'below'
}

export interface Graticule {
  title: string
  lines: readonly GraticuleLine[]
  labels: readonly GraticuleLabel[]
}

const WORD_SHARE = 0.035

export function toGraticule(request: ScopeRequest): Graticule {
  switch (request.kind) {
    case 'waveform':
    case 'parade':
      return levels(request)
    case 'histogram':
      return histogram(request)
    case 'vectorscope':
      return vectorscope(request)
    case 'cie':
      return chromaticities(request)
  }
}

function levels({ kind, scale }: ScopeRequest): Graticule {
  const across = (bin: number) => 1 - (bin + 0.5) / scale.bins
  const isParade = kind === 'parade'
  return {
    title: `${isParade ? 'Parade' : 'Waveform'} · ${scale.title}`,
    lines: scale.lines.map(({ bin, isStrong }) =>
      line({ x: 0, y: across(bin) }, { x: 1, y: across(bin) }, isStrong),
    ),
    labels: legibleLines(scale).map(({ bin, label }) => ({
      at: { x: 0, y: across(bin) },
      text: label,
      side: 'left',
    })),
  }
}

function histogram({ scale }: ScopeRequest): Graticule {
  const along = (bin: number) => (bin + 0.5) / scale.bins
  return {
    title: `Histogram · ${scale.title}`,
    lines: scale.lines.map(({ bin, isStrong }) =>
      line({ x: along(bin), y: 0 }, { x: along(bin), y: 1 }, isStrong),
    ),
    labels: legibleLines(scale).map(({ bin, label }) => ({
      at: { x: along(bin), y: 1 },
      text: label,
      side: 'below',
    })),
  }
}

/** Words need room: a plain line's stay away where a strong one's stand. */
function legibleLines({ lines, bins }: Scale): ScaleLine[] {
  const strong = lines.filter(({ isStrong }) => isStrong)
  return lines.filter(
    (each) => each.isStrong || strong.every(({ bin }) => Math.abs(bin - each.bin) > bins * WORD_SHARE),
  )
}

function vectorscope({ scale }: ScopeRequest): Graticule {
  const { view } = scale
  const place = toPlot(VECTOR_RANGE)
  const boxes = GAMUTS.filter((gamut) => gamut !== 'ap1').map((gamut) => gamutBox(gamut, view))
  const skin = skinLine()
  return {
    title: `Vectorscope · ${view ? view.title : 'ACEScct, boxes at 18 %'}`,
    lines: [
      line({ x: 0.5, y: 0 }, { x: 0.5, y: 1 }, false),
      line({ x: 0, y: 0.5 }, { x: 1, y: 0.5 }, false),
      outline(skin, place, true),
      ...boxes.map((box, index) => outline(box, place, index === boxes.length - 1)),
    ],
    labels: [
      label(skin.points[1], place, skin.label, 'left'),
      ...boxes.map((box, index) => label(box.points[(index * 2) % 6], place, box.label, 'right')),
    ],
  }
}

function chromaticities({ diagram = 'xy' }: ScopeRequest): Graticule {
  const place = toPlot(DIAGRAM_RANGE[diagram])
  const triangles = gamutTriangles(diagram)
  const white = place(WHITE[diagram])
  const arm = 0.012
  return {
    title: diagram === 'xy' ? 'CIE 1931 xy' : 'CIE 1976 u′v′',
    lines: [
      ...triangles.map((triangle) => outline(triangle, place, triangle.label === 'Rec.709')),
      line({ x: white.x - arm, y: white.y }, { x: white.x + arm, y: white.y }, true),
      line({ x: white.x, y: white.y - arm }, { x: white.x, y: white.y + arm }, true),
    ],
    // Each word at a corner of its own, so that none covers another.
    labels: triangles.map((triangle, index) =>
      label(triangle.points[index < 2 ? 0 : 1], place, triangle.label, 'right'),
    ),
  }
}

function toPlot({ low, high }: PlaneRange): (point: PlanePoint) => PlanePoint {
  return ({ x, y }) => ({ x: (x - low) / (high - low), y: 1 - (y - low) / (high - low) })
}

function line(from: PlanePoint, to: PlanePoint, isStrong: boolean): GraticuleLine {
  return { points: [from, to], isClosed: false, isStrong }
}

function outline(
  shape: PlaneShape,
  place: (point: PlanePoint) => PlanePoint,
  isStrong: boolean,
): GraticuleLine {
  return { points: shape.points.map(place), isClosed: shape.points.length > 2, isStrong }
}

function label(
  point: PlanePoint | undefined,
  place: (point: PlanePoint) => PlanePoint,
  text: string,
  side: GraticuleLabel['side'],
): GraticuleLabel {
  return { at: place(point ?? { x: 0, y: 0 }), text, side }
}
