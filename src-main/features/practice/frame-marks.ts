// The frame number drawn into the picture as black and white squares, and how to read it back. Pure numbers:
// the renderer draws with it, tests decode screenshots with it.

export const MARK_COUNT = 10
/** The first square is white and the last black: a reader can tell a mark from any picture. */
const GUARDS = { first: 1, last: 0 } as const
const INDEX_BITS = MARK_COUNT - 2

export interface MarkSquare {
  /** Left edge in canvas pixels. */
  x: number
  /** Top edge in canvas pixels. */
  y: number
  /** Edge length in pixels. */
  size: number
}

export interface MarkGeometry {
  /** Left to right: guard, eight bits with the highest first, guard. */
  squares: MarkSquare[]
  size: number
}

/** Squares along the bottom-left edge: 20 px at 720 lines, never below 8 px, always whole. */
export function markGeometry(canvas: { width: number; height: number }): MarkGeometry {
  const wanted = Math.max(8, Math.round(Math.min(canvas.width, canvas.height) / 36))
  const size = Math.min(wanted, Math.floor(canvas.width / MARK_COUNT))
  const y = canvas.height - size
  return { size, squares: Array.from({ length: MARK_COUNT }, (_, index) => ({ x: index * size, y, size })) }
}

/** One value per square, 0 or 1, for a frame from 0 to 255. */
export function markValues(frame: number): number[] {
  const bits = Array.from({ length: INDEX_BITS }, (_, index) => (frame >> (INDEX_BITS - 1 - index)) & 1)
  return [GUARDS.first, ...bits, GUARDS.last]
}

/** The middles of the squares, where a reader samples, in canvas pixels. */
export function markCenters(canvas: { width: number; height: number }): { x: number; y: number }[] {
  return markGeometry(canvas).squares.map(({ x, y, size }) => ({ x: x + size / 2, y: y + size / 2 }))
}

/** The frame number from the ten squares' brightnesses (any scale), or undefined when the guards do not fit. */
export function readMarks(brightnesses: readonly number[]): number | undefined {
  const first = brightnesses[0]
  const last = brightnesses[MARK_COUNT - 1]
  if (brightnesses.length !== MARK_COUNT || first === undefined || last === undefined) return undefined
  const threshold = (first + last) / 2
  if (!(first > last * 2 && first > 0)) return undefined
  const bits = brightnesses.slice(1, -1).map((brightness) => (brightness > threshold ? 1 : 0))
  return bits.reduce<number>((index, bit) => index * 2 + bit, 0)
}
