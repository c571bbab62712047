// The provider's answers, read tolerantly: unknown fields are kept aside, both failure shapes and both result
// places are accepted, an unknown status means processing. Foreign words stop here.
import { z } from 'zod'
import { isPassing, toGroup, type ProviderError } from './error-groups'

export { toServiceFailure, type ProviderError } from './error-groups'

// A field of another kind than expected is as good as missing; the answer around it still counts.
const text = z.string().optional().catch(undefined)
const amount = z.number().optional().catch(undefined)

const errorItem = z.looseObject({
  code: text,
  message: text,
  parameter: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .catch(undefined),
  type: text,
  taskUUID: text,
  allowedValues: z.unknown().optional(),
})

const dataItem = z.looseObject({
  taskType: text,
  taskUUID: z.string().optional(),
  status: text,
  progress: amount,
  videoURL: text,
  mediaUUID: text,
  cost: amount,
  error: errorItem.optional().catch(undefined),
  outputs: z
    .looseObject({ files: z.array(z.looseObject({ type: text, url: z.string() })).optional() })
    .optional()
    .catch(undefined),
})
export type DataItem = z.infer<typeof dataItem>
const KNOWN_FIELDS = new Set(Object.keys(dataItem.shape))
const KNOWN_ERROR_FIELDS = new Set(Object.keys(errorItem.shape))

const envelope = z.looseObject({
  data: z.array(dataItem).optional(),
  errors: z.array(errorItem).optional(),
  error: errorItem.optional(),
})

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
  const extra = extraOf(item, KNOWN_ERROR_FIELDS)
  return {
    code: item.code ?? 'unknown',
    message: item.message ?? '',
    parameters: parameter === undefined ? [] : Array.isArray(parameter) ? parameter : [parameter],
    taskUuid: item.taskUUID,
    allowedValues: item.allowedValues,
    ...(extra ? { extra } : {}),
  }
}

export interface ProviderResult {
  videoUrl: string | undefined
  exrUrl: string | undefined
  costUsd: number | undefined
  /** Fields of the answer that nobody here knows, as they came. */
  extra?: Readonly<Record<string, unknown>>
}

export type PollAnswer =
  | { kind: 'processing'; fraction: number | undefined }
  | { kind: 'success'; result: ProviderResult }
  | { kind: 'failure'; error: ProviderError }
  | { kind: 'nothing' }

/**
 * What a getResponse answer says of one task. An empty answer concludes nothing, and neither does an error that
 * concerns the question (key, money, pace) and not the task: the task's own data wins over it.
 */
export function toPollAnswer(answer: Envelope, taskUuid: string): PollAnswer {
  const item = answer.items.find((candidate) => isSame(candidate.taskUUID, taskUuid))
  if (item?.status === 'error')
    return { kind: 'failure', error: { ...toProviderError(item.error ?? {}), isVerdict: true } }
  const error = answer.errors.find(
    (one) =>
      (one.taskUuid === undefined || isSame(one.taskUuid, taskUuid)) && !isPassing(toGroup(one, undefined)),
  )
  if (error) return { kind: 'failure', error }
  if (!item) return { kind: 'nothing' }
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

export function isSame(uuid: string | undefined, taskUuid: string): boolean {
  return uuid?.toLowerCase() === taskUuid.toLowerCase()
}

function toResult(item: DataItem): ProviderResult {
  const extra = extraOf(item, KNOWN_FIELDS)
  return {
    videoUrl: item.videoURL,
    exrUrl: findExr(item.outputs?.files ?? []),
    costUsd: item.cost,
    ...(extra ? { extra } : {}),
  }
}

/** By its type; where the types say nothing of the kind, by the ending of its address. */
function findExr(files: readonly { type?: string | undefined; url: string }[]): string | undefined {
  const typed = files.find(({ type }) => type === undefined || /exr/i.test(type))
  return (typed ?? files.find(({ url }) => /\.(exr|zip)(\?|#|$)/i.test(url)))?.url
}

function extraOf(item: object, known: ReadonlySet<string>): Readonly<Record<string, unknown>> | undefined {
  const extra = Object.entries(item).filter(([name]) => !known.has(name))
  return extra.length > 0 ? Object.fromEntries(extra) : undefined
}
