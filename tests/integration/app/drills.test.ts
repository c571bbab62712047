// Every drill of the practice service against the whole application: what becomes of the take, and that it was never
// accepted twice. Time runs sixty times as fast.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { TakeView } from '#shared/contract/views'
import { DRILLS } from '../../../src-main/features/practice/drills'
import { startApp, type AppDriver } from '../../support/app-driver'
import { builtWorker } from '../../support/built'
import { createFastClock } from '../../support/fast-clock'
import { createTestHost, type TestHost } from '../../support/test-host'

interface Expected {
  state: TakeView['state']
  failure?: string
  /** How often the task was posted; once unless said. */
  posts?: number
  /** How often the artist has to go on with it until it arrives. */
  resumes?: number
  range?: 'hdr-exr'
}

const SEALED: Expected = { state: 'sealed' }
const EXPECTED: Record<string, Expected> = {
  'pace-with-retry-after': { state: 'sealed', posts: 2 },
  pace: { state: 'sealed', posts: 2 },
  'error-after-accepting': SEALED,
  'reset-before-accepting': { state: 'sealed', posts: 2 },
  'reset-after-accepting': SEALED,
  'slow-answer': SEALED,
  conflict: SEALED,
  'empty-polls': SEALED,
  moderation: { state: 'failed', failure: 'service-safety' },
  'provider-time-out': { state: 'failed', failure: 'service-failed' },
  'unknown-code': { state: 'failed', failure: 'service-failed' },
  // Refused for money: it waits in the queue, unsent, until there is credit.
  'no-money': { state: 'intended', failure: 'service-money' },
  'key-revoked': SEALED,
  html: SEALED,
  'truncated-json': SEALED,
  'huge-json': SEALED,
  'expired-address': SEALED,
  'wrong-length': { state: 'sealed', resumes: 1 },
  'cut-download': { state: 'sealed', resumes: 4 },
  'no-exr': { state: 'failed', failure: 'result-incomplete', range: 'hdr-exr' },
  'wrong-size': { state: 'damaged', failure: 'video-not-as-asked' },
  'unknown-status': SEALED,
}

let shelf: string
let host: TestHost
let driver: AppDriver

beforeAll(async () => {
  shelf = await mkdtemp(join(tmpdir(), 'latitude shelf '))
})
afterAll(() => rm(shelf, { recursive: true, force: true }))
afterEach(async () => {
  await driver.app.close()
  await host.remove()
})

async function postsOf(takeId: string): Promise<unknown[]> {
  const text = await readFile(join(host.paths.userData, 'practice', 'books.jsonl'), 'utf8')
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { taskType: string; taskUUID: string; accepted: unknown })
  return lines
    .filter((line) => line.taskType === 'videoInference' && line.taskUUID === takeId)
    .map((line) => line.accepted)
}

describe('a take that goes through', () => {
  it.each(DRILLS.map(({ name, sentence }) => [name, sentence] as const))(
    '%s: %s',
    async (name) => {
      const expected = EXPECTED[name]
      if (!expected) throw new Error(`Nothing is expected of ${name}.`)
      host = await createTestHost({
        practiceWorker: builtWorker(),
        env: { LATITUDE_PRACTICE_FRAMES: '2', LATITUDE_PRACTICE_REPLAY: shelf },
      })
      host.clock = createFastClock(60)
      driver = await startApp(host)
      const { call } = driver.client
      const { shotName } = await call.createShot({})
      const form = expected.range ? { tier: '720p', range: expected.range } : { tier: '360p', range: 'sdr' }
      await call.editShot({ shotName, edit: { kind: 'patch', patch: { prompt: 'P', ...form } as never } })
      await driver.app.armDrill(name)
      expect((await call.getSnapshot({})).service.drill).toBe(
        DRILLS.find((drill) => drill.name === name)?.sentence,
      )
      let take = await driver.rest((await call.buyTake({ shotName })).takeId)
      let resumes = 0
      // A take that has just come to rest may not have been let go of yet; it is then asked to go on once more.
      for (; take.failure?.code === 'download-failed' && resumes < 20; resumes += 1) {
        await call.resumeTake({ takeId: take.id })
        take = await driver.rest(take.id)
      }
      expect(resumes).toBeGreaterThanOrEqual(expected.resumes ?? 0)
      expect([take.state, take.failure?.code ?? null]).toEqual([expected.state, expected.failure ?? null])
      const posts = await postsOf(take.id)
      expect(posts).toHaveLength(expected.posts ?? 1)
      expect(posts.filter((accepted) => accepted === true).length).toBeLessThanOrEqual(1)
      expect((await call.getSnapshot({})).service.drill).toBeNull()
    },
    60_000,
  )
})
