// One POST of one task, and its answer read within limits of time and size. The only place where the key goes onto
// the wire; nothing here is ever sent twice.
import { Failure } from '#shared/domain/failure'
import type { Clock } from '../../ports/clock'
import { toServiceFailure } from './error-groups'
import { toLineReason, toUnreachable } from './line-fault'
import { parseRetryAfter } from './retry'
import { parseEnvelope, type Envelope } from './wire'

export interface PostOptions {
  /** The whole address tasks are posted to, e.g. `http://127.0.0.1:4100/v1`. */
  endpoint: string
  fetch: typeof fetch
  clock: Clock
  /** Asked for each request. Throws `service-key` when there is none. */
  key: () => string
}

export interface Answer {
  status: number
  envelope: Envelope
  /** What the service asks to wait before the next request, milliseconds. */
  retryAfterMs: number | undefined
}

/** `taskType` and whatever else belongs to it. */
export type PostedTask = { taskType: string; [field: string]: unknown }

export type Post = (task: PostedTask, signal?: AbortSignal) => Promise<Answer>

/** Milliseconds until an answer must have come whole. A still of 10 MB goes up on a slow line in two minutes. */
export const TIME_OUTS_MS: Readonly<Record<string, number>> = {
  ping: 15_000,
  accountManagement: 20_000,
  getResponse: 30_000,
  getTaskDetails: 30_000,
  videoInference: 60_000,
  mediaStorage: 180_000,
}
const OTHER_TIME_OUT_MS = 30_000
/** An answer holds a few addresses; what is larger is none. */
export const ANSWER_BYTES_MAX = 4 * 1024 * 1024

/**
 * Rejects with `service-unreachable` (details: reason), `service-talks-nonsense`, or by status where no readable answer
 * came; with the signal's reason when aborted. An answer that holds errors is an answer.
 */
export function createPost({ endpoint, fetch, clock, key }: PostOptions): Post {
  return async (task, signal) => {
    signal?.throwIfAborted()
    const secret = key()
    const limit = startLimit(clock, TIME_OUTS_MS[task.taskType] ?? OTHER_TIME_OUT_MS)
    try {
      const response = await fetch(endpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
        body: JSON.stringify([task]),
        redirect: 'error',
        credentials: 'omit',
        signal: signal ? AbortSignal.any([signal, limit.signal]) : limit.signal,
      })
      const retryAfterMs = parseRetryAfter(response.headers.get('retry-after'), clock.now())
      const body = withoutKey(await readWithin(response, ANSWER_BYTES_MAX), secret)
      const envelope = parseEnvelope(body)
      if (envelope) return { status: response.status, envelope, retryAfterMs }
      throw toUnreadable(response.status, body, retryAfterMs)
    } catch (error) {
      if (signal?.aborted) throw signal.reason
      if (error instanceof Failure) throw error
      // The cause is left behind: what a fetch says of a request may hold its headers.
      throw toUnreachable(limit.signal.aborted ? 'time-out' : toLineReason(error))
    } finally {
      limit.stop()
    }
  }
}

/** Throws the first error of an answer, or its status when that alone says no. */
export function throwErrors({ envelope, status, retryAfterMs }: Answer): void {
  const refusal = status >= 400 ? status : undefined
  const error = envelope.errors[0] ?? (refusal === undefined ? undefined : NO_REASON)
  if (error) throw toServiceFailure(error, refusal, retryAfterMs)
}

export function nonsense(message: string, details: { status?: number } = {}): Failure {
  return new Failure('service-talks-nonsense', message, details)
}

const NO_REASON = { code: '', message: '', parameters: [], taskUuid: undefined, allowedValues: null }

/** Not the provider's protocol. Who sent it is not known, so it never says anything about a task. */
function toUnreadable(status: number, body: string, retryAfterMs: number | undefined): Failure {
  if (status === 401 || status === 402 || status === 429 || status >= 500)
    return toServiceFailure(NO_REASON, status, retryAfterMs)
  if (/^\s*<(!doctype|html|\?xml)/i.test(body)) {
    return nonsense(
      'A web page came in place of the service’s answer; a sign-in page or a proxy may stand between.',
      { status },
    )
  }
  return nonsense('The service’s answer was cut off or is not its protocol.', { status })
}

/** A service that repeats the key in a message must not bring it into an error. The stand-in's key is a common word. */
function withoutKey(body: string, secret: string): string {
  return secret.length < 12 ? body : body.replaceAll(secret, '(key)')
}

async function readWithin(response: Response, bytesMax: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    // Leaving the loop cancels the body: the rest is never taken in.
    if (bytes > bytesMax)
      throw nonsense('The service’s answer is far too long to be one.', { status: response.status })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Aborts its signal when the time has passed and it was not stopped. */
function startLimit(clock: Clock, ms: number): { signal: AbortSignal; stop(): void } {
  const limit = new AbortController()
  const stopped = new AbortController()
  clock.sleep(ms, stopped.signal).then(
    () => limit.abort(new Error('timed out')),
    () => undefined, // stopped
  )
  return { signal: limit.signal, stop: () => stopped.abort() }
}
