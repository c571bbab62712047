import { describe, expect, it } from 'vitest'
import {
  markCenters,
  markGeometry,
  markValues,
  readMarks,
} from '../../../src-main/features/practice/frame-marks'

describe('frame marks', () => {
  it('read back as the frame they were drawn for, at any brightness', () => {
    for (let frame = 0; frame < 256; frame++) {
      expect(readMarks(markValues(frame))).toBe(frame)
      expect(readMarks(markValues(frame).map((value) => 12 + value * 220))).toBe(frame)
    }
  })

  it('are not seen in a picture without the guards', () => {
    expect(readMarks(Array.from({ length: 10 }, () => 40))).toBeUndefined()
    expect(readMarks([0, 1, 1, 0, 0, 0, 0, 0, 0, 1])).toBeUndefined()
    expect(readMarks([1, 0])).toBeUndefined()
  })

  it('are at least 16 pixels wide at 720p and lie in the bottom-left corner', () => {
    for (const canvas of [
      { width: 1280, height: 720 },
      { width: 720, height: 1280 },
      { width: 1472, height: 632 },
      { width: 1920, height: 1080 },
    ]) {
      const { squares, size } = markGeometry(canvas)
      expect(size).toBeGreaterThanOrEqual(16)
      expect(squares).toHaveLength(10)
      expect(squares[0]).toEqual({ x: 0, y: canvas.height - size, size })
      expect(markCenters(canvas)[9]).toEqual({ x: 9.5 * size, y: canvas.height - size / 2 })
    }
  })

  it('fit a narrow canvas', () => {
    expect(markGeometry({ width: 64, height: 64 }).squares.at(-1)?.x).toBeLessThanOrEqual(64 - 6)
  })
})
