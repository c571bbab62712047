// The proof sheet as it is stored and shown: figures of a take, verdicts with their limits, and a strip of its frames.
import { z } from 'zod'

export const PROOF_VERSION = 1

const share = z.number().min(0).max(1)

const frameStripSchema = z.object({
  frame: z.number().int(),
  /** Mean of luminance in stops from 18 %; null for a frame without light. */
  exposureStops: z.number().nullable(),
  aboveOneShare: share,
  flatShare: share,
  greatest: z.number(),
  nanCount: z.number().int(),
  /** Against the frame before, of the light; null for the first. */
  change: z.number().nullable(),
  isDuplicate: z.boolean(),
  /** MaxCLL of the frame under the first view; null without one. */
  greatestNits: z.number().nullable(),
})
export type FrameStrip = z.infer<typeof frameStripSchema>

const lightSchema = z.object({
  viewId: z.string(),
  viewTitle: z.string(),
  maxCll: z.number(),
  maxCllFrame: z.number().int(),
  maxFall: z.number(),
  maxFallFrame: z.number().int(),
})

const figuresSchema = z.object({
  /** All but one pixel in ten thousand lie between these, in stops from 18 %. */
  lowestStops: z.number().nullable(),
  highestStops: z.number().nullable(),
  /** Greatest finite sample. */
  greatest: z.number(),
  greatestStops: z.number().nullable(),
  aboveOneShare: share,
  aboveWhiteShare: share,
  outside: z.object({ ap1: share, rec2020: share, p3: share, rec709: share }),
  nanCount: z.number().int(),
  infCount: z.number().int(),
  negativeCount: z.number().int(),
  negativeShare: share,
  /** Medians over the frames. */
  flatShare: share,
  flatOfTopStop: share,
  /** From here to the blocks: medians of the frames looked at closely, the first, the middle and the last. */
  combScore: z.number().nullable(),
  detailDecibels: z.number().nullable(),
  /** Different half codes used in a stop, of the 1024 it has; stops with too few samples are left out. */
  codes: z.array(z.object({ fromStops: z.number(), distinct: z.number() })),
  blockRatio: z.number().nullable(),
  light: z.array(lightSchema),
  flickerStops: z.number().nullable(),
  flickerFrame: z.number().int().nullable(),
  colorStep: z.number().nullable(),
  colorStepFrame: z.number().int().nullable(),
  colorDrift: z.number().nullable(),
  duplicateFrames: z.array(z.number().int()),
  frozenFrames: z.array(z.number().int()),
  /** Last to first over the usual step; null with fewer than three frames or no motion. */
  seamRatio: z.number().nullable(),
  firstFrame: z.object({ gainStops: z.number(), residual: z.number() }).nullable(),
})
export type ProofFigures = z.infer<typeof figuresSchema>

export const VERDICT_STATES = ['good', 'note', 'bad', 'unknown'] as const

const verdictSchema = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(VERDICT_STATES),
  /** A plain sentence with its figures. */
  sentence: z.string(),
  /** The frame to look at; null where all are alike. */
  frame: z.number().int().nullable(),
  limit: z.object({ value: z.number(), unit: z.string(), reason: z.string() }).nullable(),
})
export type ProofVerdict = z.infer<typeof verdictSchema>

export const CONCLUSIONS = ['real-hdr', 'fake-hdr', 'no-highlights'] as const

export const proofSheetSchema = z.object({
  version: z.literal(PROOF_VERSION),
  take: z.object({
    name: z.string(),
    firstFrame: z.number().int(),
    count: z.number().int().positive(),
    width: z.number().int(),
    height: z.number().int(),
  }),
  conclusion: z.object({
    kind: z.enum(CONCLUSIONS),
    sentence: z.string(),
    /** Ids of the verdicts it rests on. */
    reasons: z.array(z.string()),
  }),
  verdicts: z.array(verdictSchema),
  figures: figuresSchema,
  frames: z.array(frameStripSchema),
})
export type ProofSheet = z.infer<typeof proofSheetSchema>
