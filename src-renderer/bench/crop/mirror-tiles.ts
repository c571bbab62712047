// The copies of a still around itself, each mirrored at the side it touches: a likeness of a mirrored pad. Pure.
import type { PixelSize } from '#shared/domain/crop'

export interface MirrorTile {
  name: string
  /** CSS, about the copy's own upper left corner. */
  transform: string
}

// Shares of the still by which a copy lies under it, so that no ground shows through the seam.
const OVERLAP = 0.001

export function mirrorTiles({ width, height }: PixelSize): MirrorTile[] {
  const steps = [-1, 0, 1]
  return steps
    .flatMap((column) => steps.map((row) => ({ column, row })))
    .filter(({ column, row }) => column !== 0 || row !== 0)
    .map(({ column, row }) => {
      // A mirrored copy grows back from its far edge.
      const x = ((column === 0 ? 0 : column + 1) - column * OVERLAP) * width
      const y = ((row === 0 ? 0 : row + 1) - row * OVERLAP) * height
      return {
        name: `${column} ${row}`,
        transform: `translate(${x}px, ${y}px) scale(${column === 0 ? 1 : -1}, ${row === 0 ? 1 : -1})`,
      }
    })
}
