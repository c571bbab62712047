// Starts the test runners and reads their reports: vitest for plain Node, Playwright for the application in Electron.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { inRepository } from './repository.mjs'
import { runProgram } from './run-program.mjs'
import { isWithoutDisplay } from './system-packages.mjs'
import { countPlaywright, countVitest, toOutcome } from './test-counts.mjs'

// Larger than any window, so that none is squeezed.
const VIRTUAL_SCREEN = '-screen 0 4000x2600x24 -noreset'

/** Unit, contract and integration tests. Resolves to counts. */
export function runVitest(args = []) {
  return withReport(countVitest, (report) =>
    runProgram(
      process.execPath,
      [
        inRepository('node_modules', 'vitest', 'vitest.mjs'),
        'run',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${report}`,
        ...args,
      ],
      { cwd: inRepository() },
    ),
  )
}

/** End-to-end tests, on a virtual screen where there is no other. Resolves to counts. */
export function runPlaywright(args = [], env = {}) {
  const command = [
    process.execPath,
    inRepository('node_modules', '@playwright', 'test', 'cli.js'),
    'test',
    ...args,
  ]
  const [program, ...rest] = isWithoutDisplay()
    ? ['xvfb-run', '-a', '-s', VIRTUAL_SCREEN, ...command]
    : command
  return withReport(countPlaywright, (report) =>
    runProgram(program, rest, {
      cwd: inRepository(),
      env: { ...process.env, ...env, LATITUDE_E2E_REPORT: report },
    }),
  )
}

async function withReport(count, run) {
  const folder = await mkdtemp(join(tmpdir(), 'latitude-report-'))
  try {
    const report = join(folder, 'report.json')
    const { code } = await run(report)
    const text = await readFile(report, 'utf8').catch(() => undefined)
    return toOutcome(code, text === undefined ? undefined : count(JSON.parse(text)))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
