// Packs the application into a folder and tests what comes out. The last line is the sum alone.
import process from 'node:process'
import { packFolder } from './packaging/pack-folder.mjs'
import { isGood, summaryLine } from './test-counts.mjs'
import { runPlaywright } from './test-runners.mjs'

console.log('packing the application into release/trial')
const program = await packFolder()
const total = await runPlaywright(['packaged.spec.ts'], { LATITUDE_PACKAGED: program })
console.log(`\n${summaryLine(total)}`)
process.exitCode = isGood(total) ? 0 : 1
