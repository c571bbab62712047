import { describe, expect, it } from 'vitest'
import {
  parseEnvelope,
  toPollAnswer,
  toServiceFailure,
  type Envelope,
} from '../../../src-main/features/generation/wire'

const read = (json: unknown): Envelope => {
  const envelope = parseEnvelope(JSON.stringify(json))
  if (!envelope) throw new Error('no envelope')
  return envelope
}
const poll = (json: unknown) => toPollAnswer(read(json), 'u')

describe("the provider's answers", () => {
  it('reads an MP4 and an EXR zip', () => {
    const item = {
      taskType: 'videoInference',
      taskUUID: 'u',
      status: 'success',
      videoURL: 'https://x/a.mp4',
      cost: 0.9,
      outputs: { files: [{ uuid: 'f', type: 'exr', url: 'https://x/a.zip' }] },
      somethingNew: { kept: true },
    }
    expect(poll({ data: [item] })).toEqual({
      kind: 'success',
      result: {
        videoUrl: 'https://x/a.mp4',
        exrUrl: 'https://x/a.zip',
        costUsd: 0.9,
        extra: { somethingNew: { kept: true } },
      },
    })
  })

  it('reads around a field of another kind, and finds the EXR by its ending where no type names it', () => {
    const files = [{ type: 'archive', url: 'https://x/a.zip?signed=1' }]
    const item = { taskUUID: 'U', status: 'success', progress: '40 %', cost: 'free', outputs: { files } }
    expect(poll({ data: [item] })).toMatchObject({
      kind: 'success',
      result: { exrUrl: 'https://x/a.zip?signed=1', costUsd: undefined },
    })
  })

  it("believes a task's own verdict, and not an error that is about the question", () => {
    const own = { taskUUID: 'u', status: 'error', error: { code: 'unknown' } }
    const answer = poll({ data: [own] })
    if (answer.kind !== 'failure') throw new Error(answer.kind)
    expect(toServiceFailure(answer.error).code).toBe('service-failed')
    expect(poll({ errors: [{ code: 'rateLimitExceeded', taskUUID: 'u' }] })).toEqual({ kind: 'nothing' })
  })

  it('keeps what the provider would allow, and what else it says', () => {
    const error = {
      code: 'invalidDuration',
      taskUUID: 'u',
      allowedValues: [5, 10],
      documentation: 'https://x',
    }
    const answer = poll({ errors: [error] })
    if (answer.kind !== 'failure') throw new Error(answer.kind)
    expect(answer.error.extra).toEqual({ documentation: 'https://x' })
    expect(toServiceFailure(answer.error).details['allowedValues']).toEqual([5, 10])
  })

  it('reads a result without a status', () => {
    expect(poll({ data: [{ taskUUID: 'u', videoURL: 'https://x/a.mp4' }] })).toMatchObject({
      kind: 'success',
    })
  })

  it.each([
    ['processing', { status: 'processing', progress: 40 }, { kind: 'processing', fraction: 0.4 }],
    ['an unknown status', { status: 'dreaming' }, { kind: 'processing', fraction: undefined }],
    ['no status', {}, { kind: 'processing', fraction: undefined }],
  ])('takes %s as still running', (_name, item, expected) => {
    expect(poll({ data: [{ taskUUID: 'u', ...item }] })).toEqual(expected)
  })

  it('concludes nothing from an empty answer or from another task', () => {
    expect(poll({ data: [] })).toEqual({ kind: 'nothing' })
    expect(poll({})).toEqual({ kind: 'nothing' })
    expect(poll({ data: [{ taskUUID: 'other', status: 'success' }] })).toEqual({ kind: 'nothing' })
  })

  it('accepts both shapes of failure', () => {
    const error = {
      code: 'contentPolicyViolation',
      message: 'No.',
      parameter: 'positivePrompt',
      taskUUID: 'u',
    }
    expect(poll({ errors: [error] })).toMatchObject({
      kind: 'failure',
      error: { parameters: ['positivePrompt'] },
    })
    expect(
      poll({ data: [{ taskUUID: 'u', status: 'error', error: { ...error, parameter: ['a', 'b'] } }] }),
    ).toMatchObject({
      kind: 'failure',
      error: { parameters: ['a', 'b'] },
    })
    expect(read({ error: { code: 'missingApiKey' } }).errors[0]?.code).toBe('missingApiKey')
  })

  it.each(['', '<html>', '[1]', '{"data": 7}', '{"data": [{"taskUUID": 3}]}'])(
    'calls %j no envelope',
    (body) => {
      expect(parseEnvelope(body)).toBeUndefined()
    },
  )

  it.each([
    ['invalidApiKey', undefined, 'service-key'],
    ['accountSuspended', undefined, 'service-key'],
    ['insufficientCredits', undefined, 'service-money'],
    ['concurrentRateLimitExceeded', undefined, 'service-busy'],
    ['nsfwContent', undefined, 'service-safety'],
    ['invalidDuration', undefined, 'service-input'],
    ['maxPromptLength', undefined, 'service-input'],
    ['timeoutProvider', undefined, 'service-failed'],
    ['taskNotFound', undefined, 'service-gone'],
    ['internalServerError', undefined, 'service-busy'],
    ['neverSeenBefore', undefined, 'service-failed'],
    ['whatever', 401, 'service-key'],
    ['whatever', 402, 'service-money'],
    ['whatever', 503, 'service-busy'],
    ['', 500, 'service-busy'],
  ] as const)('groups %s (HTTP %s) as %s', (code, status, group) => {
    const failure = toServiceFailure(
      { code, message: '', parameters: [], taskUuid: undefined, allowedValues: null },
      status,
    )
    expect(failure.code).toBe(group)
    expect(failure.details['providerCode']).toBe(code)
  })
})
