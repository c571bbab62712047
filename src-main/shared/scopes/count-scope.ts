// Counts a picture into a scope's bins, exactly: whole numbers, each pixel once. Works on rows and tables; the plain
// reading of the same definitions is in tests/support/scope-reference.ts.
import { createBinTable, type BinTable } from './bin-table'
import { chromaAxes, DIAGRAM_RANGE, VECTOR_RANGE, type Diagram } from './chroma-plane'
import { createLinearRow, createRowReader, type LinearPixels, type LinearRow, type Region } from './pixels'
import type { Scale } from './scales'
import { createSignalMaker, createSignalRow, type SignalMaker, type SignalRow } from './signals'
import { AP0_TO_XYZ, toAcescct } from './spaces'

export const SCOPE_KINDS = ['waveform', 'parade', 'vectorscope', 'histogram', 'cie'] as const
export type ScopeKind = (typeof SCOPE_KINDS)[number]

export interface ScopeRequest {
  kind: ScopeKind
  /** Of every kind but `cie`. The vectorscope takes its view alone: without one it shows ACEScct. */
  scale: Scale
  /** Of `cie`; 1931 xy when left out. */
  diagram?: Diagram
  /** The whole picture when left out. */
  region?: Region
  /** Bins across of a waveform or a parade's channel; 512 when left out. */
  columns?: number
}

export interface ScopeBins {
  kind: ScopeKind
  /** Bins along and up; row 0 is the lowest. A histogram has a row for each bin and one column. */
  columns: number
  rows: number
  /** What `counts` holds one after the other: planes of columns × rows, each row by row. */
  channels: readonly ('r' | 'g' | 'b' | 'y' | 'all')[]
  counts: Uint32Array
  pixelCount: number
  /** Pixels that are in no bin: with a NaN, and those without a place in the plane. */
  nanCount: number
  unplacedCount: number
}

export const PLANE_BINS = 512
const COLUMNS = 512

/** Counts for one request, again and again: tables and rows are made once. */
export function createScopeCounter(request: ScopeRequest): (pixels: LinearPixels) => ScopeBins {
  const { kind, scale } = request
  const make = createSignalMaker(scale.view)
  const table = kind === 'cie' || kind === 'vectorscope' ? null : createBinTable(scale.toBin)
  const isScene = kind === 'vectorscope' && !scale.view
  return (pixels) => {
    const reader = createRowReader(pixels, request.region)
    const { width, height } = reader.region
    const bins = emptyBins(request, width * height)
    const row = createLinearRow(width)
    const add = createAdder(request, bins, { make, table, isScene, width })
    for (let line = 0; line < height; line += 1) {
      bins.nanCount += reader.read(line, row)
      add(row)
    }
    return bins
  }
}

export function countScope(pixels: LinearPixels, request: ScopeRequest): ScopeBins {
  return createScopeCounter(request)(pixels)
}

function emptyBins({ kind, scale, columns = COLUMNS }: ScopeRequest, pixelCount: number): ScopeBins {
  const shape = {
    waveform: { columns, rows: scale.bins, channels: ['y'] as const },
    parade: { columns, rows: scale.bins, channels: ['r', 'g', 'b'] as const },
    histogram: { columns: 1, rows: scale.bins, channels: ['r', 'g', 'b', 'y'] as const },
    vectorscope: { columns: PLANE_BINS, rows: PLANE_BINS, channels: ['all'] as const },
    cie: { columns: PLANE_BINS, rows: PLANE_BINS, channels: ['all'] as const },
  }[kind]
  const counts = new Uint32Array(shape.columns * shape.rows * shape.channels.length)
  return { kind, ...shape, counts, pixelCount, nanCount: 0, unplacedCount: 0 }
}

interface Means {
  make: SignalMaker
  table: BinTable | null
  /** The vectorscope's signal is ACEScct of AP1. */
  isScene: boolean
  width: number
}

function createAdder(request: ScopeRequest, bins: ScopeBins, means: Means): (row: LinearRow) => void {
  const { width, make, table } = means
  if (request.kind === 'cie') return (row) => addToDiagram(bins, request.diagram ?? 'xy', row, width)
  const signal = createSignalRow(width)
  if (request.kind === 'vectorscope') return createVectorAdder(request, bins, means, signal)
  const places = Uint32Array.from({ length: width }, (_, x) => Math.floor((x * bins.columns) / width))
  const found = new Uint16Array(width)
  const planeLength = bins.columns * bins.rows
  return (row) => {
    make(row, width, signal)
    for (const [index, channel] of bins.channels.entries()) {
      if (channel === 'all' || !table) continue
      const values = signal[channel]
      table.toBins(values, width, found)
      const plane = bins.counts.subarray(index * planeLength, (index + 1) * planeLength)
      count(plane, bins.columns, values, found, places)
    }
  }
}

function count(
  plane: Uint32Array,
  columns: number,
  values: Float32Array,
  found: Uint16Array,
  places: Uint32Array,
): void {
  for (let x = 0; x < places.length; x += 1) {
    const value = values[x] as number
    if (value !== value) continue
    const at = (found[x] as number) * columns + (places[x] as number)
    plane[at] = (plane[at] as number) + 1
  }
}

function createVectorAdder(
  { scale }: ScopeRequest,
  bins: ScopeBins,
  { make, isScene, width }: Means,
  signal: SignalRow,
): (row: LinearRow) => void {
  const axes = chromaAxes(scale.view)
  const [wr, wg, wb] = axes.luma
  const { low, high } = VECTOR_RANGE
  const perBin = PLANE_BINS / (high - low)
  return (row) => {
    make(row, width, signal)
    if (isScene) for (const plane of [signal.r, signal.g, signal.b]) encodeAcescct(plane, width)
    for (let x = 0; x < width; x += 1) {
      const r = signal.r[x] as number
      const g = signal.g[x] as number
      const b = signal.b[x] as number
      const y = wr * r + wg * g + wb * b
      if (y === y)
        place(bins, ((b - y) / axes.cbDivisor - low) * perBin, ((r - y) / axes.crDivisor - low) * perBin)
    }
  }
}

function encodeAcescct(plane: Float32Array, count: number): void {
  for (let x = 0; x < count; x += 1) plane[x] = toAcescct(plane[x] as number)
}

function addToDiagram(bins: ScopeBins, diagram: Diagram, { r, g, b }: LinearRow, width: number): void {
  const [m0, m1, m2, m3, m4, m5, m6, m7, m8] = AP0_TO_XYZ
  const { low, high } = DIAGRAM_RANGE[diagram]
  const perBin = PLANE_BINS / (high - low)
  const isXy = diagram === 'xy'
  for (let at = 0; at < width; at += 1) {
    const red = r[at] as number
    if (red !== red) continue
    const green = g[at] as number
    const blue = b[at] as number
    const x = m0 * red + m1 * green + m2 * blue
    const y = m3 * red + m4 * green + m5 * blue
    const z = m6 * red + m7 * green + m8 * blue
    const divisor = isXy ? x + y + z : x + 15 * y + 3 * z
    if (!(divisor > 0)) bins.unplacedCount += 1
    else
      place(
        bins,
        ((isXy ? x : 4 * x) / divisor - low) * perBin,
        ((isXy ? y : 9 * y) / divisor - low) * perBin,
      )
  }
}

/** What lies outside the square has no place. */
function place(bins: ScopeBins, column: number, row: number): void {
  if (!(column >= 0 && column < PLANE_BINS && row >= 0 && row < PLANE_BINS)) {
    bins.unplacedCount += 1
    return
  }
  const at = Math.floor(row) * PLANE_BINS + Math.floor(column)
  bins.counts[at] = (bins.counts[at] as number) + 1
}
