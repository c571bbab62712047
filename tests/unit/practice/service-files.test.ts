import { describe, expect, it } from 'vitest'
import { toExpire, type FinishedResult } from '../../../src-main/features/practice/housekeeping'
import type { Job } from '../../../src-main/features/practice/job-store'
import { parseRange } from '../../../src-main/features/practice/result-files'

describe('a range of bytes', () => {
  it.each([
    [undefined, 'whole'],
    ['bytes=0-99', { first: 0, last: 99 }],
    ['bytes=900-', { first: 900, last: 999 }],
    ['bytes=-10', { first: 990, last: 999 }],
    ['bytes=-5000', { first: 0, last: 999 }],
    ['bytes=990-5000', { first: 990, last: 999 }],
    ['bytes=1000-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=5-2', 'whole'],
    ['bytes=0-1,5-6', 'whole'],
    ['bytes=-', 'whole'],
    ['lines=0-1', 'whole'],
  ])('%s of 1000 is %o', (header, range) => {
    expect(parseRange(header, 1000)).toEqual(range)
  })
})

describe('what expires', () => {
  const now = Date.parse('2026-11-20T12:00:00Z')
  const result = (name: string, hoursAgo: number, bytes: number): FinishedResult => ({
    job: { taskUuid: name } as Job,
    end: { status: 'success', endedAt: new Date(now - hoursAgo * 3_600_000).toISOString() },
    bytes,
  })
  const names = (jobs: Job[]): string[] => jobs.map((job) => job.taskUuid)

  it('is what is older than a day', () => {
    expect(names(toExpire([result('old', 24.1, 1), result('young', 23.9, 1)], now, 1000))).toEqual(['old'])
  })

  it('is the oldest beyond the room there is', () => {
    const kept = [result('a', 1, 400), result('b', 2, 400), result('c', 3, 400)]
    expect(names(toExpire(kept, now, 1000))).toEqual(['c'])
    expect(names(toExpire(kept, now, 1200))).toEqual([])
  })

  it('is never a job that failed or has expired before', () => {
    const failed = { ...result('x', 99, 0), end: { status: 'expired', endedAt: '2020-01-01' } as const }
    expect(toExpire([failed], now, 0)).toEqual([])
  })
})
