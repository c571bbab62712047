// Canvas: resolution tier x aspect = one exact pixel size. Sizes are the provider's; each carries its grade.
import { z } from 'zod'

export const TIERS = ['360p', '540p', '720p', '1080p'] as const
export const ASPECTS = ['9:16', '3:4', '1:1', '4:3', '16:9', '21:9'] as const
export const tierSchema = z.enum(TIERS)
export const aspectSchema = z.enum(ASPECTS)
export type Tier = z.infer<typeof tierSchema>
export type Aspect = z.infer<typeof aspectSchema>

export interface Canvas {
  tier: Tier
  aspect: Aspect
  /** Pixels. */
  width: number
  /** Pixels. */
  height: number
  /**
   * `documented`: the size stands in the provider's documentation; `live`: it stands in the provider's schema as this
   * machine last read it; `derived`: reckoned by equal area, not confirmed.
   */
  grade: CanvasGrade
}

export const CANVAS_GRADES = ['documented', 'live', 'derived'] as const
export type CanvasGrade = (typeof CANVAS_GRADES)[number]

/** One row for each tier and aspect. */
export const canvasTableSchema = z.array(
  z.object({
    tier: tierSchema,
    aspect: aspectSchema,
    width: z.number().int().positive(),
    height: z.number().int().positive(),
    grade: z.enum(CANVAS_GRADES),
  }),
)
export type CanvasTable = readonly Canvas[]

type Size = readonly [width: number, height: number, grade: CanvasGrade]

// The 720p column's portrait, square and wide sizes and 1080p 16:9 are documented; the rest keep the tier's area
// on even sizes (360p and 540p are exact fractions of 720p where that stays even).
const SIZES: Record<Tier, Record<Aspect, Size>> = {
  '360p': {
    '9:16': [360, 640, 'derived'],
    '3:4': [416, 552, 'derived'],
    '1:1': [480, 480, 'derived'],
    '4:3': [552, 416, 'derived'],
    '16:9': [640, 360, 'derived'],
    '21:9': [736, 312, 'derived'],
  },
  '540p': {
    '9:16': [540, 960, 'derived'],
    '3:4': [624, 828, 'derived'],
    '1:1': [720, 720, 'derived'],
    '4:3': [828, 624, 'derived'],
    '16:9': [960, 540, 'derived'],
    '21:9': [1104, 472, 'derived'],
  },
  '720p': {
    '9:16': [720, 1280, 'documented'],
    '3:4': [832, 1104, 'documented'],
    '1:1': [960, 960, 'documented'],
    '4:3': [1104, 832, 'derived'],
    '16:9': [1280, 720, 'documented'],
    '21:9': [1472, 632, 'derived'],
  },
  '1080p': {
    '9:16': [1080, 1920, 'derived'],
    '3:4': [1248, 1656, 'derived'],
    '1:1': [1440, 1440, 'derived'],
    '4:3': [1656, 1248, 'derived'],
    '16:9': [1920, 1080, 'documented'],
    '21:9': [2208, 944, 'derived'],
  },
}

/** What is known without asking anyone. */
export const BUILT_IN_CANVASES: CanvasTable = TIERS.flatMap((tier) =>
  ASPECTS.map((aspect) => {
    const [width, height, grade] = SIZES[tier][aspect]
    return { tier, aspect, width, height, grade }
  }),
)

/** The table's row; the built-in one where the table has none. */
export function toCanvas(tier: Tier, aspect: Aspect, canvases: CanvasTable = BUILT_IN_CANVASES): Canvas {
  const found = canvases.find((canvas) => canvas.tier === tier && canvas.aspect === aspect)
  if (found) return found
  const [width, height, grade] = SIZES[tier][aspect]
  return { tier, aspect, width, height, grade }
}

/** The canvas of exactly this pixel size, or undefined when the model has none. */
export function findCanvas(
  width: number,
  height: number,
  canvases: CanvasTable = BUILT_IN_CANVASES,
): Canvas | undefined {
  return canvases.find((canvas) => canvas.width === width && canvas.height === height)
}

/** The aspect whose shape is nearest to width/height, compared by ratio so that 2:1 and 1:2 are equally far from 1:1. */
export function nearestAspect(
  width: number,
  height: number,
  tier: Tier,
  canvases: CanvasTable = BUILT_IN_CANVASES,
): Aspect {
  const wanted = Math.log(width / height)
  let best: Aspect = '16:9'
  let bestDistance = Infinity
  for (const aspect of ASPECTS) {
    const canvas = toCanvas(tier, aspect, canvases)
    const distance = Math.abs(Math.log(canvas.width / canvas.height) - wanted)
    if (distance < bestDistance) {
      best = aspect
      bestDistance = distance
    }
  }
  return best
}
