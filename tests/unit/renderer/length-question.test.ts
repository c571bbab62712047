import { describe, expect, it } from 'vitest'
import { FRAMING_DEFAULTS } from '#shared/domain/crop'
import { createShot, type Shot } from '#shared/domain/shot'
import { applyEdit } from '#shared/domain/shot-edit'
import { LengthQuestion } from '../../../src-renderer/window/length-question.svelte'

const crop = { ...FRAMING_DEFAULTS, x: 0, y: 0, width: 16, height: 9 }
const shotAt = (frames: number[]): Shot => ({
  ...createShot('SH010'),
  keyframes: frames.map((frame) => ({ stillId: `at ${frame}`, frame, crop })),
})

describe('the question before another length', () => {
  it('is asked only where a keyframe lies between the ends', () => {
    const question = new LengthQuestion()
    expect(question.ask(shotAt([0, 120]), { duration: 10 })).toBe(false)
    expect(question.ask(shotAt([0, 60]), { range: 'sdr' })).toBe(false)
    expect(question.ask(shotAt([0, 60]), { duration: 10 })).toBe(true)
    expect(question.durationFor(shotAt([0, 60]))).toBe(10)
    expect(question.durationFor({ ...shotAt([0, 60]), name: 'SH020' })).toBeUndefined()
  })

  it('its answer is one edit that carries everything else that was wanted', () => {
    const shot = shotAt([0, 60, 120])
    const question = new LengthQuestion()
    question.ask(shot, { duration: 10, range: 'sdr' })
    const answered = question.answer('proportion')
    expect(answered?.shotName).toBe('SH010')
    if (!answered) return
    const { duration, range, keyframes } = applyEdit(shot, answered.edit)
    expect([duration, range, keyframes.map((key) => key.frame)]).toEqual([10, 'sdr', [0, 120, 240]])
    expect(question.answer('time')).toBeUndefined()
  })

  it('cancelled, nothing is left of it', () => {
    const question = new LengthQuestion()
    question.ask(shotAt([0, 60]), { duration: 10 })
    question.cancel()
    expect(question.durationFor(shotAt([0, 60]))).toBeUndefined()
    expect(question.answer('time')).toBeUndefined()
  })
})
