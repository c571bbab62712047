// Every call the window or another client can make, declared once: one object in, one object out.
import { z } from 'zod'
import { conformSettingsSchema } from '../domain/conform-settings'
import { cropSchema } from '../domain/crop'
import { VARIATIONS_MAX } from '../domain/limits'
import { budgetSchema, lookSchema } from '../domain/project'
import { AT_ONCE_MAX, flowSchema } from '../domain/queue'
import { shotEditSchema } from '../domain/shot-edit'
import { displayViewSchema } from './display-views'
import {
  balanceSchema,
  mediaIdSchema,
  serviceViewSchema,
  settingsViewSchema,
  snapshotSchema,
  takeEventSchema,
} from './views'

const nothing = z.object({})
const shotName = z.string().min(1).max(64)
const takeId = z.string().min(1).max(64)

const importResult = z.object({
  /** The shot the stills went to; null when none was imported. */
  shotName: z.string().nullable(),
  importedStillIds: z.array(z.string()),
  refused: z.array(z.object({ name: z.string(), code: z.string(), message: z.string() })),
})

export const calls = {
  getSnapshot: { input: nothing, output: snapshotSchema },
  /** Asks for a folder and opens the project in it, or makes one there. */
  chooseProject: { input: nothing, output: z.object({ isChanged: z.boolean() }) },
  revealProject: { input: nothing, output: nothing },
  /** Without a name, the next free one: `SH010`, `SH020`, … */
  createShot: { input: z.object({ name: shotName.optional() }), output: z.object({ shotName: z.string() }) },
  /** The window numbers its edits upward; a snapshot says by `revision.edit` which of them it holds. */
  editShot: {
    input: z.object({
      shotName,
      edit: shotEditSchema,
      editNumber: z.number().int().positive().optional(),
    }),
    output: nothing,
  },
  /** Takes back the shot's last edit, also one from before a restart. `label` is what it was; null when there is none. */
  undoShot: { input: z.object({ shotName }), output: z.object({ label: z.string().nullable() }) },
  redoShot: { input: z.object({ shotName }), output: z.object({ label: z.string().nullable() }) },
  /** Only a shot without takes. */
  removeShot: { input: z.object({ shotName }), output: nothing },
  /** Absolute paths of files or folders. Without a shot, the first still makes one. */
  importStills: {
    input: z.object({
      shotName: shotName.optional(),
      paths: z.array(z.string().min(1)).min(1).max(500),
      frame: z.number().int().nonnegative().optional(),
    }),
    output: importResult,
  },
  pickStills: { input: z.object({ shotName: shotName.optional() }), output: importResult },
  pasteStill: { input: z.object({ shotName: shotName.optional() }), output: importResult },
  /** What a browser drags: addresses of pictures, and pictures without a file, already sent over `media:`. */
  importFromBrowser: {
    input: z.object({
      shotName: shotName.optional(),
      items: z
        .array(
          z.discriminatedUnion('kind', [
            z.object({ kind: z.literal('url'), url: z.string().min(1).max(100_000_000) }),
            z.object({ kind: z.literal('upload'), token: z.string().min(1).max(64) }),
          ]),
        )
        .min(1)
        .max(100),
      frame: z.number().int().nonnegative().optional(),
    }),
    output: importResult,
  },
  useExample: { input: z.object({ exampleId: z.string() }), output: z.object({ shotName: z.string() }) },
  /** The exact task a take would send, images as placeholders, also as a curl command without a key; sends nothing. */
  previewRequest: {
    input: z.object({ shotName }),
    output: z.object({ request: z.array(z.record(z.string(), z.unknown())), curl: z.string() }),
  },
  /** The picture of the keyframe at this frame exactly as it would be sent; made when it is not there yet. */
  getPreparedFrame: {
    input: z.object({ shotName, frame: z.number().int().nonnegative() }),
    output: z.object({ mediaId: mediaIdSchema, bytes: z.number().int().positive() }),
  },
  /** Where sharp's measures of attention and of detail would lay the crop of the keyframe at this frame. */
  suggestCrops: {
    input: z.object({ shotName, frame: z.number().int().nonnegative() }),
    output: z.object({
      suggestions: z.array(z.object({ kind: z.enum(['attention', 'entropy']), crop: cropSchema })),
    }),
  },
  /** Every prompt of the project, the newest first, each once. */
  listPrompts: {
    input: nothing,
    output: z.object({
      prompts: z.array(
        z.object({
          text: z.string(),
          /** `SH010 v002`, or the shot's name alone. */
          source: z.string(),
          /** ISO 8601; null for the prompt a shot has now. */
          at: z.string().nullable(),
        }),
      ),
    }),
  },
  /** A look of the same name is replaced. */
  saveLook: { input: z.object({ look: lookSchema }), output: nothing },
  removeLook: { input: z.object({ name: z.string() }), output: nothing },
  setBudget: { input: z.object({ budgetUsd: budgetSchema }), output: nothing },
  /** For what is made from now on. Rejects with `name-too-long` where frames could not be opened everywhere. */
  setConform: { input: z.object({ conform: conformSettingsSchema }), output: nothing },
  /** Reads the provider's live schema for canvas sizes; what is known stays known when it cannot be read. */
  refreshCanvases: {
    input: nothing,
    output: z.object({ status: z.enum(['read', 'unreachable', 'not-understood']) }),
  },
  /**
   * Makes takes of the shot as it stands, each one on its own, and queues them; each is driven to its end. Resolves
   * once the intents are on disk, to the first. Rejects with `repeats-take` when a bought take of the shot asked for
   * the same within a day, unless that is meant.
   */
  buyTake: {
    input: z.object({
      shotName,
      count: z.number().int().min(1).max(VARIATIONS_MAX).default(1),
      isRepeatMeant: z.boolean().default(false),
    }),
    output: z.object({ takeId: z.string(), takeIds: z.array(z.string()) }),
  },
  /** Goes on with a parked take, or makes the proxies that could not be made before. */
  resumeTake: { input: z.object({ takeId }), output: nothing },
  /** Asks the service for the bad files of a damaged or failed take again; good frames are not replaced. */
  downloadAgain: { input: z.object({ takeId }), output: nothing },
  /**
   * Zips, EXR files and folders of them become takes of origin `ingested`, without money; without a shot, of a new one.
   * What is none of these comes back as `left`.
   */
  ingestDeliveries: {
    input: z.object({ shotName: shotName.optional(), paths: z.array(z.string().min(1)).min(1).max(500) }),
    output: z.object({
      takes: z.array(z.object({ shotName: z.string(), takeId: z.string() })),
      left: z.array(z.string()),
    }),
  },
  /** The EXR file of one frame, as it lies on the disk; `frame` counts from 0. */
  getFrameFile: {
    input: z.object({ takeId, frame: z.number().int().nonnegative() }),
    output: z.object({ mediaId: mediaIdSchema }),
  },
  /** The display transforms the stage can draw frames through; the first is the usual one. */
  getDisplayViews: { input: nothing, output: z.object({ views: z.array(displayViewSchema) }) },
  /** Reads and compares everything that was sealed; the take then says what was found. Rejects with `seal-unreadable`. */
  checkSeal: { input: z.object({ takeId }), output: z.object({ isIntact: z.boolean() }) },
  revealTake: { input: z.object({ takeId }), output: nothing },
  /** Bytes on the disk, of the whole project and of each take; walked anew each time. */
  getDiskUse: {
    input: nothing,
    output: z.object({
      projectBytes: z.number().int().nonnegative(),
      takes: z.array(z.object({ takeId: z.string(), bytes: z.number().int().nonnegative() })),
    }),
  },
  /** To the system's trash; the ledger remembers. Rejects with `take-at-work` or `trash-refused`. */
  trashTake: { input: z.object({ takeId }), output: nothing },
  /** Goes on with a drag that began in the window: every frame, the folder of frames, or the take's whole folder. */
  dragOut: { input: z.object({ takeId, what: z.enum(['sequence', 'folder', 'take']) }), output: nothing },
  saveSettings: { input: settingsViewSchema.partial(), output: nothing },
  /** Asks for an ffmpeg program and checks what it can do. */
  chooseFfmpeg: { input: nothing, output: z.object({ isChanged: z.boolean() }) },
  /** Tests the key and takes it when the service does. It never comes back; `session` lasts until the end of the program. */
  setKey: {
    input: z.object({ key: z.string().trim().min(1).max(4_096), keep: z.enum(['stored', 'session']) }),
    output: z.object({ balance: balanceSchema.nullable() }),
  },
  /** Without another key, takes are practice again. */
  forgetKey: { input: nothing, output: nothing },
  /** `balance` is null when the key is taken but its balance is not told. */
  checkKey: { input: nothing, output: z.object({ balance: balanceSchema.nullable() }) },
  getBalance: { input: nothing, output: z.object({ balance: balanceSchema }) },
  /** The service of the next takes. Runware needs a key. */
  chooseService: { input: z.object({ service: serviceViewSchema.shape.current }), output: nothing },
  /** `going` sends what waits, and tries again after a refused key or missing credit. */
  setQueueFlow: { input: z.object({ flow: flowSchema }), output: nothing },
  setQueueAtOnce: { input: z.object({ atOnce: z.number().int().min(1).max(AT_ONCE_MAX) }), output: nothing },
  /** Moves a waiting take to a place among the waiting, from 0. */
  moveWaitingTake: {
    input: z.object({ takeId, place: z.number().int().nonnegative() }),
    output: nothing,
  },
  /** Ends a take that was never sent; nothing is billed. Rejects with `take-not-waiting`. */
  withdrawTake: { input: z.object({ takeId }), output: nothing },
  approveTake: { input: z.object({ takeId, isApproved: z.boolean() }), output: nothing },
  /** Every event the ledger has of a take, the oldest first. */
  getTakeHistory: {
    input: z.object({ takeId }),
    output: z.object({ events: z.array(takeEventSchema) }),
  },
  /** Every take with its money as CSV, to a file the artist chooses. */
  exportLedger: { input: nothing, output: z.object({ isSaved: z.boolean() }) },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>

export type CallName = keyof typeof calls
export type CallInput<Name extends CallName> = z.input<(typeof calls)[Name]['input']>
export type CallOutput<Name extends CallName> = z.output<(typeof calls)[Name]['output']>

/** Main's side: one function per call, given parsed input. */
export type CallHandlers = {
  [Name in CallName]: (
    input: z.output<(typeof calls)[Name]['input']>,
  ) => Promise<z.input<(typeof calls)[Name]['output']>>
}

/** The window's side: the same names, typed. */
export type CallClient = {
  [Name in CallName]: (input: CallInput<Name>) => Promise<CallOutput<Name>>
}
