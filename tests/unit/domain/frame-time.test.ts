import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEFAULT_CONFORM } from '#shared/domain/conform-settings'
import {
  formatTime,
  lastFrameIndex,
  midFrameSeconds,
  padFrameNumber,
  parseTime,
  TIME_UNITS,
} from '#shared/domain/frame-time'
import {
  frameFileName,
  framePattern,
  isShotName,
  nextShotName,
  takeBaseName,
  toSafeFileName,
} from '#shared/domain/names'

describe('frame numbers and time', () => {
  it('ends 5 s at 120 and 10 s at 240', () => {
    expect([lastFrameIndex(5), lastFrameIndex(10)]).toEqual([120, 240])
  })

  it('seeks to the middle of a frame', () => {
    expect(midFrameSeconds(0)).toBeCloseTo(1 / 48)
    expect(Math.floor(midFrameSeconds(77) * 24)).toBe(77)
  })
})

describe('typed times', () => {
  it.each(TIME_UNITS)('what is written in %s is read back as the same frame', (unit) => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 240 }), (frame) => {
        expect(parseTime(formatTime(frame, unit, DEFAULT_CONFORM), unit, 240, DEFAULT_CONFORM)).toBe(frame)
      }),
    )
  })

  it.each([
    ['first', 0],
    [' Last ', 120],
    ['-1', 120],
    ['48', 48],
    ['2 s', 48],
    ['2,5s', 60],
    ['2:00', 48],
    ['00:00:02:12', 60],
    ['01:00:02:12', 60],
    ['1:00:05:00', 120],
  ])('%j in frames is frame %i', (text, frame) => {
    expect(parseTime(text, 'frames', 120, DEFAULT_CONFORM)).toBe(frame)
  })

  it.each(['', '121', '-2', '1.5', '00:00:05:01', '01:00:05:01', '00:00:02;00', '00:00:01:24', 'soon'])(
    '%j in frames is none',
    (text) => {
      expect(parseTime(text, 'frames', 120, DEFAULT_CONFORM)).toBeUndefined()
    },
  )

  it('a bare number is in the unit', () => {
    expect(parseTime('2', 'seconds', 120, DEFAULT_CONFORM)).toBe(48)
    expect(parseTime('2', 'frames', 120, DEFAULT_CONFORM)).toBe(2)
  })
})

describe('names', () => {
  it('names frames so that practice cannot be mistaken for bought', () => {
    const practice = takeBaseName('SH010', 1, 'practice')
    expect(frameFileName(practice, 1001)).toBe('SH010_v001_practice.1001.exr')
    expect(frameFileName(takeBaseName('SH010', 12, 'bought'), 1121)).toBe('SH010_v012.1121.exr')
    expect(framePattern(practice)).toBe('SH010_v001_practice.%04d.exr')
    expect(padFrameNumber(7)).toBe('0007')
    expect(frameFileName(practice, 86_400, 7)).toBe('SH010_v001_practice.0086400.exr')
    expect(framePattern(practice, 5)).toBe('SH010_v001_practice.%05d.exr')
  })

  it('counts shots in tens past the highest', () => {
    expect(nextShotName([])).toBe('SH010')
    expect(nextShotName(['SH010', 'sh045', 'beach'])).toBe('SH050')
  })

  it.each([
    ['Häuser am Fluß.jpg', 'Hauser_am_Flu_.jpg'],
    ['../../etc/passwd', 'etc_passwd'],
    ['CON', '_CON'],
    ['nul.txt', '_nul.txt'],
    ['🙂', 'unnamed'],
    ['', 'unnamed'],
    ['a'.repeat(200), 'a'.repeat(80)],
  ])('makes %s safe everywhere', (given, safe) => {
    expect(toSafeFileName(given)).toBe(safe)
  })

  it.each([
    ['SH010', true],
    ['beach_02', true],
    ['..', false],
    ['a/b', false],
    ['aux', false],
    ['COM1', false],
    ['', false],
    ['SH 10', false],
  ])('%s as a shot name: %s', (name, isGood) => {
    expect(isShotName(name)).toBe(isGood)
  })
})
