// A disk that fills while a take arrives: named, nothing half-written, and the take goes on once there is room.
// Needs a small file system of its own, which only root may mount; skipped visibly elsewhere.
import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startApp } from '../../support/app-driver'
import { builtWorker } from '../../support/built'
import { createTestHost } from '../../support/test-host'

let disk = ''
let isMounted = false

function mount(options: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', disk], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

beforeAll(async () => {
  disk = await mkdtemp(join(tmpdir(), 'latitude small disk '))
  isMounted = process.platform === 'linux' && mount('size=2m')
})
afterAll(async () => {
  if (isMounted) execFileSync('umount', [disk])
  await rm(disk, { recursive: true, force: true })
})

describe('a full disk', () => {
  it('parks the take, leaves nothing half-written, and lets it go on when there is room', async (context) => {
    if (!isMounted) return context.skip('no small file system can be mounted here')
    const host = await createTestHost({
      practiceWorker: builtWorker(),
      env: { LATITUDE_PRACTICE_FRAMES: '4' },
    })
    const project = join(disk, 'project')
    await mkdir(project)
    const driver = await startApp(host, project)
    try {
      const { shotName } = await driver.client.call.createShot({})
      await driver.client.call.editShot({ shotName, edit: { kind: 'patch', patch: { prompt: 'A lamp.' } } })
      const { takeId } = await driver.client.call.buyTake({ shotName })
      expect(await driver.rest(takeId)).toMatchObject({ state: 'parked', failure: { code: 'disk-full' } })
      expect(driver.notices).toContainEqual(expect.objectContaining({ code: 'disk-full', takeId }))
      const left = await readdir(project, { recursive: true })
      expect(left.filter((name) => /\.(tmp|part|exr|zip)$/.test(name))).toEqual([])

      execFileSync('mount', ['-o', 'remount,size=200m', disk])
      await driver.client.call.resumeTake({ takeId })
      expect(await driver.rest(takeId)).toMatchObject({
        state: 'sealed',
        failure: null,
        sequence: { count: 4 },
      })
    } finally {
      await driver.app.close()
      await host.remove()
    }
  }, 60_000)
})
