import { expect, it } from 'vitest'
import {
  countPlaywright,
  countVitest,
  isGood,
  sumCounts,
  summaryLine,
  toOutcome,
} from '../../../scripts/test-counts.mjs'

it('the reports of both runners are read alike, and a flaky test has failed', () => {
  const vitest = countVitest({ numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 })
  const playwright = countPlaywright({ stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 } })
  expect(vitest).toEqual({ passed: 5, failed: 1, skipped: 3 })
  expect(playwright).toEqual({ passed: 4, failed: 2, skipped: 2 })
  expect(summaryLine(sumCounts([vitest, playwright]))).toBe('9 passed, 3 failed, 5 skipped')
})

it('a runner that ends badly without a failed test counts as one failure', () => {
  expect(toOutcome(1, { passed: 3, failed: 0, skipped: 0 })).toEqual({ passed: 3, failed: 1, skipped: 0 })
  expect(toOutcome(1, { passed: 3, failed: 2, skipped: 0 })).toEqual({ passed: 3, failed: 2, skipped: 0 })
  expect(toOutcome(127, undefined)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  expect(toOutcome(0, { passed: 3, failed: 0, skipped: 1 })).toEqual({ passed: 3, failed: 0, skipped: 1 })
})

it('nothing run is not good', () => {
  expect(isGood({ passed: 0, failed: 0, skipped: 9 })).toBe(false)
  expect(isGood({ passed: 1, failed: 1, skipped: 0 })).toBe(false)
  expect(isGood({ passed: 1, failed: 0, skipped: 0 })).toBe(true)
})
