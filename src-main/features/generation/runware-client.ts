// A thin client of the provider's HTTP API for takes. What costs nothing is asked again when it is refused for now;
// the POST of a task is sent once, and task-fate.ts and the pipeline decide about everything after it.
import { Failure, isFailure } from '#shared/domain/failure'
import { isPassing, toGroup, type ProviderError } from './error-groups'
import { createPost, nonsense, throwErrors, type Answer, type PostOptions } from './post-task'
import type { VideoTask } from './request-schema'
import { createRetry } from './retry'
import { isSame, toArchivedAnswer, toPollAnswer, type DataItem, type PollAnswer } from './wire'

export interface RunwareClientOptions extends PostOptions {
  /** 0…1; spreads repeated questions in time. */
  random: () => number
}

export type SubmitAnswer = 'accepted' | 'accepted-before'

export interface RunwareClient {
  /** Uploads a picture; returns the id to be used as `image`. Costs nothing and may be repeated. */
  upload(bytes: Uint8Array, mimeType: string, uuid: string, signal?: AbortSignal): Promise<string>
  /** Posts one task, once. `accepted-before` when the service already holds this UUID. */
  submit(task: VideoTask, signal?: AbortSignal): Promise<SubmitAnswer>
  /** Rejects only with what says nothing about the task: unreachable, key, money, busy, nonsense. */
  poll(taskUuid: string, signal?: AbortSignal): Promise<PollAnswer>
  /** What the archive says of a task; undefined when it does not know it. Rejects like `poll`. */
  recall(taskUuid: string, signal?: AbortSignal): Promise<PollAnswer | undefined>
}

const TRIES = 3

/** All functions reject with a `service-…` Failure; with the signal's reason when aborted. */
export function createRunwareClient(options: RunwareClientOptions): RunwareClient {
  const post = createPost(options)
  const retry = createRetry(options)

  const ask = (taskType: string, taskUuid: string, signal: AbortSignal | undefined): Promise<Answer> =>
    retry(
      async () => {
        const answer = await post({ taskType, taskUUID: taskUuid }, signal)
        if (isRefused(answer, taskUuid)) throwRefusal(answer)
        return answer
      },
      // Lost connections are the asker's business: it asks again anyway, at its own pace.
      { tries: TRIES, on: ['service-busy'], signal },
    )

  /** The archive's entry; undefined only when the archive itself says that it has none. */
  async function details(taskUuid: string, signal?: AbortSignal): Promise<DataItem | undefined> {
    const answer = await ask('getTaskDetails', taskUuid, signal)
    const { items, errors } = answer.envelope
    const found = items.find((item) => isSame(item.taskUUID, taskUuid))
    if (!found && !errors.every(isUnknownTask)) throwRefusal(answer)
    return found
  }

  return {
    async upload(bytes, mimeType, uuid, signal) {
      const media = `data:${mimeType};base64,${Buffer.from(bytes).toString('base64')}`
      const task = { taskType: 'mediaStorage', taskUUID: uuid, operation: 'upload', media }
      const send = async (): Promise<string> => {
        const answer = await post(task, signal)
        throwErrors(answer)
        const id = answer.envelope.items[0]?.mediaUUID
        if (id === undefined) throw nonsense('An upload was answered without an id.')
        return id
      }
      return retry(send, { tries: TRIES, on: ['service-busy', 'service-unreachable'], signal })
    },

    async submit(task, signal) {
      const answer = await post(task, signal)
      if (answer.envelope.items.some((item) => isSame(item.taskUUID, task.taskUUID))) return 'accepted'
      if (answer.envelope.errors.some((error) => error.code.toLowerCase() === 'conflicttaskuuid'))
        return 'accepted-before'
      throwErrors(answer)
      throw nonsense('The request was answered without its own id.')
    },

    async poll(taskUuid, signal) {
      return toPollAnswer((await ask('getResponse', taskUuid, signal)).envelope, taskUuid)
    },

    async recall(taskUuid, signal) {
      const item = await details(taskUuid, signal)
      const answer = item && toArchivedAnswer(item, taskUuid)
      // Known, and without an answer yet.
      return answer?.kind === 'nothing' ? { kind: 'processing', fraction: undefined } : answer
    },
  }
}

const isUnknownTask = ({ code }: ProviderError): boolean => /^(taskNotFound|taskExpired)$/i.test(code)

/** Whether the question was refused, so that nothing is said of the task. */
function isRefused({ status, envelope }: Answer, taskUuid: string): boolean {
  const { items, errors } = envelope
  if (items.some((item) => isSame(item.taskUUID, taskUuid))) return false
  if ([401, 402, 403, 429].includes(status) || status >= 500) return true
  const own = errors.filter((error) => isSame(error.taskUuid, taskUuid) || isUnknownTask(error))
  // Where the status alone says yes, an error without a name can only be about the one task asked for.
  const about = status >= 400 ? own : errors
  return about.length === 0 ? status >= 400 : about.every((error) => isPassing(toGroup(error, undefined)))
}

/** A refused question never ends a task: whatever is not plainly about key, money or pace is called nonsense. */
function throwRefusal(answer: Answer): never {
  try {
    throwErrors(answer)
  } catch (error) {
    if (!isFailure(error) || isPassing(error.code)) throw error
    throw new Failure('service-talks-nonsense', `The question was refused: ${error.message}`, error.details)
  }
  throw nonsense('The question was refused without a reason.')
}
