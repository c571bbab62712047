// Every call the window or another client can make, declared once: one object in, one object out.
import { z } from 'zod'
import { surroundSchema } from '../domain/project'
import { shotPatchSchema } from '../domain/shot'
import { mediaIdSchema, snapshotSchema } from './views'

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
  editShot: { input: z.object({ shotName, patch: shotPatchSchema }), output: nothing },
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
  useExample: { input: z.object({ exampleId: z.string() }), output: z.object({ shotName: z.string() }) },
  /** The exact task a take would send, images as placeholders; sends nothing. */
  previewRequest: {
    input: z.object({ shotName }),
    output: z.object({ request: z.array(z.record(z.string(), z.unknown())) }),
  },
  /** Makes one take of the shot as it stands and drives it to its end. Resolves once the intent is on disk. */
  buyTake: { input: z.object({ shotName }), output: z.object({ takeId: z.string() }) },
  /** Goes on with a parked take, or makes the proxies that could not be made before. */
  resumeTake: { input: z.object({ takeId }), output: nothing },
  /** The true frame through the ACES 1.3 SDR view as a picture; `frame` counts from 0. */
  getStillFrame: {
    input: z.object({ takeId, frame: z.number().int().nonnegative() }),
    output: z.object({ mediaId: mediaIdSchema }),
  },
  revealTake: { input: z.object({ takeId }), output: nothing },
  saveSettings: { input: z.object({ surround: surroundSchema }), output: nothing },
  /** Asks for an ffmpeg program and checks what it can do. */
  chooseFfmpeg: { input: nothing, output: z.object({ isChanged: z.boolean() }) },
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
