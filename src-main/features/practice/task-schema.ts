// The tasks the service understands, field by field, as the provider documents them; strict, so that a misspelt
// field is refused here and not first where it costs money. Rules between fields are in task-rules.ts.
import { TIERS } from '#shared/domain/canvas'
import { KEYFRAMES_MAX, PROMPT_MAX } from '#shared/domain/rules'
import { z } from 'zod'
import { toServiceError, type ServiceError } from './service-error'

export const MODEL = 'luma:ray@3.2'

const taskUUID = z.uuidv4().transform((uuid) => uuid.toLowerCase())

const frameImage = z.strictObject({
  image: z.string().min(1),
  frame: z.union([z.literal('first'), z.literal('last'), z.number().int().min(-1)]),
})

export const videoTaskSchema = z.strictObject({
  taskType: z.literal('videoInference'),
  taskUUID,
  model: z.literal(MODEL),
  positivePrompt: z.string().min(1).max(PROMPT_MAX),
  resolution: z.enum(TIERS).optional(),
  width: z.number().int().positive().optional(),
  height: z.number().int().positive().optional(),
  duration: z.union([z.literal(5), z.literal(10)]).optional(),
  inputs: z
    .strictObject({ frameImages: z.array(frameImage).min(1).max(KEYFRAMES_MAX).optional() })
    .optional(),
  settings: z
    .strictObject({
      hdr: z.boolean().optional(),
      exrExport: z.boolean().optional(),
      loop: z.boolean().optional(),
    })
    .optional(),
  includeCost: z.boolean().optional(),
  // One clip, one MP4, fetched by polling: what the provider offers beyond that, practice does not do.
  numberResults: z.literal(1).optional(),
  deliveryMethod: z.literal('async').optional(),
  outputType: z.literal('URL').optional(),
  outputFormat: z.literal('MP4').optional(),
  outputQuality: z.number().int().min(20).max(99).optional(),
  ttl: z.number().int().min(60).optional(),
  safety: z.looseObject({}).optional(),
})
export type VideoTask = z.infer<typeof videoTaskSchema>

export const taskSchemas = {
  videoInference: videoTaskSchema,
  getResponse: z.strictObject({ taskType: z.literal('getResponse'), taskUUID }),
  getTaskDetails: z.strictObject({ taskType: z.literal('getTaskDetails'), taskUUID }),
  mediaStorage: z.strictObject({
    taskType: z.literal('mediaStorage'),
    taskUUID,
    operation: z.literal('upload'),
    media: z.string().min(1),
  }),
  accountManagement: z.strictObject({
    taskType: z.literal('accountManagement'),
    taskUUID,
    operation: z.literal('getDetails'),
  }),
  ping: z.strictObject({
    taskType: z.literal('ping'),
    taskUUID: taskUUID.optional(),
    ping: z.literal(true).optional(),
  }),
} as const

export type TaskType = keyof typeof taskSchemas
export type Task = z.infer<(typeof taskSchemas)[TaskType]>

export type ReadTask = { ok: true; task: Task } | { ok: false; errors: ServiceError[] }

/** Reads one element of a request's array. */
export function readTask(raw: unknown): ReadTask {
  const fields = isRecord(raw) ? raw : {}
  const { taskType } = fields
  if (typeof taskType !== 'string' || !Object.hasOwn(taskSchemas, taskType)) {
    const code = taskType === undefined ? 'missingTaskType' : 'unsupportedTaskType'
    const more = { parameter: 'taskType', type: 'string', allowedValues: Object.keys(taskSchemas) }
    return {
      ok: false,
      errors: [
        toServiceError(code, 'The task type is missing or not one practice knows.', {
          ...more,
          ...uuidOf(fields),
        }),
      ],
    }
  }
  const parsed = taskSchemas[taskType as TaskType].safeParse(raw)
  if (parsed.success) return { ok: true, task: parsed.data }
  return {
    ok: false,
    errors: parsed.error.issues
      .flatMap((issue) => toErrors(issue, raw))
      .map((e) => ({ ...e, ...uuidOf(fields) })),
  }
}

function toErrors(issue: z.core.$ZodIssue, raw: unknown): ServiceError[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const parameter = [...issue.path, key].join('.')
      return toServiceError(
        'unsupportedParameter',
        `The parameter '${parameter}' is not supported by this model.`,
        {
          parameter,
        },
      )
    })
  }
  const parameter = issue.path.join('.')
  const name = pascal(lastName(issue.path))
  const allowed = 'values' in issue ? { allowedValues: issue.values.filter(isAllowed) } : unionValues(issue)
  if (valueAt(raw, issue.path) === undefined) {
    return [
      toServiceError(`missing${name}`, `The parameter '${parameter}' is required.`, {
        parameter,
        ...allowed,
      }),
    ]
  }
  const type = 'expected' in issue ? { type: String(issue.expected) } : {}
  return [
    toServiceError(`invalid${name}`, `The parameter '${parameter}' is not valid: ${issue.message}.`, {
      parameter,
      ...type,
      ...allowed,
    }),
  ]
}

/** The literals of a union, which zod reports one branch at a time. */
function unionValues(issue: z.core.$ZodIssue): { allowedValues?: (string | number | boolean)[] } {
  if (issue.code !== 'invalid_union') return {}
  const values = issue.errors.flat().flatMap((inner) => ('values' in inner ? inner.values : []))
  return { allowedValues: values.filter(isAllowed) }
}

function isAllowed(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value)
}

function lastName(path: readonly PropertyKey[]): string {
  return String(path.findLast((part) => typeof part === 'string') ?? 'task')
}

function pascal(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (isRecord(value) ? Reflect.get(value, key) : undefined), raw)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function uuidOf(fields: Record<string, unknown>): { taskUUID?: string } {
  return typeof fields.taskUUID === 'string' ? { taskUUID: fields.taskUUID } : {}
}
