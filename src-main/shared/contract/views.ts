// What the window sees: the project with its shots and takes, media as opaque ids, tools in plain words.
import { z } from 'zod'
import { projectSchema, surroundSchema } from '../domain/project'
import { shotSchema, stillSchema } from '../domain/shot'
import { takeSchema } from '../domain/take'

/** An opaque id; the picture or clip is read from `media://file/<id>`. */
export const mediaIdSchema = z.string().regex(/^[a-f0-9]{32}$/)

export const stillViewSchema = stillSchema.extend({ mediaId: mediaIdSchema })
export type StillView = z.infer<typeof stillViewSchema>

export const TAKE_STEPS = [
  'preparing',
  'uploading',
  'submitting',
  'rendering',
  'downloading',
  'unpacking',
  'verifying',
  'proxies',
] as const

/** What a take is busy with. Absent when nothing runs for it. */
export const takeActivitySchema = z.object({
  step: z.enum(TAKE_STEPS),
  /** 0…1 within the step; null while it cannot be known. */
  fraction: z.number().min(0).max(1).nullable(),
  /** Of the step, in seconds; null while it cannot be known. */
  secondsLeft: z.number().nonnegative().nullable(),
})
export type TakeActivity = z.infer<typeof takeActivitySchema>

export const takeViewSchema = takeSchema.omit({ request: true }).extend({
  activity: takeActivitySchema.nullable(),
  posterMediaId: mediaIdSchema.nullable(),
  sdrProxyMediaId: mediaIdSchema.nullable(),
  hdrProxyMediaId: mediaIdSchema.nullable(),
  /** The MP4 as received. */
  videoMediaId: mediaIdSchema.nullable(),
})
export type TakeView = z.infer<typeof takeViewSchema>

export const shotViewSchema = shotSchema.extend({
  stills: z.array(stillViewSchema),
  takes: z.array(takeViewSchema),
  nextTakeNumber: z.number().int().positive(),
})
export type ShotView = z.infer<typeof shotViewSchema>

export const toolsViewSchema = z.object({
  ffmpeg: z.object({
    status: z.enum(['ready', 'limited', 'missing']),
    version: z.string().nullable(),
    missing: z.array(z.string()),
    consequences: z.array(z.string()),
    /** How to get one here, in plain sentences: `brew install ffmpeg`, … */
    remedies: z.array(z.string()),
  }),
})

export const exampleViewSchema = z.object({ id: z.string(), title: z.string(), mediaId: mediaIdSchema })

export const snapshotSchema = z.object({
  appVersion: z.string(),
  /** The only endpoint in this version: the built-in stand-in. */
  endpoint: z.literal('practice'),
  project: projectSchema.extend({
    /** The folder, for display only. */
    folderLabel: z.string(),
    /** Before the first shot the folder can still be changed without leaving anything behind. */
    isEmpty: z.boolean(),
  }),
  shots: z.array(shotViewSchema),
  /** Of bought takes only. */
  spentUsd: z.number(),
  examples: z.array(exampleViewSchema),
  tools: toolsViewSchema,
  settings: z.object({ surround: surroundSchema }),
})
export type Snapshot = z.infer<typeof snapshotSchema>
