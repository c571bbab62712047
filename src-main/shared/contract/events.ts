// Every event main sends, declared once.
import { z } from 'zod'
import { snapshotSchema, takeActivitySchema } from './views'

export const events = {
  /** The whole project as it stands, after any change that lasts. */
  projectChanged: snapshotSchema,
  /** Between changes: how far a take has come. */
  takeProgress: z.object({ takeId: z.string(), activity: takeActivitySchema.nullable() }),
  /** How far an import of several stills has come; null when it is done. */
  importProgress: z.object({ done: z.number().int(), total: z.number().int() }).nullable(),
  /** Something the artist should read although they did not just ask for it. */
  noticePosted: z.object({ code: z.string(), message: z.string(), takeId: z.string().nullable() }),
  /** The menu asks the window to act: open stills, paste, undo … */
  commandGiven: z.object({
    command: z.enum(['open-stills', 'paste', 'new-shot', 'choose-project', 'undo', 'redo', 'show-service']),
  }),
} as const satisfies Record<string, z.ZodType>

export type EventName = keyof typeof events
export type EventPayload<Name extends EventName> = z.output<(typeof events)[Name]>
export type EventListener<Name extends EventName> = (payload: EventPayload<Name>) => void
