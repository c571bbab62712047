// Everything a prepared frame's pixels depend on, as text: it names the file, and it seeds the dither.
import { createHash } from 'node:crypto'
import type { Crop, PixelSize } from '#shared/domain/crop'
import type { Still } from '#shared/domain/shot'

// Counted up whenever the same inputs would give other pixels.
const RECIPE = 4

export interface FrameRecipe {
  /** 24 hexadecimal digits. */
  name: string
  /** 32 bits. */
  seed: number
}

export function toFrameRecipe(still: Pick<Still, 'sha256'>, crop: Crop, canvas: PixelSize): FrameRecipe {
  // In a fixed order: a crop read back from disk may hold its fields in another one.
  const text = JSON.stringify([
    RECIPE,
    still.sha256,
    [crop.x, crop.y, crop.width, crop.height, crop.turns, crop.straightenDegrees],
    [crop.fit, crop.padKind, crop.padCode, crop.backdropCode],
    [canvas.width, canvas.height],
  ])
  const hash = createHash('sha256').update(text).digest()
  return { name: hash.toString('hex').slice(0, 24), seed: hash.readUInt32LE(28) }
}
