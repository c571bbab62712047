// A take: one version of a shot, from intent to its end. How its states follow one another is take-life.ts's.
import { z } from 'zod'
import { FRAME_PADDING } from './frame-time'
import { sealSchema } from './seal'
import { frameRateSchema } from './time-code'
import { aspectSchema, tierSchema } from './canvas'
import { findingSchema } from './finding'
import { dynamicRangeSchema, durationSchema } from './shot'

export const TAKE_STATES = [
  'intended',
  'submitted',
  'running',
  'ready',
  'downloading',
  'verifying',
  'arrived',
  'sealed',
  'damaged',
  'trashed',
  'failed',
  'parked',
  'withdrawn',
] as const
export const takeStateSchema = z.enum(TAKE_STATES)
export type TakeState = z.infer<typeof takeStateSchema>

export function isFinished(state: TakeState): boolean {
  return hasArrived(state) || ['damaged', 'failed', 'withdrawn', 'trashed'].includes(state)
}

/** Whole and proven; a sealed take is one that has arrived and is stamped and sealed besides. */
export function hasArrived(state: TakeState): boolean {
  return state === 'arrived' || state === 'sealed'
}

/** CIE xy of the three primaries and white: [rx, ry, gx, gy, bx, by, wx, wy]. */
export const chromaticitiesSchema = z.array(z.number()).length(8)

export const sequenceSchema = z.object({
  /** `SH010_v001_practice`: frames are `<baseName>.1001.exr` and on, in the take's `exr/` folder. */
  baseName: z.string(),
  firstFrame: z.number().int(),
  count: z.number().int().positive(),
  /** Digits of the frame number in the files' names. */
  padding: z.number().int().default(FRAME_PADDING),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  /** OpenEXR's name: `none`, `rle`, `zips`, `zip`, `piz`, `pxr24`, `b44`, `b44a`, `dwaa`, `dwab`. */
  compression: z.string(),
  pixelType: z.enum(['half', 'float', 'uint', 'mixed']),
  channels: z.array(z.string()),
  bytes: z.number().int(),
  colorSpace: z.enum(['aces2065-1', 'other']),
  /** True when the files carry no chromaticities and ACES2065-1 is taken for granted. */
  isColorSpaceAssumed: z.boolean(),
  chromaticities: chromaticitiesSchema.nullable(),
  /** Scene-linear, over R, G, B of all frames, finite values only. */
  brightest: z.object({ value: z.number(), frame: z.number().int(), exposureStops: z.number() }),
  nanCount: z.number().int(),
  infCount: z.number().int(),
  negativeCount: z.number().int(),
  /** Share of pixels with any of R, G, B above 1.0, 0…1. */
  aboveOneShare: z.number(),
})
export type Sequence = z.infer<typeof sequenceSchema>

/** What was written into the headers of a sequence; the frames' compressed bytes are as they came. */
export const stampSchema = z.object({
  frameRate: frameRateSchema,
  /** Of the first frame. */
  startTimeCode: z.string(),
  reelName: z.string(),
  /** How the files came to say their color space: they did, the project said it for them, or they do not. */
  colorSpace: z.enum(['read', 'assumed', 'unsaid']),
})
export type Stamp = z.infer<typeof stampSchema>

export const videoSchema = z.object({
  /** File name inside the take's `received/` folder. */
  fileName: z.string(),
  bytes: z.number().int(),
  sha256: z.string(),
  codec: z.string(),
  width: z.number().int(),
  height: z.number().int(),
  frames: z.number().int(),
  frameRate: z.tuple([z.number(), z.number()]),
  primaries: z.string().nullable(),
  transfer: z.string().nullable(),
})
export type ReceivedVideo = z.infer<typeof videoSchema>

export const archiveSchema = z.object({
  /** Inside the take's `received/` folder: an archive, a bare EXR, or a folder of frames the artist brought. */
  fileName: z.string(),
  /** Of all files of a folder. */
  bytes: z.number().int(),
  /** Of a folder: of the list of its files' hashes and names. */
  sha256: z.string(),
})
export type ReceivedArchive = z.infer<typeof archiveSchema>

export const proxiesSchema = z.object({
  /** File names inside the take's `proxies/` folder; null when this machine cannot make one. */
  sdr: z.string().nullable(),
  hdr: z.string().nullable(),
  poster: z.string().nullable(),
  /** Of the ACES 1.3 1000-nit PQ view, in nits; null without an HDR picture to measure. */
  maxCll: z.number().nullable(),
  maxFall: z.number().nullable(),
  /** What could not be made here and why, in plain sentences. */
  notes: z.array(z.string()),
})
export type Proxies = z.infer<typeof proxiesSchema>

export const takeFailureSchema = z.object({
  code: z.string(),
  message: z.string(),
  details: z.record(z.string(), z.unknown()),
})
export type TakeFailure = z.infer<typeof takeFailureSchema>

export const takeSchema = z.object({
  version: z.literal(1),
  /** UUID v4, also the provider's taskUUID. */
  id: z.string(),
  shotName: z.string(),
  number: z.number().int().positive(),
  origin: z.enum(['bought', 'practice', 'ingested']),
  state: takeStateSchema,
  /** ISO 8601. */
  createdAt: z.string(),
  /** What was asked for, as the artist set it. */
  asked: z.object({
    prompt: z.string(),
    tier: tierSchema,
    aspect: aspectSchema,
    width: z.number().int(),
    height: z.number().int(),
    duration: durationSchema,
    range: dynamicRangeSchema,
    loop: z.boolean(),
  }),
  /** The exact JSON task that is sent, images as media ids of the service. */
  request: z.record(z.string(), z.unknown()),
  /** The listed price at the time. For practice takes: what it would have cost. */
  listedUsd: z.number(),
  /** What was billed. Practice takes are never billed: null. */
  billedUsd: z.number().nullable(),
  archive: archiveSchema.nullable(),
  video: videoSchema.nullable(),
  sequence: sequenceSchema.nullable(),
  /** Null until the headers are stamped, and for a take without an EXR sequence. */
  stamp: stampSchema.nullable().default(null),
  /** Null until it is sealed. */
  seal: sealSchema.nullable().default(null),
  proxies: proxiesSchema.nullable(),
  failure: takeFailureSchema.nullable(),
  /** What the proof had to say, the worst first; empty before it. */
  findings: z.array(findingSchema).default([]),
  /** How often the archive and the clip were asked for again, because they had come damaged. */
  fetchedAgain: z
    .object({ archive: z.number().int().nonnegative(), video: z.number().int().nonnegative() })
    .default({ archive: 0, video: 0 }),
  /** When the service last gave addresses of the result, ISO 8601; they run out. Null when none were given yet. */
  urlsGivenAt: z.string().nullable().default(null),
  /** File names of the prepared frames, in the order of the request's images: they can be uploaded again. */
  preparedFrames: z.array(z.string()).default([]),
  /** The artist's word that the take is good enough to go on with. */
  isApproved: z.boolean().default(false),
})
export type Take = z.infer<typeof takeSchema>

/** Frames in the take, whichever form it has; 0 before it has arrived. */
export function takeFrameCount(take: Pick<Take, 'sequence' | 'video'>): number {
  return take.sequence?.count ?? take.video?.frames ?? 0
}
