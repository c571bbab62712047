// End-to-end tests: the built application in a real Electron, one at a time, never repeated until it passes.
import { defineConfig } from '@playwright/test'

// No test asks the outside, nor does a program that it starts.
process.env['LATITUDE_OFFLINE'] = '1'

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  // The packaged application is built first; `npm run test:packaged` does that. The README's pictures are
  // taken by hand, and so are the measures of a large import, of a long queue and of the true frame.
  testIgnore: [
    ...(process.env['LATITUDE_PACKAGED'] ? [] : ['**/packaged.spec.ts']),
    ...(process.env['LATITUDE_PICTURES'] ? [] : ['**/pictures.spec.ts']),
    ...(process.env['LATITUDE_SPEED']
      ? []
      : ['import', 'queue', 'true-frame'].map((name) => `**/${name}-speed.spec.ts`)),
  ],
  outputDir: 'test-results',
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 120_000,
  forbidOnly: Boolean(process.env['CI']),
  reporter: process.env['LATITUDE_E2E_REPORT']
    ? [['list'], ['json', { outputFile: process.env['LATITUDE_E2E_REPORT'] }]]
    : [['list']],
})
