// The shaper of the views' tables: linear AP1 to a place on the table's axis. Two logarithmic slopes, so that a cell
// is a third of a stop where tone scales bend and the largest half still lies inside. assets/luts/rendering.py bakes
// with the same figures; shaders and filter graphs take them from here.

export const SHAPER = {
  /** Points along each axis of a table. */
  size: 65,
  /** Linear AP1. Puts 0.18 · 2^-6.5, where ACES 1.3's SDR codes leave 0, on a plane of the table. */
  toe: 0.0016046,
  /** Linear AP1, on the plane `cellsBelow`. */
  knee: 128,
  /** Linear AP1, on the last plane. */
  top: 65504,
  cellsBelow: 56,
  cellsAbove: 8,
} as const

export const KNEE_STOPS = Math.log2(1 + SHAPER.knee / SHAPER.toe)
const TOP_STOPS = Math.log2(1 + SHAPER.top / SHAPER.toe)
export const CELLS_PER_STOP_BELOW = SHAPER.cellsBelow / KNEE_STOPS
export const CELLS_PER_STOP_ABOVE = SHAPER.cellsAbove / (TOP_STOPS - KNEE_STOPS)
const LAST_CELL = SHAPER.size - 1

/** Linear AP1 to 0…64 cells. Both renderings floor AP1 at 0 themselves, so the axis begins there. NaN gives 0. */
export function toCells(linearAp1: number): number {
  if (!(linearAp1 > 0)) return 0
  const stops = Math.log2(1 + linearAp1 / SHAPER.toe)
  if (stops < KNEE_STOPS) return stops * CELLS_PER_STOP_BELOW
  return Math.min(LAST_CELL, SHAPER.cellsBelow + (stops - KNEE_STOPS) * CELLS_PER_STOP_ABOVE)
}

/** 0…64 cells to linear AP1. */
export function fromCells(cells: number): number {
  const stops =
    cells < SHAPER.cellsBelow
      ? cells / CELLS_PER_STOP_BELOW
      : KNEE_STOPS + (cells - SHAPER.cellsBelow) / CELLS_PER_STOP_ABOVE
  return SHAPER.toe * (2 ** stops - 1)
}
