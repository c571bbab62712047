// Undo and redo of one shot: a list of steps, each holding the fields it changed as they were before and after. Pure.
import { z } from 'zod'
import { shotSchema, type Shot } from './shot'

export const HISTORY_MAX = 200

/** Every field that an edit can change; unlike a patch from outside, stills too, so that an import can be undone. */
const fieldsSchema = shotSchema.omit({ version: true, name: true }).partial()
type Fields = z.infer<typeof fieldsSchema>

export const historyStepSchema = z.object({
  /** What was done, in a word or two: `Crop`, `Prompt`, `Add still`. */
  label: z.string(),
  /** Steps of the same key that follow one another closely become one, e.g. typing. */
  mergeKey: z.string().nullable(),
  /** Epoch ms of the last change in it. */
  at: z.number(),
  before: fieldsSchema,
  after: fieldsSchema,
})
export type HistoryStep = z.infer<typeof historyStepSchema>

export const historySchema = z.object({
  version: z.literal(1),
  steps: z.array(historyStepSchema),
  /** How many of the steps are done; those after it can be redone. */
  done: z.number().int().nonnegative(),
})
export type History = z.infer<typeof historySchema>

export const EMPTY_HISTORY: History = { version: 1, steps: [], done: 0 }

const FIELDS = Object.keys(fieldsSchema.shape) as (keyof Fields)[]
const MERGE_MS = 2000

/** Records the change from one shot to the next; the same history when nothing of it changed. */
export function recordStep(
  history: History,
  change: { before: Shot; after: Shot; label: string; mergeKey?: string | undefined; at: number },
): History {
  const fields = FIELDS.filter((field) => !isSame(change.before[field], change.after[field]))
  if (fields.length === 0) return history
  const step: HistoryStep = {
    label: change.label,
    mergeKey: change.mergeKey ?? null,
    at: change.at,
    before: pick(change.before, fields),
    after: pick(change.after, fields),
  }
  const done = history.steps.slice(0, history.done)
  const last = done.at(-1)
  const isMerged =
    last !== undefined &&
    step.mergeKey !== null &&
    last.mergeKey === step.mergeKey &&
    step.at - last.at <= MERGE_MS &&
    history.done === history.steps.length
  const steps = isMerged
    ? [
        ...done.slice(0, -1),
        { ...step, before: { ...step.before, ...last.before }, after: { ...last.after, ...step.after } },
      ]
    : [...done, step]
  const kept = steps.slice(-HISTORY_MAX)
  return { version: 1, steps: kept, done: kept.length }
}

/** The shot before its last step, and the history that can redo it; undefined when there is nothing to undo. */
export function undoStep(history: History, shot: Shot): { history: History; shot: Shot } | undefined {
  const step = history.steps[history.done - 1]
  if (!step) return undefined
  return { history: { ...history, done: history.done - 1 }, shot: { ...shot, ...step.before } }
}

export function redoStep(history: History, shot: Shot): { history: History; shot: Shot } | undefined {
  const step = history.steps[history.done]
  if (!step) return undefined
  return { history: { ...history, done: history.done + 1 }, shot: { ...shot, ...step.after } }
}

/** What the next undo and redo would concern, in words; null where there is none. */
export function historyLabels(history: History): { undo: string | null; redo: string | null } {
  return {
    undo: history.steps[history.done - 1]?.label ?? null,
    redo: history.steps[history.done]?.label ?? null,
  }
}

function pick(shot: Shot, fields: readonly (keyof Fields)[]): Fields {
  return Object.fromEntries(fields.map((field) => [field, shot[field]])) as Fields
}

// Documents are plain data, so their text is their value.
const isSame = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)
