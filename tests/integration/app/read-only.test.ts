// Two applications on one project: the second looks and does not touch.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startApp, type AppDriver } from '../../support/app-driver'
import { builtWorker } from '../../support/built'
import { createTestHost, type TestHost } from '../../support/test-host'

let host: TestHost
let project: string
let first: AppDriver
const others: { driver: AppDriver; host: TestHost }[] = []

async function startAnother(desktop = {}): Promise<AppDriver> {
  const own = await createTestHost({ practiceWorker: builtWorker(), desktop })
  const driver = await startApp(own, project)
  others.push({ driver, host: own })
  return driver
}

const readOnlyOf = async ({ client }: AppDriver) => (await client.call.getSnapshot({})).project.readOnly

beforeEach(async () => {
  host = await createTestHost({ practiceWorker: builtWorker() })
  project = join(host.folder, 'Lantern Street')
  first = await startApp(host, project)
  await first.client.call.createShot({})
})
afterEach(async () => {
  for (const other of others.splice(0)) {
    await other.driver.app.close()
    await other.host.remove()
  }
  await first.app.close()
  await host.remove()
})

describe('a project that another Latitude drives', () => {
  it('is shown with who has it, and every change is refused by name', async () => {
    const second = await startAnother()
    expect(await readOnlyOf(second)).toEqual({ holder: expect.stringContaining(String(process.pid)) })
    expect((await second.client.call.getSnapshot({})).shots.map(({ name }) => name)).toEqual(['SH010'])
    const before = await readFile(join(project, 'project.json'), 'utf8')
    const { call } = second.client
    const refused = { code: 'project-read-only' }
    await expect(call.createShot({})).rejects.toMatchObject(refused)
    await expect(call.setBudget({ budgetUsd: 5 })).rejects.toMatchObject(refused)
    await expect(call.removeShot({ shotName: 'SH010' })).rejects.toMatchObject(refused)
    await expect(
      call.editShot({ shotName: 'SH010', edit: { kind: 'patch', patch: { prompt: 'P' } } }),
    ).rejects.toMatchObject(refused)
    expect(await readFile(join(project, 'project.json'), 'utf8')).toBe(before)
    expect(await readOnlyOf(first)).toBeNull()
  })

  it('can be driven as soon as the other has closed it', async () => {
    await first.app.close()
    const second = await startAnother()
    expect(await readOnlyOf(second)).toBeNull()
  })
})

describe('the project that is open already', () => {
  it('is not taken for another one when it is chosen again', async () => {
    await first.app.close()
    const second = await startAnother({ pickFolder: async () => project })
    await second.client.call.chooseProject({})
    expect(await readOnlyOf(second)).toBeNull()
    await second.client.call.createShot({})
  })
})
