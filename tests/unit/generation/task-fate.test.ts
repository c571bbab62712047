import { describe, expect, it } from 'vitest'
import { Failure } from '#shared/domain/failure'
import { createShot } from '#shared/domain/shot'
import { PRACTICE_SCHEDULE, REMOTE_SCHEDULE } from '../../../src-main/features/generation/poll-schedule'
import { toVideoTask } from '../../../src-main/features/generation/request'
import type { RunwareClient } from '../../../src-main/features/generation/runware-client'
import { createTaskFate, isAmbiguous } from '../../../src-main/features/generation/task-fate'
import type { PollAnswer } from '../../../src-main/features/generation/wire'
import { createFakeClock } from '../../support/fake-clock'

const UUID = 'a3f1c2d4-5e6f-4081-92a3-b4c5d6e7f809'
const TASK = toVideoTask({ ...createShot('SH010'), prompt: 'P' }, UUID, [])
const SUCCESS: PollAnswer = { kind: 'success', result: { videoUrl: 'v', exrUrl: undefined, costUsd: 1 } }
const NOTHING: PollAnswer = { kind: 'nothing' }

function setUp(
  answers: (PollAnswer | Error)[],
  archived: PollAnswer | false = false,
  schedule = PRACTICE_SCHEDULE,
  refuse: () => void = () => undefined,
) {
  const clock = createFakeClock()
  const submitted: string[] = []
  const events: string[] = []
  const client: RunwareClient = {
    upload: async () => 'm',
    submit: async (task) => {
      submitted.push(task.taskUUID)
      events.push('submit')
      refuse()
      return 'accepted'
    },
    async poll() {
      const answer = answers.length > 1 ? answers.shift() : answers[0]
      if (!answer || answer instanceof Error) throw answer
      return answer
    },
    recall: async () => archived || undefined,
  }
  return { clock, submitted, events, fate: createTaskFate({ client, clock, schedule }) }
}

const control = () => ({ signal: new AbortController().signal, onProgress: () => undefined })

describe('waiting for a result', () => {
  it('asks on through refused questions, empty answers and running ones', async () => {
    const { fate } = setUp([
      new Failure('service-busy', '429'),
      NOTHING,
      { kind: 'processing', fraction: 0.5 },
      SUCCESS,
    ])
    expect(await fate.awaitResult(UUID, control())).toEqual({
      kind: 'result',
      result: { videoUrl: 'v', exrUrl: undefined, costUsd: 1 },
    })
  })

  it("ends with the task's own failure", async () => {
    const error = {
      code: 'contentPolicyViolation',
      message: 'No.',
      parameters: [],
      taskUuid: UUID,
      allowedValues: null,
    }
    const { fate } = setUp([{ kind: 'failure', error }])
    await expect(fate.awaitResult(UUID, control())).rejects.toMatchObject({ code: 'service-safety' })
  })

  it('pauses as documented: 10 s, then 3 s growing by half up to 15 s, and gives no verdict after 30 minutes', async () => {
    const { fate, clock } = setUp([{ kind: 'processing', fraction: undefined }], false, REMOTE_SCHEDULE)
    expect(await fate.awaitResult(UUID, control())).toEqual({ kind: 'still-pending' })
    expect(clock.pauses.slice(0, 7)).toEqual([10_000, 3_000, 4_500, 6_750, 10_125, 15_000, 15_000])
    const waited = clock.pauses.reduce((sum, ms) => sum + ms, 0)
    expect(waited).toBeGreaterThanOrEqual(30 * 60_000)
    expect(waited).toBeLessThan(31 * 60_000)
  })

  it('asks the archive where questions stay empty for 20 s, and takes the result from there', async () => {
    const { fate, clock } = setUp([NOTHING], SUCCESS)
    expect(await fate.awaitResult(UUID, control())).toMatchObject({ kind: 'result', result: { costUsd: 1 } })
    expect(clock.pauses.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThanOrEqual(20_000)
  })

  it('asks the archive when the service says that the task is gone, and does not call it failed', async () => {
    const gone = { code: 'taskExpired', message: '', parameters: [], taskUuid: UUID, allowedValues: null }
    const { fate } = setUp([{ kind: 'failure', error: gone }], SUCCESS)
    expect(await fate.awaitResult(UUID, control())).toMatchObject({ kind: 'result' })
  })

  it('stops at once when aborted, with the reason given', async () => {
    const stopper = new AbortController()
    stopper.abort(new Error('enough'))
    const { fate } = setUp([NOTHING])
    await expect(
      fate.awaitResult(UUID, { signal: stopper.signal, onProgress: () => undefined }),
    ).rejects.toThrow('enough')
  })
})

describe('a POST whose answer never came', () => {
  const settle = (set: ReturnType<typeof setUp>, agoMs: number, isArtistsWish = false) =>
    set.fate.settle(TASK, set.clock.now() - agoMs, {
      signal: new AbortController().signal,
      isArtistsWish,
      onPosting: async () => void set.events.push('announced'),
    })

  it('is not sent again when the service is working on it', async () => {
    const set = setUp([NOTHING, { kind: 'processing', fraction: 0 }])
    expect(await settle(set, 1_000)).toBe('known')
    expect(set.submitted).toEqual([])
  })

  it('is not sent again when only the archive knows it', async () => {
    const set = setUp([NOTHING], { kind: 'processing', fraction: undefined })
    expect(await settle(set, 1_000)).toBe('known')
    expect(set.submitted).toEqual([])
  })

  it('is sent again under the same UUID after 20 s of empty answers within two minutes', async () => {
    const set = setUp([NOTHING])
    expect(await settle(set, 1_000)).toBe('resent')
    expect(set.submitted).toEqual([UUID])
    expect(set.events).toEqual(['announced', 'submit'])
    expect(set.clock.pauses.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThanOrEqual(20_000)
  })

  it('needs the 20 s of empty answers in a row: a refused question in between starts them anew', async () => {
    const set = setUp([...Array<PollAnswer>(15).fill(NOTHING), new Failure('service-busy', '503'), NOTHING])
    expect(await settle(set, 1_000)).toBe('resent')
    expect(set.clock.pauses.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThanOrEqual(35_000)
  })

  it('is parked when the first POST is older than two minutes, unless the artist asks', async () => {
    const old = setUp([NOTHING])
    expect(await settle(old, 121_000)).toBe('unknown')
    expect(old.submitted).toEqual([])
    const asked = setUp([NOTHING])
    expect(await settle(asked, 121_000, true)).toBe('resent')
  })

  it('whose second answer is lost too is asked on for, and found when the service holds it', async () => {
    const lost = () => {
      throw new Failure('service-unreachable', 'reset')
    }
    const empty = Array<PollAnswer>(25).fill(NOTHING)
    const held = setUp([...empty, { kind: 'processing', fraction: 0 }], false, PRACTICE_SCHEDULE, lost)
    expect(await settle(held, 1_000)).toBe('known')
    expect(held.submitted).toEqual([UUID])
    const never = setUp([NOTHING], false, PRACTICE_SCHEDULE, lost)
    expect(await settle(never, 1_000, true)).toBe('unknown')
    expect(never.submitted).toEqual([UUID])
  })

  it('whose second POST is refused in words is not asked on for', async () => {
    const refused = () => {
      throw new Failure('service-money', 'no credit')
    }
    const set = setUp([NOTHING], false, PRACTICE_SCHEDULE, refused)
    await expect(settle(set, 1_000)).rejects.toThrow('no credit')
  })

  it('is never sent again while the service cannot be asked', async () => {
    const set = setUp([new Failure('service-unreachable', 'down')])
    expect(await settle(set, 1_000, true)).toBe('unknown')
    expect(set.submitted).toEqual([])
  })
})

describe('a failed submit', () => {
  it.each([
    ['service-unreachable', true],
    ['service-busy', true],
    ['service-talks-nonsense', true],
    ['service-key', false],
    ['service-money', false],
    ['service-input', false],
  ] as const)('%s leaves it open whether the task was accepted: %s', (code, expected) => {
    expect(isAmbiguous(new Failure(code, ''))).toBe(expected)
  })

  it('for too many requests was surely refused', () => {
    expect(isAmbiguous(new Failure('service-busy', '', { status: 429 }))).toBe(false)
    expect(isAmbiguous(new Failure('service-busy', '', { status: 503 }))).toBe(true)
  })

  it('for a reason nobody foresaw leaves it open', () => {
    expect(isAmbiguous(new TypeError('fetch failed'))).toBe(true)
  })
})
