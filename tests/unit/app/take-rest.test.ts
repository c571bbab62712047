import { describe, expect, it } from 'vitest'
import { Failure, type FailureCode } from '#shared/domain/failure'
import { isFinished, TAKE_STATES } from '#shared/domain/take'
import { applyTakeEvent, canFollow, moveTo } from '#shared/domain/take-life'
import { restingState, toTakeFailure } from '../../../src-main/app/take-rest'

describe('what a failure means for a take', () => {
  it.each([
    ['service-safety', 'failed'],
    ['service-input', 'failed'],
    ['service-failed', 'failed'],
    ['result-incomplete', 'failed'],
    ['zip-unreadable', 'failed'],
    ['video-not-as-asked', 'failed'],
    ['exr-damaged', 'damaged'],
    ['service-unreachable', 'parked'],
    ['service-key', 'parked'],
    ['service-money', 'parked'],
    ['fate-unknown', 'parked'],
    ['download-failed', 'parked'],
    ['disk-full', 'parked'],
    ['ffmpeg-missing', 'parked'],
    ['project-gone', 'parked'],
  ] as const)('%s: %s', (code: FailureCode, state) => {
    expect(restingState('verifying', new Failure(code, ''))).toBe(state)
  })

  it('parks at an error nobody foresaw, and keeps its words', () => {
    expect(restingState('running', new TypeError('x is not a function'))).toBe('parked')
    expect(toTakeFailure(new TypeError('x is not a function'))).toMatchObject({
      code: 'internal',
      message: 'x is not a function',
    })
  })

  it('never takes an end back', () => {
    for (const state of TAKE_STATES.filter(isFinished)) {
      expect(restingState(state, new Failure('disk-full', ''))).toBe(state)
    }
  })

  it('can be recorded from every state but the ends', () => {
    const intended = applyTakeEvent(undefined, { event: 'intended', at: '' })
    if (!intended) throw new Error('no life')
    for (const state of TAKE_STATES) {
      if (isFinished(state)) continue
      for (const code of ['service-failed', 'disk-full'] as const) {
        expect(
          canFollow(moveTo(intended, state), restingState(state, new Failure(code, ''))),
          `${state} ${code}`,
        ).toBe(true)
      }
    }
  })
})
