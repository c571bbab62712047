// The provider's answers, read tolerantly: unknown fields are kept aside, both failure shapes and both result
// places are accepted, an unknown status means processing. Foreign words stop here.
import { z } from 'zod'
import { Failure, type FailureCode, type FailureDetails } from '#shared/domain/failure'

const errorItem = z.looseObject({
  code: z.string().optional(),
  message: z.string().optional(),
  parameter: z.union([z.string(), z.array(z.string())]).optional(),
  type: z.string().optional(),
  taskUUID: z.string().optional(),
  allowedValues: z.unknown().optional(),
})

const dataItem = z.looseObject({
  taskType: z.string().optional(),
  taskUUID: z.string().optional(),
  status: z.string().optional(),
  progress: z.number().optional(),
  videoURL: z.string().optional(),
  mediaUUID: z.string().optional(),
  cost: z.number().optional(),
  error: errorItem.optional(),
  outputs: z
    .looseObject({
      files: z.array(z.looseObject({ type: z.string().optional(), url: z.string() })).optional(),
    })
    .optional(),
})
export type DataItem = z.infer<typeof dataItem>

const envelope = z.looseObject({
  data: z.array(dataItem).optional(),
  errors: z.array(errorItem).optional(),
  error: errorItem.optional(),
})

export interface ProviderError {
  code: string
  message: string
  parameters: string[]
  taskUuid: string | undefined
  allowedValues: unknown
}

export interface Envelope {
  items: DataItem[]
  errors: ProviderError[]
}

/** Reads an answer's body; undefined when it is not the provider's JSON at all. */
export function parseEnvelope(body: string): Envelope | undefined {
  try {
    return toEnvelope(JSON.parse(body))
  } catch {
    return undefined
  }
}

function toEnvelope(json: unknown): Envelope | undefined {
  const parsed = envelope.safeParse(json)
  if (!parsed.success) return undefined
  const { data = [], errors = [], error } = parsed.data
  return { items: data, errors: [...errors, ...(error ? [error] : [])].map(toProviderError) }
}

export function toProviderError(item: z.infer<typeof errorItem>): ProviderError {
  const { parameter } = item
  return {
    code: item.code ?? 'unknown',
    message: item.message ?? '',
    parameters: parameter === undefined ? [] : Array.isArray(parameter) ? parameter : [parameter],
    taskUuid: item.taskUUID,
    allowedValues: item.allowedValues,
  }
}

export interface ProviderResult {
  videoUrl: string | undefined
  exrUrl: string | undefined
  costUsd: number | undefined
}

export type PollAnswer =
  | { kind: 'processing'; fraction: number | undefined }
  | { kind: 'success'; result: ProviderResult }
  | { kind: 'failure'; error: ProviderError }
  | { kind: 'nothing' }

/** What a getResponse answer says of one task. An empty answer concludes nothing. */
export function toPollAnswer(answer: Envelope, taskUuid: string): PollAnswer {
  const error = answer.errors.find((item) => item.taskUuid === undefined || item.taskUuid === taskUuid)
  if (error) return { kind: 'failure', error }
  const item = answer.items.find((candidate) => candidate.taskUUID === taskUuid)
  if (!item) return { kind: 'nothing' }
  if (item.status === 'error') return { kind: 'failure', error: toProviderError(item.error ?? {}) }
  const result = toResult(item)
  if (item.status === 'success' || (item.status === undefined && result.videoUrl !== undefined)) {
    return { kind: 'success', result }
  }
  return { kind: 'processing', fraction: item.progress === undefined ? undefined : item.progress / 100 }
}

/** The archive keeps a task's answer as it was: a whole envelope, its items, or one item. */
export function toArchivedAnswer(entry: DataItem, taskUuid: string): PollAnswer {
  const kept = entry['response']
  const isItem = typeof kept === 'object' && kept !== null && 'taskUUID' in kept
  const answer = toEnvelope(Array.isArray(kept) ? { data: kept } : isItem ? { data: [kept] } : kept)
  return answer ? toPollAnswer(answer, taskUuid) : { kind: 'nothing' }
}

function toResult(item: DataItem): ProviderResult {
  return {
    videoUrl: item.videoURL,
    exrUrl: item.outputs?.files?.find((file) => file.type === undefined || file.type === 'exr')?.url,
    costUsd: item.cost,
  }
}

const RULES: readonly (readonly [RegExp, FailureCode])[] = [
  [/^(invalidapikey|missingapikey|unauthorized|forbidden)$|suspended$|disabled$/i, 'service-key'],
  [/credits$|quota$|balance$/i, 'service-money'],
  [/ratelimitexceeded$/i, 'service-busy'],
  [
    /^contentpolicyviolation$|^sensitivecontentdetected$|^nsfw|blocked$|^moderationfailed$/i,
    'service-safety',
  ],
  [/^(tasknotfound|taskexpired|medianotfound|mediaexpired)$/i, 'service-gone'],
  [/^(timeoutprovider|inferenceerror|taskfailed|modelunavailable)|^provider/i, 'service-failed'],
  [/^(internalservererror|serviceunavailable|unknown)$/i, 'service-busy'],
  [/^(invalid|missing|unsupported|conflict|duplicate|incompatible|max)/i, 'service-input'],
]

/** The group of a provider error; the raw code and message travel in the details. */
export function toServiceFailure(error: ProviderError, status?: number): Failure {
  const details: FailureDetails = {
    providerCode: error.code,
    providerMessage: error.message,
    parameters: error.parameters,
    status: status ?? null,
  }
  return new Failure(
    toCode(error.code, status),
    error.message || `The service answered ${error.code}.`,
    details,
  )
}

function toCode(code: string, status: number | undefined): FailureCode {
  if (status === 401 || status === 403) return 'service-key'
  if (status === 402) return 'service-money'
  if (status === 429 || status === 503 || status === 504) return 'service-busy'
  const rule = RULES.find(([pattern]) => pattern.test(code))
  if (rule) return rule[1]
  return status !== undefined && status >= 500 ? 'service-busy' : 'service-failed'
}
