// Every event main sends, declared once.
import { z } from 'zod'
import { queueViewSchema, snapshotSchema, takeActivitySchema, takeViewSchema } from './views'

export const events = {
  /** The whole project as it stands, after any change that lasts. */
  projectChanged: snapshotSchema,
  /** Between changes: how far a take has come. */
  takeProgress: z.object({ takeId: z.string(), activity: takeActivitySchema.nullable() }),
  /** One take as it stands after a step, with what moves along with it: the queue and the money. */
  takeChanged: z.object({
    take: takeViewSchema,
    queue: queueViewSchema,
    spentUsd: z.number(),
    waitingUsd: z.number(),
  }),
  /** The artist asks to see a take, outside the window. */
  takeShown: z.object({ shotName: z.string(), takeId: z.string() }),
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
