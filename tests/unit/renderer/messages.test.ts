import { describe, expect, it } from 'vitest'
import { FAILURE_CODES } from '#shared/domain/failure'
import { failureWords } from '../../../src-renderer/messages'

describe('failure words', () => {
  it.each(FAILURE_CODES)('%s is told in whole calm sentences, with what to do', (code) => {
    const { happened, todo } = failureWords(code, '')
    for (const sentence of [happened, todo]) {
      expect(sentence).toMatch(/^[A-Zf].*\.$/)
      expect(sentence).not.toContain('!')
      expect(sentence).not.toContain(code)
    }
  })

  it('no two codes are told the same', () => {
    const told = FAILURE_CODES.map((code) => failureWords(code, '').happened)
    expect(new Set(told).size).toBe(told.length)
  })

  it('keeps what main says of the thing concerned', () => {
    expect(failureWords('still-empty', 'plate.tif is empty.').detail).toBe('plate.tif is empty.')
  })

  it('hides what only a log can use', () => {
    expect(failureWords('invalid-input', 'expected string, received null at paths[0]').detail).toBeUndefined()
  })

  it('tells a code it does not know as an inner error', () => {
    expect(failureWords('constructor', '')).toEqual(failureWords('internal', ''))
  })
})
