// Take frame, frame number and time code are one frame by three names.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  conformSettingsSchema,
  DEFAULT_CONFORM,
  FIRST_FRAMES,
  timingOf,
} from '#shared/domain/conform-settings'
import { FRAME_RATES, rateFacts, relateFrame, timeCodeProblem, toSeconds } from '#shared/domain/time-code'
import type { FrameTiming } from '#shared/domain/time-code'
import { SEQUENCE } from '../../support/fake-bridge-takes'

const at = (patch: Partial<FrameTiming> = {}): FrameTiming => ({ ...DEFAULT_CONFORM, ...patch })

describe('one frame by its three names', () => {
  it.each([
    // rate, start, first frame: take frame, number, code, seconds
    ['24', '01:00:00:00', 1001, 0, 1001, '01:00:00:00', 0],
    ['24', '01:00:00:00', 1001, 23, 1024, '01:00:00:23', 23 / 24],
    ['24', '01:00:00:00', 1001, 24, 1025, '01:00:01:00', 1],
    ['24', '01:00:00:00', 1001, 120, 1121, '01:00:05:00', 5],
    ['24', '01:00:00:00', 1001, -1, 1000, '00:59:59:23', -1 / 24],
    ['24', '00:00:00:00', 86_400, 48, 86_448, '00:00:02:00', 2],
    ['24', '00:00:00:00', 0, 1440, 1440, '00:01:00:00', 60],
    ['24', '23:59:59:23', 1001, 1, 1002, '00:00:00:00', 1 / 24],
    ['24', '10:11:12:13', 1, 240, 241, '10:11:22:13', 10],
    // The code counts 24 to its second, and each of these seconds lasts 1.001.
    ['23.976', '01:00:00:00', 1001, 24, 1025, '01:00:01:00', 1.001],
    ['23.976', '01:00:00:00', 1001, 86_400, 87_401, '02:00:00:00', 3603.6],
    ['25', '01:00:00:00', 1001, 24, 1025, '01:00:00:24', 0.96],
    ['25', '01:00:00:00', 1000, 25, 1025, '01:00:01:00', 1],
    ['25', '09:59:59:24', 1001, 1, 1002, '10:00:00:00', 0.04],
  ] as const)(
    'at %s from %s, first frame %i, take frame %i is frame %i at %s',
    (frameRate, startTimeCode, firstFrame, takeFrame, frameNumber, timeCode, seconds) => {
      const timing = { frameRate, startTimeCode, firstFrame }
      const moment = relateFrame(timing, { takeFrame })
      expect(moment).toEqual({
        takeFrame,
        frameNumber,
        timeCode,
        seconds: expect.closeTo(seconds, 9) as number,
      })
      expect(relateFrame(timing, { frameNumber })).toEqual(moment)
      if (takeFrame >= 0) expect(relateFrame(timing, { timeCode })).toEqual(moment)
    },
  )

  it('every frame of a take is found again by each of its names, at every rate and first frame', () => {
    const timings = fc.record({
      frameRate: fc.constantFrom(...FRAME_RATES),
      startTimeCode: fc.constantFrom('00:00:00:00', '01:00:00:00', '23:59:58:12'),
      firstFrame: fc.constantFrom(...FIRST_FRAMES),
    })
    fc.assert(
      fc.property(timings, fc.integer({ min: 0, max: 100_000 }), (timing, takeFrame) => {
        const moment = relateFrame(timing, { takeFrame })
        expect(relateFrame(timing, { frameNumber: moment.frameNumber })).toEqual(moment)
        expect(relateFrame(timing, { timeCode: moment.timeCode })).toEqual(moment)
      }),
    )
  })

  it('121 frames last 5.042 s at 24, 5.047 s at 23.976 and 4.84 s at 25', () => {
    expect(FRAME_RATES.map((rate) => toSeconds(121, rate).toFixed(3))).toEqual(['5.042', '5.047', '4.840'])
    expect(rateFacts('23.976').rational).toEqual([24_000, 1001])
  })

  it.each([
    ['01:00:00;00', '24', 'drop-frame'],
    ['01;00;00;00', '23.976', 'drop-frame'],
    ['01:00:00.00', '25', 'drop-frame'],
    ['01:00:00:24', '24', 'no-time-code'],
    ['01:00:00:24', '25', null],
    ['24:00:00:00', '24', 'no-time-code'],
    ['01:60:00:00', '24', 'no-time-code'],
    ['1:00:00:00', '24', 'no-time-code'],
    ['', '24', 'no-time-code'],
  ] as const)('%j at %s is refused as %s', (text, rate, problem) => {
    expect(timeCodeProblem(text, rate)).toBe(problem)
    if (problem !== null)
      expect(() => relateFrame(at({ frameRate: rate, startTimeCode: text }), { takeFrame: 0 })).toThrow(
        RangeError,
      )
  })
})

describe('settings of names and time', () => {
  it('begin at 24, frame 1001 and one hour', () => {
    expect(conformSettingsSchema.parse(DEFAULT_CONFORM)).toEqual(DEFAULT_CONFORM)
    expect(DEFAULT_CONFORM).toMatchObject({ frameRate: '24', firstFrame: 1001, startTimeCode: '01:00:00:00' })
  })

  it.each([
    { frameRate: '29.97' },
    { startTimeCode: '01:00:00;00' },
    { startTimeCode: '01:00:00:24' },
    { firstFrame: 7 },
    { padding: 3 },
    { nameTemplate: '{shot}.exr' },
  ])('%j is refused', (change) => {
    expect(conformSettingsSchema.safeParse({ ...DEFAULT_CONFORM, ...change }).success).toBe(false)
  })

  it('a take keeps the numbers and the code it has when the project’s change', () => {
    const changed = {
      ...DEFAULT_CONFORM,
      firstFrame: 0,
      frameRate: '25',
      startTimeCode: '10:00:00:00',
    } as const
    const stamp = {
      frameRate: '24',
      startTimeCode: '01:00:00:00',
      reelName: 'R',
      colorSpace: 'read',
    } as const
    expect(timingOf({ sequence: SEQUENCE, stamp }, changed)).toEqual({
      frameRate: '24',
      startTimeCode: '01:00:00:00',
      firstFrame: 1001,
    })
    expect(timingOf({ sequence: null, stamp: null }, changed)).toMatchObject({
      firstFrame: 0,
      frameRate: '25',
    })
  })
})
