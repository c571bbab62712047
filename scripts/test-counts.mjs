// Adds up what the test runners' JSON reports say. Pure.

/** Of a vitest JSON report. */
export function countVitest(report) {
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

/** Of a Playwright JSON report; a flaky test counts as failed. */
export function countPlaywright({ stats }) {
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped }
}

/**
 * What one runner contributes. `counts` is undefined when it left no report. A runner that ends badly without a failed
 * test (a file that does not load, an error outside every test) counts as one failure.
 */
export function toOutcome(exitCode, counts = { passed: 0, failed: 0, skipped: 0 }) {
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}

export function sumCounts(list) {
  return list.reduce(
    (sum, each) => ({
      passed: sum.passed + each.passed,
      failed: sum.failed + each.failed,
      skipped: sum.skipped + each.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  )
}

export function summaryLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}

/** Nothing failed, and something ran. */
export function isGood(counts) {
  return counts.failed === 0 && counts.passed > 0
}
