// What the window sees: the project with its shots and takes, media as opaque ids, tools in plain words.
import { z } from 'zod'
import { canvasTableSchema } from '../domain/canvas'
import { timeUnitSchema } from '../domain/frame-time'
import { AT_ONCE_MAX, flowSchema, holdKindSchema } from '../domain/queue'
import { projectSchema, surroundSchema } from '../domain/project'
import { shotSchema, stillSchema } from '../domain/shot'
import { takeSchema, takeStateSchema } from '../domain/take'

/** An opaque id; the picture or clip is read from `media://file/<id>`. */
export const mediaIdSchema = z.string().regex(/^[a-f0-9]{32}$/)

export const stillViewSchema = stillSchema.extend({
  /** A small picture for lists and timelines; it is there as soon as the still is. */
  thumbMediaId: mediaIdSchema,
  /** The picture that moves under the crop; null until it has been made. */
  mediaId: mediaIdSchema.nullable(),
})
export type StillView = z.infer<typeof stillViewSchema>

export const TAKE_STEPS = [
  'preparing',
  'uploading',
  'submitting',
  'rendering',
  'downloading',
  'copying',
  'unpacking',
  'verifying',
  'sealing',
  'proxies',
  'checking',
] as const

/** What a take is busy with. Absent when nothing runs for it. */
export const takeActivitySchema = z.object({
  step: z.enum(TAKE_STEPS),
  /** 0…1 within the step; null while it cannot be known. */
  fraction: z.number().min(0).max(1).nullable(),
  /** Of the step, in seconds; null while it cannot be known. */
  secondsLeft: z.number().nonnegative().nullable(),
  /** Until when the address of the download is good, epoch ms; only where the address itself says so. */
  linkValidUntil: z.number().optional(),
  /** Of a download: what is here, of how much, and how fast it comes; null while that cannot be known. */
  transfer: z
    .object({
      bytes: z.number().int().nonnegative(),
      totalBytes: z.number().int().positive().nullable(),
      bytesPerSecond: z.number().nonnegative().nullable(),
    })
    .optional(),
})
export type TakeActivity = z.infer<typeof takeActivitySchema>

/** How the waiting takes stand; which they are is told by id, in the order they will be sent in. */
export const queueViewSchema = z.object({
  flow: flowSchema,
  atOnce: z.number().int().min(1).max(AT_ONCE_MAX),
  /** `message` is what the service said, for the reader; empty where nobody said anything. */
  holds: z.array(z.object({ kind: holdKindSchema, message: z.string() })),
  waiting: z.array(z.string()),
})
export type QueueView = z.infer<typeof queueViewSchema>

export const takeViewSchema = takeSchema.omit({ request: true, preparedFrames: true }).extend({
  activity: takeActivitySchema.nullable(),
  /** The service surely has nothing of it: it waits, or it ended without having cost anything. */
  isUnsent: z.boolean(),
  /** It came damaged or could not be read, and its service can be asked for it again. */
  canDownloadAgain: z.boolean(),
  posterMediaId: mediaIdSchema.nullable(),
  sdrProxyMediaId: mediaIdSchema.nullable(),
  hdrProxyMediaId: mediaIdSchema.nullable(),
  /** The MP4 as received. */
  videoMediaId: mediaIdSchema.nullable(),
})
export type TakeView = z.infer<typeof takeViewSchema>

/** One line of the ledger about a take. */
export const takeEventSchema = z.object({
  /** ISO 8601. */
  at: z.string(),
  /** `intended`, `posting`, `state`, `billed`, …: the ledger's own word. */
  event: z.string(),
  /** The state it came to, where the event is one of state. */
  state: takeStateSchema.nullable(),
  /** The money the event tells of. */
  usd: z.number().nullable(),
  /** Why, where the event tells of a refusal or a failure. */
  code: z.string().nullable(),
})
export type TakeEvent = z.infer<typeof takeEventSchema>

export const shotViewSchema = shotSchema.extend({
  stills: z.array(stillViewSchema),
  takes: z.array(takeViewSchema),
  nextTakeNumber: z.number().int().positive(),
  /** What undo and redo would concern, in words; null where there is nothing. */
  history: z.object({ undo: z.string().nullable(), redo: z.string().nullable() }),
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

export const GUIDES = ['thirds', 'center', 'title-safe', 'golden', 'diagonal'] as const
export const guideSchema = z.enum(GUIDES)
export type Guide = z.infer<typeof guideSchema>

/** What this machine remembers of how the artist works. */
export const settingsViewSchema = z.object({
  surround: surroundSchema,
  timeUnit: timeUnitSchema,
  guides: z.array(guideSchema),
})
export type SettingsView = z.infer<typeof settingsViewSchema>

export const exampleViewSchema = z.object({ id: z.string(), title: z.string(), mediaId: mediaIdSchema })

/** What an account holds. */
export const balanceSchema = z.object({
  amount: z.number(),
  freeAmount: z.number().nullable(),
  currency: z.string(),
})
export type BalanceView = z.infer<typeof balanceSchema>

/** Which service the next take is made with, and whether there is a key for the paid one; never the key itself. */
export const serviceViewSchema = z.object({
  current: z.enum(['practice', 'runware']),
  key: z.enum(['none', 'stored', 'session', 'environment']),
  keeping: z.object({ canKeep: z.boolean(), words: z.string() }),
  /** RUNWARE_API_KEY holds another key than the one in use. */
  isEnvironmentIdle: z.boolean(),
  /** The host tasks go to in place of the provider's own; null for the provider's. */
  otherHost: z.string().nullable(),
  /** What the next practice take is made to go through, in a sentence; null for nothing. */
  drill: z.string().nullable(),
})
export type ServiceView = z.infer<typeof serviceViewSchema>

export const snapshotSchema = z.object({
  appVersion: z.string(),
  /** How new it is: snapshots and answers may pass one another on the way. */
  revision: z.object({
    /** Grows with every change that lasts, from 0 at the start of the application. */
    change: z.number().int().nonnegative(),
    /** The highest `editNumber` among the edits it holds. */
    edit: z.number().int().nonnegative(),
  }),
  service: serviceViewSchema,
  project: projectSchema.extend({
    /** The folder, for display only. */
    folderLabel: z.string(),
    /** Before the first shot the folder can still be changed without leaving anything behind. */
    isEmpty: z.boolean(),
    /** Another Latitude drives the project: it can be looked at, nothing can be changed. */
    readOnly: z.object({ holder: z.string() }).nullable(),
  }),
  shots: z.array(shotViewSchema),
  /** Of bought takes only, as billed or listed; without those that wait. */
  spentUsd: z.number(),
  /** What the bought takes that wait will cost. */
  waitingUsd: z.number(),
  examples: z.array(exampleViewSchema),
  tools: toolsViewSchema,
  settings: settingsViewSchema,
  canvases: z.object({
    table: canvasTableSchema,
    /** When the provider's live schema was last read, ISO 8601; null when it never was on this machine. */
    readAt: z.string().nullable(),
  }),
  queue: queueViewSchema,
})
export type Snapshot = z.infer<typeof snapshotSchema>
