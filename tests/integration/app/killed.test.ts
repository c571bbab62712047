// The real program, killed at each state of a take, then opened again: the take ends as if nothing had happened, and
// the service's own books show one POST.
import { spawn } from 'node:child_process'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startApp } from '../../support/app-driver'
import { builtCli, builtWorker } from '../../support/built'
import { createTestHost, type TestHost } from '../../support/test-host'

const FRAMES = '4'
let host: TestHost

beforeEach(async () => {
  host = await createTestHost({ practiceWorker: builtWorker(), env: { LATITUDE_PRACTICE_FRAMES: FRAMES } })
})
afterEach(() => host.remove())

/** Starts `latitude take` and kills it as soon as its ledger shows the state. */
async function killAt(project: string, state: string): Promise<void> {
  const args = [
    builtCli(),
    'take',
    '--project',
    project,
    '--shot',
    'SH010',
    '--prompt',
    'A lamp swings.',
    '--json',
  ]
  const child = spawn(process.execPath, args, {
    env: { ...process.env, LATITUDE_USER_DATA: host.paths.userData, LATITUDE_PRACTICE_FRAMES: FRAMES },
    stdio: 'ignore',
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const isReached = new RegExp(state === 'intended' ? '"event":"intended"' : `"state":"${state}"}`)
  let isOver = false
  void ended.then(() => (isOver = true))
  while (!isOver && !isReached.test(await readFile(join(project, 'ledger.jsonl'), 'utf8').catch(() => '')))
    await wait(2)
  child.kill('SIGKILL')
  await ended
}

async function acceptedPosts(): Promise<string[]> {
  const text = await readFile(join(host.paths.userData, 'practice', 'books.jsonl'), 'utf8').catch(() => '')
  const lines = text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  return lines
    .filter((line) => line['taskType'] === 'videoInference' && line['accepted'] === true)
    .map((line) => String(line['taskUUID']))
}

describe('killed with SIGKILL', () => {
  it.each(['intended', 'submitted', 'running', 'ready', 'downloading', 'verifying', 'arrived', 'sealed'])(
    'when its ledger says %s, a take ends after a restart without a second POST',
    async (state) => {
      const project = join(host.folder, 'project')
      await killAt(project, state)
      const driver = await startApp(host, project)
      try {
        const [first] = await driver.takes()
        if (!first) throw new Error('the take was lost')
        const take = await driver.rest(first.id)
        expect(take.failure).toBeNull()
        expect(take).toMatchObject({ state: 'sealed', sequence: { count: Number(FRAMES) } })
        expect(take.proxies?.sdr).not.toBeNull()
        expect(await acceptedPosts()).toEqual([take.id])
        const files = await readdir(project, { recursive: true })
        expect(files.filter((name) => /\.(tmp|part)\b/.test(name))).toEqual([])
      } finally {
        await driver.app.close()
      }
    },
    90_000,
  )
})
