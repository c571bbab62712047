// Follows a task that may have been sent: submits it once, waits for its result, and settles the fate of a POST
// whose answer never came. Never sends under a new UUID.
import { Failure, isFailure } from '#shared/domain/failure'
import type { Clock } from '../../ports/clock'
import { pauseBefore, type PollSchedule } from './poll-schedule'
import type { VideoTask } from './request-schema'
import type { RunwareClient } from './runware-client'
import { toServiceFailure, type ProviderResult } from './wire'

export interface TaskFateOptions {
  client: RunwareClient
  clock: Clock
  schedule: PollSchedule
}

export type AwaitedResult = { kind: 'result'; result: ProviderResult } | { kind: 'still-pending' }
export type Fate = 'known' | 'resent' | 'unknown'

const EMPTY_POLLS_MS = 20_000
const RESEND_WITHIN_MS = 120_000
// Failures that say nothing about the job itself: the line is down, the key or the pace is refused.
const PASSING = new Set([
  'service-unreachable',
  'service-busy',
  'service-key',
  'service-money',
  'service-talks-nonsense',
])

export interface TaskFate {
  /**
   * Asks until the task has ended or patience is over. Rejects with a `service-…` Failure when the task itself
   * failed; refused or lost questions are asked again.
   */
  awaitResult(
    taskUuid: string,
    control: { signal: AbortSignal; onProgress(fraction: number | undefined): void },
  ): Promise<AwaitedResult>
  /**
   * Settles whether a task whose POST has no known answer was accepted. It is sent again, under the same UUID,
   * only when the service's archive does not know it, 20 s of questions stay empty, and `intendedAt` (epoch ms) is
   * less than two minutes ago, or when the artist asked for it (`isArtistsWish`).
   */
  settle(
    task: VideoTask,
    intendedAt: number,
    control: { signal: AbortSignal; isArtistsWish: boolean },
  ): Promise<Fate>
}

export function createTaskFate({ client, clock, schedule }: TaskFateOptions): TaskFate {
  async function ask(taskUuid: string, signal: AbortSignal) {
    try {
      return await client.poll(taskUuid, signal)
    } catch (error) {
      if (isFailure(error) && PASSING.has(error.code)) return { kind: 'refused' } as const
      throw error
    }
  }

  return {
    async awaitResult(taskUuid, { signal, onProgress }) {
      const startedAt = clock.now()
      for (let index = 0; clock.now() - startedAt < schedule.patienceMs; index += 1) {
        await clock.sleep(pauseBefore(schedule, index), signal)
        const answer = await ask(taskUuid, signal)
        if (answer.kind === 'success') return { kind: 'result', result: answer.result }
        if (answer.kind === 'failure') throw toServiceFailure(answer.error)
        if (answer.kind === 'processing') onProgress(answer.fraction)
      }
      return { kind: 'still-pending' }
    },

    async settle(task, intendedAt, { signal, isArtistsWish }) {
      const startedAt = clock.now()
      for (let index = 0; ; index += 1) {
        const answer = await ask(task.taskUUID, signal)
        if (answer.kind !== 'nothing' && answer.kind !== 'refused' && !isGone(answer)) return 'known'
        if (answer.kind !== 'refused' && (await client.isKnown(task.taskUUID, signal))) return 'known'
        if (clock.now() - startedAt >= EMPTY_POLLS_MS) {
          const mayResend =
            answer.kind !== 'refused' && (isArtistsWish || clock.now() - intendedAt < RESEND_WITHIN_MS)
          if (!mayResend) return 'unknown'
          await client.submit(task, signal)
          return 'resent'
        }
        await clock.sleep(Math.max(1_000, pauseBefore(schedule, index)), signal)
      }
    },
  }
}

function isGone(answer: { kind: string; error?: { code: string } }): boolean {
  return answer.kind === 'failure' && /^(taskNotFound|taskExpired)$/i.test(answer.error?.code ?? '')
}

/** Whether a failed submit leaves it open if the service holds the task. */
export function isAmbiguous(error: unknown): boolean {
  return (
    isFailure(error) &&
    (error.code === 'service-unreachable' ||
      error.code === 'service-busy' ||
      error.code === 'service-talks-nonsense')
  )
}

export function fateUnknown(taskUuid: string): Failure {
  return new Failure('fate-unknown', 'It is not known whether the service accepted this take.', { taskUuid })
}
