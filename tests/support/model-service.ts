// The paid service as the model of the never-pay-twice test sees it: at its worst within what is known of it. It bills
// every POST it accepts, also a second one of the same id, and what it accepted shows up only after a while.
import { Failure } from '#shared/domain/failure'
import type { RunwareClient } from '../../src-main/features/generation/runware-client'
import type { PollAnswer } from '../../src-main/features/generation/wire'
import type { Clock } from '../../src-main/ports/clock'

/** What happens to one request; once the list has run out, everything goes well. */
export const MOODS = [
  ...(['well', 'lost before', 'lost after', '500 before', '500 after', 'nonsense after'] as const),
  ...(['too many', 'no key', 'no money', 'media gone', 'bad input'] as const),
] as const
export type Mood = (typeof MOODS)[number]

export interface ModelService {
  client: RunwareClient
  /** Every id that was ever posted. */
  posted: Set<string>
  /** How often each id was accepted, which is how often it was billed. */
  billed: Map<string, number>
}

export interface ModelServiceOptions {
  clock: Clock
  moods: Mood[]
  /** Milliseconds from acceptance until questions find the task. */
  hiddenMs: number
  /** How often a task is still running before it is done. */
  pollsNeeded: number
  endsWith: 'success' | 'moderation'
  /** Called around every request; throws when the process is dead. */
  tick(): void
}

const REFUSALS: Partial<Record<Mood, Failure>> = {
  'too many': new Failure('service-busy', 'Slow down.', { status: 429 }),
  'no key': new Failure('service-key', 'No key.', { status: 401 }),
  'no money': new Failure('service-money', 'No credit.', { status: 402 }),
  'media gone': new Failure('service-gone', 'Gone.', { status: 400, providerCode: 'mediaNotFound' }),
  'bad input': new Failure('service-input', 'No.', { status: 400 }),
}

export function createModelService(options: ModelServiceOptions): ModelService {
  const { clock, moods, hiddenMs, tick } = options
  const posted = new Set<string>()
  const billed = new Map<string, number>()
  const tasks = new Map<string, { since: number; polls: number }>()

  function disturb(mood: Mood, when: 'before' | 'after'): void {
    if (mood === `lost ${when}`) throw new Failure('service-unreachable', 'Lost.')
    if (mood === `500 ${when}`) throw new Failure('service-busy', 'Oops.', { status: 500 })
    if (mood === `nonsense ${when}`) throw new Failure('service-talks-nonsense', 'What?')
  }

  /** A question, which costs nothing: it is answered, or it is lost. */
  function question<T>(answer: () => T): Promise<T> {
    tick()
    const mood = moods.shift() ?? 'well'
    if (mood !== 'well')
      throw REFUSALS[mood]?.code === 'service-key'
        ? REFUSALS['no key']
        : new Failure('service-unreachable', 'Lost.')
    const found = answer()
    tick()
    return Promise.resolve(found)
  }

  function stateOf(id: string): PollAnswer {
    const task = tasks.get(id)
    if (!task || clock.now() - task.since < hiddenMs) return { kind: 'nothing' }
    task.polls += 1
    if (task.polls <= options.pollsNeeded) return { kind: 'processing', fraction: undefined }
    if (options.endsWith === 'success')
      return { kind: 'success', result: { videoUrl: 'v', exrUrl: 'e', costUsd: 0.9 } }
    const error = {
      code: 'contentPolicyViolation',
      message: '',
      parameters: [],
      taskUuid: id,
      allowedValues: null,
    }
    return { kind: 'failure', error }
  }

  return {
    posted,
    billed,
    client: {
      upload: async () => question(() => '22222222-2222-4222-8222-222222222222'),
      async submit({ taskUUID }) {
        tick()
        const mood = moods.shift() ?? 'well'
        posted.add(taskUUID)
        disturb(mood, 'before')
        const refusal = REFUSALS[mood]
        if (refusal) throw refusal
        billed.set(taskUUID, (billed.get(taskUUID) ?? 0) + 1)
        if (!tasks.has(taskUUID)) tasks.set(taskUUID, { since: clock.now(), polls: 0 })
        tick()
        disturb(mood, 'after')
        return 'accepted'
      },
      poll: async (id) => question(() => stateOf(id)),
      recall: async (id) =>
        question(() => {
          const state = stateOf(id)
          return state.kind === 'nothing' ? undefined : state
        }),
    },
  }
}
