// Runs a fuzz test over more cases than a usual run has: `npm run fuzz`, `npm run fuzz -- 100000`, `… -- 100000 SEED` for
// EXR files; `npm run fuzz -- zip`, `… -- zip 20000 SEED` for archives.
import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { inRepository } from './repository.mjs'

const TESTS = {
  exr: {
    project: 'unit',
    file: 'tests/unit/exr/fuzz.test.ts',
    cases: '100000',
    count: 'LATITUDE_FUZZ_CASES',
  },
  zip: {
    project: 'integration',
    file: 'tests/integration/delivery/zip-fuzz.test.ts',
    cases: '20000',
    count: 'LATITUDE_ZIP_FUZZ_CASES',
  },
}

const given = process.argv.slice(2)
const { project, file, ...test } = TESTS[Object.hasOwn(TESTS, given[0] ?? '') ? given.shift() : 'exr']
const [cases = test.cases, seed = String(Date.now() % 2 ** 31)] = given
console.log(`${cases} cases from seed ${seed}`)
const vitest = inRepository('node_modules', 'vitest', 'vitest.mjs')
const { status } = spawnSync(process.execPath, [vitest, 'run', '--project', project, file], {
  cwd: inRepository(),
  stdio: 'inherit',
  env: { ...process.env, [test.count]: cases, LATITUDE_FUZZ_SEED: seed },
})
process.exitCode = status ?? 1
