// Follows a task that may have been sent: waits for its result, and settles the fate of a POST whose answer never
// came. Never sends under a new UUID.
import { Failure, isFailure, type FailureCode } from '#shared/domain/failure'
import type { Clock } from '../../ports/clock'
import { isPassing } from './error-groups'
import { pauseBefore, type PollSchedule } from './poll-schedule'
import type { VideoTask } from './request-schema'
import type { RunwareClient } from './runware-client'
import { toServiceFailure, type PollAnswer, type ProviderResult } from './wire'

export interface TaskFateOptions {
  client: RunwareClient
  clock: Clock
  schedule: PollSchedule
}

export type AwaitedResult = { kind: 'result'; result: ProviderResult } | { kind: 'still-pending' }
export type Fate = 'known' | 'resent' | 'unknown'

const EMPTY_POLLS_MS = 20_000
const RESEND_WITHIN_MS = 120_000
/** A service that cannot be asked for this long in a row leaves the fate open. */
const REFUSED_MS = 20_000
/** Answers and refusals in turn settle nothing; nobody is kept waiting for longer than this. */
const SETTLE_MAX_MS = 90_000
// Nothing readable came back from the service at all.
const LOST: ReadonlySet<FailureCode> = new Set(['service-unreachable', 'service-talks-nonsense'])

export interface AskControl {
  signal: AbortSignal
  /** A question was refused or lost. It says nothing of the task, and is asked again. */
  onRefused?(failure: Failure): void
  /** A question was answered, whatever the answer says of the task. */
  onAnswered?(): void
}

export interface SettleControl extends AskControl {
  /** The artist was asked and wants it sent again, however long ago it was. */
  isArtistsWish: boolean
  /** Awaited right before the task is sent again. */
  onPosting(): Promise<void>
}

export interface TaskFate {
  /**
   * Asks until the task has ended or patience is over; where questions stay empty, the archive is asked. Rejects with
   * a `service-…` Failure when the task itself failed; refused or lost questions are asked again.
   */
  awaitResult(
    taskUuid: string,
    control: AskControl & { onProgress(fraction: number | undefined): void },
  ): Promise<AwaitedResult>
  /**
   * Settles whether a task whose POST has no known answer was accepted. It is sent again, under the same UUID,
   * only when the service's archive does not know it, questions stay empty for 20 s in a row, and the first POST
   * (`postedAt`, epoch ms) is less than two minutes ago, or when the artist asked for it. It is sent again once: when
   * that answer is lost too, the service is asked on.
   */
  settle(task: VideoTask, postedAt: number, control: SettleControl): Promise<Fate>
}

type Answer = PollAnswer | { kind: 'refused' }

export function createTaskFate({ client, clock, schedule }: TaskFateOptions): TaskFate {
  async function orRefused<T>(
    { onRefused, onAnswered }: AskControl,
    question: () => Promise<T>,
  ): Promise<T | { kind: 'refused' }> {
    try {
      const answer = await question()
      onAnswered?.()
      return answer
    } catch (error) {
      if (!isFailure(error) || !(isPassing(error.code) || LOST.has(error.code))) throw error
      onRefused?.(error)
      return { kind: 'refused' }
    }
  }

  /** What is known of a task; one that is said to be gone counts as an empty answer. */
  async function ask(taskUuid: string, control: AskControl): Promise<Answer> {
    const answer = await orRefused(control, () => client.poll(taskUuid, control.signal))
    return isGone(answer) ? { kind: 'nothing' } : answer
  }

  /** The archive's word; `nothing` when it does not know the task. */
  async function recall(taskUuid: string, control: AskControl): Promise<Answer> {
    const answer = await orRefused(control, () => client.recall(taskUuid, control.signal))
    return answer === undefined || isGone(answer) ? { kind: 'nothing' } : answer
  }

  /** False when the answer was lost, so that the service may hold the task or not. */
  async function resend(task: VideoTask, signal: AbortSignal): Promise<boolean> {
    try {
      await client.submit(task, signal)
      return true
    } catch (error) {
      signal.throwIfAborted()
      if (isFailure(error) && isAmbiguous(error)) return false
      throw error
    }
  }

  return {
    async awaitResult(taskUuid, control) {
      const { signal, onProgress } = control
      const startedAt = clock.now()
      let emptySince: number | null = null
      for (let index = 0; clock.now() - startedAt < schedule.patienceMs; index += 1) {
        await clock.sleep(pauseBefore(schedule, index), signal)
        let answer = await ask(taskUuid, control)
        if (answer.kind === 'nothing') {
          emptySince ??= clock.now()
          if (clock.now() - emptySince >= EMPTY_POLLS_MS) {
            answer = await recall(taskUuid, control)
            emptySince = clock.now()
          }
        } else if (answer.kind !== 'refused') emptySince = null
        if (answer.kind === 'success') return { kind: 'result', result: answer.result }
        if (answer.kind === 'failure') throw toServiceFailure(answer.error)
        if (answer.kind === 'processing') onProgress(answer.fraction)
      }
      return { kind: 'still-pending' }
    },

    async settle(task, postedAt, control) {
      const { signal, isArtistsWish, onPosting } = control
      const startedAt = clock.now()
      let emptySince: number | null = null
      let refusedSince: number | null = null
      let isResent = false
      for (let index = 0; ; index += 1) {
        let answer = await ask(task.taskUUID, control)
        if (answer.kind === 'nothing') answer = await recall(task.taskUUID, control)
        const now = clock.now()
        if (answer.kind === 'refused') {
          // A refused question says nothing: what was empty before it does not count on.
          emptySince = null
          refusedSince ??= now
          if (now - refusedSince >= REFUSED_MS) return 'unknown'
        } else if (answer.kind !== 'nothing') return 'known'
        else {
          refusedSince = null
          emptySince ??= now
          if (now - emptySince >= EMPTY_POLLS_MS) {
            if (isResent || (!isArtistsWish && now - postedAt >= RESEND_WITHIN_MS)) return 'unknown'
            await onPosting()
            if (await resend(task, signal)) return 'resent'
            // Its answer was lost too: only the service can say, and there is no third time.
            isResent = true
            emptySince = null
          }
        }
        if (now - startedAt >= SETTLE_MAX_MS) return 'unknown'
        await clock.sleep(Math.max(1_000, pauseBefore(schedule, index)), signal)
      }
    },
  }
}

function isGone(answer: Answer): boolean {
  return answer.kind === 'failure' && /^(taskNotFound|taskExpired)$/i.test(answer.error.code)
}

/**
 * Whether a failed POST leaves it open if the service holds the task. Only a refusal in the service's own words is
 * certain; "too many requests" is one.
 */
export function isAmbiguous(error: unknown): boolean {
  if (!isFailure(error)) return true
  if (error.code === 'service-busy') return error.details['status'] !== 429
  return error.code === 'service-unreachable' || error.code === 'service-talks-nonsense'
}

/** Whether a POST was refused because an uploaded picture is no longer there. */
export function isMediaGone(error: unknown): boolean {
  return isFailure(error) && /^media(NotFound|Expired)$/i.test(String(error.details['providerCode'] ?? ''))
}

export function fateUnknown(taskUuid: string): Failure {
  return new Failure('fate-unknown', 'It is not known whether the service accepted this take.', { taskUuid })
}
