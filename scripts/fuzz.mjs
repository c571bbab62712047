// Runs the fuzz test over more cases than a usual run has: `npm run fuzz`, `npm run fuzz -- 100000`, `… -- 100000 SEED`.
import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { inRepository } from './repository.mjs'

const [cases = '100000', seed = String(Date.now() % 2 ** 31)] = process.argv.slice(2)
console.log(`${cases} cases from seed ${seed}`)
const vitest = inRepository('node_modules', 'vitest', 'vitest.mjs')
const { status } = spawnSync(
  process.execPath,
  [vitest, 'run', '--project', 'unit', 'tests/unit/exr/fuzz.test.ts'],
  {
    cwd: inRepository(),
    stdio: 'inherit',
    env: { ...process.env, LATITUDE_FUZZ_CASES: cases, LATITUDE_FUZZ_SEED: seed },
  },
)
process.exitCode = status ?? 1
