import { describe, expect, it } from 'vitest'
import { badFramesOf, FINDINGS_MAX, orderFindings, type Finding } from '#shared/domain/finding'
import { holdFrames } from '../../../src-main/app/held-frames'
import { proofFailure, proofState } from '../../../src-main/app/take-rest'

const finding = (severity: Finding['severity'], frame: number | null, code = 'x'): Finding => {
  return { code, severity, frame, sentence: `${code} ${frame}.` }
}

describe('what stands for a bad frame in the viewing copies', () => {
  it('is the good one before it, and at the beginning the first good one', () => {
    expect(holdFrames({ firstFrame: 1001, count: 6 }, [1001, 1003, 1004])).toEqual([
      ...[[1001, 1002], [1002, 1002], [1003, 1002], [1004, 1002], [1005, 1005], [1006, 1006]], // prettier-ignore
    ])
  })

  it('is nothing where no frame is good', () => {
    expect(holdFrames({ firstFrame: 1001, count: 2 }, [1001, 1002])).toEqual([])
  })
})

describe('findings', () => {
  it('are told the worst first, then by frame, and name each bad frame once', () => {
    const findings = [finding('note', null), finding('damage', 1003), finding('warning', 1001), finding('damage', 1002), finding('damage', 1003)] // prettier-ignore
    expect(orderFindings(findings).map(({ severity, frame }) => [severity, frame])).toEqual([
      ...[['damage', 1002], ['damage', 1003], ['damage', 1003], ['warning', 1001], ['note', null]], // prettier-ignore
    ])
    expect(badFramesOf(findings)).toEqual([1002, 1003])
  })

  it('are kept to a number that is told', () => {
    const kept = orderFindings(
      Array.from({ length: FINDINGS_MAX + 5 }, (_, frame) => finding('damage', frame)),
    )
    expect(kept).toHaveLength(FINDINGS_MAX)
    expect(kept.at(-1)?.sentence).toBe('6 more findings are not listed.')
  })
})

describe('where a proof leaves a take', () => {
  const picture = { sequence: null, video: {} as never }
  it('arrived without damage, damaged with a picture, failed without', () => {
    expect(proofState({ ...picture, findings: [finding('warning', null)] })).toBe('arrived')
    expect(proofState({ ...picture, findings: [finding('damage', null)] })).toBe('damaged')
    expect(proofState({ sequence: null, video: null, findings: [finding('damage', null)] })).toBe('failed')
  })

  it('with a failure that names the frames, or the whole', () => {
    expect(proofFailure([finding('warning', 1001)])).toBeNull()
    expect(proofFailure([finding('damage', null, 'archive-unreadable')])?.code).toBe('zip-unreadable')
    expect(proofFailure([finding('damage', null, 'count-not-as-asked')])?.code).toBe('video-not-as-asked')
    expect(proofFailure([finding('damage', null), finding('damage', 1002), finding('damage', 1003)])).toEqual(
      {
        ...{ code: 'exr-damaged', details: { frames: [1002, 1003] } },
        message: '2 frames, the first is 1002: x 1002.',
      },
    )
  })
})
