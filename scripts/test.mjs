// Everything that is tested: plain Node first, then the built application in Electron. The last line is the sum alone.
import process from 'node:process'
import { isGood, sumCounts, summaryLine } from './test-counts.mjs'
import { runPlaywright, runVitest } from './test-runners.mjs'

const total = sumCounts([await runVitest(), await runPlaywright()])
console.log(`\n${summaryLine(total)}`)
process.exitCode = isGood(total) ? 0 : 1
