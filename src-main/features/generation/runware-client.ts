// A thin client of the provider's HTTP API: five task types, time-outs, no retries of its own. It never decides to
// send anything twice; task-fate.ts and the pipeline do.
import { Failure } from '#shared/domain/failure'
import type { VideoTask } from './request-schema'
import {
  parseEnvelope,
  toPollAnswer,
  toServiceFailure,
  type DataItem,
  type Envelope,
  type PollAnswer,
} from './wire'

export interface RunwareClientOptions {
  /** The whole address tasks are posted to, e.g. `http://127.0.0.1:4100/v1`. */
  endpoint: string
  fetch: typeof fetch
  key: string
  /** Milliseconds for one request. */
  timeoutMs?: number
}

export type SubmitAnswer = 'accepted' | 'accepted-before'

export interface RunwareClient {
  /** Uploads a picture; returns the id to be used as `image`. Costs nothing and may be repeated. */
  upload(bytes: Uint8Array, mimeType: string, uuid: string, signal?: AbortSignal): Promise<string>
  /** Posts one task. `accepted-before` when the service already holds this UUID. */
  submit(task: VideoTask, signal?: AbortSignal): Promise<SubmitAnswer>
  poll(taskUuid: string, signal?: AbortSignal): Promise<PollAnswer>
  /** Whether the service's archive knows the task. */
  isKnown(taskUuid: string, signal?: AbortSignal): Promise<boolean>
  /** What the archive says of a task that can no longer be asked after; undefined when it does not know it. */
  recall(taskUuid: string, signal?: AbortSignal): Promise<PollAnswer | undefined>
}

const DEFAULT_TIMEOUT_MS = 60_000

/** All functions reject with a `service-…` Failure; with the signal's reason when aborted. */
export function createRunwareClient(options: RunwareClientOptions): RunwareClient {
  const post = (task: object, signal?: AbortSignal): Promise<Answer> => postTask(options, task, signal)

  async function details(taskUuid: string, signal?: AbortSignal): Promise<DataItem | undefined> {
    const answer = await post({ taskType: 'getTaskDetails', taskUUID: taskUuid }, signal)
    if (answer.envelope.errors.some((error) => /^(taskNotFound|taskExpired)$/i.test(error.code)))
      return undefined
    throwErrors(answer)
    return answer.envelope.items.find((item) => item.taskUUID === taskUuid)
  }

  return {
    async upload(bytes, mimeType, uuid, signal) {
      const media = `data:${mimeType};base64,${Buffer.from(bytes).toString('base64')}`
      const answer = await post(
        { taskType: 'mediaStorage', taskUUID: uuid, operation: 'upload', media },
        signal,
      )
      throwErrors(answer)
      const id = answer.envelope.items[0]?.mediaUUID
      if (id === undefined) throw nonsense('An upload was answered without an id.')
      return id
    },

    async submit(task, signal) {
      const answer = await post(task, signal)
      if (answer.envelope.errors.some((error) => error.code.toLowerCase() === 'conflicttaskuuid'))
        return 'accepted-before'
      throwErrors(answer)
      const isAcknowledged = answer.envelope.items.some((item) => item.taskUUID === task.taskUUID)
      if (!isAcknowledged) throw nonsense('The request was answered without its own id.')
      return 'accepted'
    },

    async poll(taskUuid, signal) {
      const answer = await post({ taskType: 'getResponse', taskUUID: taskUuid }, signal)
      // A refused poll (key, pace, server) says nothing about the job; only a task's own error ends it.
      if (answer.status >= 400 && !answer.envelope.errors.some((error) => error.taskUuid === taskUuid))
        throwErrors(answer)
      return toPollAnswer(answer.envelope, taskUuid)
    },

    isKnown: async (taskUuid, signal) => (await details(taskUuid, signal)) !== undefined,

    async recall(taskUuid, signal) {
      const item = await details(taskUuid, signal)
      if (!item) return undefined
      const archived = parseEnvelope(JSON.stringify(item.response ?? {}))
      const answer = archived ? toPollAnswer(archived, taskUuid) : undefined
      return answer && answer.kind !== 'nothing' ? answer : { kind: 'processing', fraction: undefined }
    },
  }
}

interface Answer {
  status: number
  envelope: Envelope
}

async function postTask(options: RunwareClientOptions, task: object, signal?: AbortSignal): Promise<Answer> {
  const timeout = AbortSignal.timeout(options.timeoutMs ?? DEFAULT_TIMEOUT_MS)
  let status: number
  let body: string
  try {
    const response = await options.fetch(options.endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${options.key}` },
      body: JSON.stringify([task]),
      redirect: 'error',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    })
    status = response.status
    body = await response.text()
  } catch (error) {
    if (signal?.aborted) throw signal.reason
    throw new Failure('service-unreachable', 'The service could not be reached.', {}, { cause: error })
  }
  const envelope = parseEnvelope(body)
  if (envelope) return { status, envelope }
  if (status >= 400)
    throw toServiceFailure(
      { code: '', message: '', parameters: [], taskUuid: undefined, allowedValues: null },
      status,
    )
  throw nonsense('The service answered with something that is not its protocol.')
}

function throwErrors(answer: Answer): void {
  const error = answer.envelope.errors[0]
  if (error) throw toServiceFailure(error, answer.status >= 400 ? answer.status : undefined)
  if (answer.status >= 400) {
    throw toServiceFailure(
      { code: '', message: '', parameters: [], taskUuid: undefined, allowedValues: null },
      answer.status,
    )
  }
}

function nonsense(message: string): Failure {
  return new Failure('service-talks-nonsense', message)
}
