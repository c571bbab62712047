// The ledger on a real disk: what every kind of line means at the next opening, and what damage to it costs.
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readLedger } from '../../../src-main/features/projects/ledger'
import { openProject, type ProjectStore } from '../../../src-main/features/projects/project-store'
import { createFakeClock } from '../../support/fake-clock'
import { makeTakeRecord } from '../../support/take-records'

const { id } = makeTakeRecord()
const FAILURE = { code: 'service-key', message: 'No key.', details: {} }
let folder: string
let store: ProjectStore
const ledger = () => join(folder, 'ledger.jsonl')
const takeJson = () => join(folder, 'shots', 'SH010', 'takes', 'v001', 'take.json')

async function reopen(): Promise<ProjectStore> {
  await store.close()
  store = await openProject({ folder, clock: createFakeClock() })
  return store
}

/** Lets an act reach the ledger, and undoes what it did to take.json: as if the process had died in between. */
async function dieAfterLedger(act: () => Promise<unknown>): Promise<ProjectStore> {
  const before = await readFile(takeJson())
  await act()
  await writeFile(takeJson(), before)
  return reopen()
}

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'latitude ledger ü 🙂 ')), 'Lantern Street')
  store = await openProject({ folder, clock: createFakeClock() })
  await store.createShot()
  await store.intendTake(makeTakeRecord())
})
afterEach(async () => {
  await store.close()
  await rm(join(folder, '..'), { recursive: true, force: true })
})

describe('after a restart', () => {
  it('a take that was only intended was surely not sent; one that was announced perhaps was', async () => {
    expect((await reopen()).isPosted(id)).toBe(false)
    await store.recordPosting(id)
    expect((await reopen()).isPosted(id)).toBe(true)
    expect(store.life(id).firstPostedAt).toBe('2023-11-14T22:13:20.000Z')
  })

  it('a refusal has reached the take, and it waits again', async () => {
    await store.recordPosting(id)
    const again = await dieAfterLedger(() => store.recordRefusal(id, FAILURE))
    expect(again.isPosted(id)).toBe(false)
    expect(again.take(id).state).toBe('intended')
  })

  it('a pause is there with its reason, also when take.json never heard of it', async () => {
    const again = await dieAfterLedger(() => store.moveTake(id, 'parked', { failure: FAILURE }))
    expect(again.take(id)).toMatchObject({ state: 'parked', failure: FAILURE })
  })

  it('an end without success is believed with its reason', async () => {
    const again = await dieAfterLedger(() => store.moveTake(id, 'failed', { failure: FAILURE }))
    expect(again.take(id)).toMatchObject({ state: 'failed', failure: FAILURE })
  })

  it('a withdrawn take stays withdrawn', async () => {
    const again = await dieAfterLedger(() => store.moveTake(id, 'withdrawn'))
    expect(again.take(id).state).toBe('withdrawn')
  })

  it('an amended request is the one that is posted', async () => {
    const again = await dieAfterLedger(() => store.amendTake(id, { taskUUID: 'y' }))
    expect(again.take(id).request).toEqual({ taskUUID: 'y' })
  })

  it('the bill and the time of the addresses are kept', async () => {
    await store.recordPosting(id)
    await store.moveTake(id, 'submitted')
    const urlsGivenAt = '2026-01-01T00:00:05.000Z'
    await store.moveTake(id, 'ready', { urlsGivenAt })
    const again = await dieAfterLedger(() => store.billTake(id, 0.85))
    expect(again.take(id)).toMatchObject({ billedUsd: 0.85, urlsGivenAt })
  })
})

describe('the history of a take', () => {
  it('tells every event in order with its time, and nothing of other takes', async () => {
    await store.intendTake(makeTakeRecord({ id: '00000000-0000-4000-8000-000000000002', number: 2 }))
    await store.recordPosting(id)
    await store.moveTake(id, 'submitted')
    const history = await store.historyOf(id)
    expect(history.map(({ event }) => event)).toEqual(['intended', 'posting', 'state'])
    expect(history[2]).toMatchObject({ at: '2023-11-14T22:13:20.000Z', state: 'submitted' })
  })
})

describe('damage', () => {
  it('a torn last line does not swallow the next event', async () => {
    await appendFile(ledger(), '{"version":1,"at":"2026-01-01T00:00')
    await reopen()
    await store.recordPosting(id)
    expect((await reopen()).isPosted(id)).toBe(true)
    expect(store.unreadableLines).toBe(1)
  })

  it('unreadable lines are counted and left where they are', async () => {
    await appendFile(ledger(), 'scribble\n{"version":1,"event":"dreamt","at":"now","takeId":"x"}\n')
    await reopen()
    await store.recordPosting(id)
    expect((await reopen()).unreadableLines).toBe(2)
    expect(await readFile(ledger(), 'utf8')).toContain('scribble')
  })

  it('lines of a newer Latitude stop the opening rather than being passed over', async () => {
    await appendFile(ledger(), '{"version":2,"event":"sold","at":"now"}\n')
    await expect(readLedger(ledger())).rejects.toMatchObject({ code: 'project-newer' })
  })

  it('lines written before POSTs were announced are read, and taken as perhaps sent', async () => {
    const take = makeTakeRecord()
    const lines = [
      { version: 1, at: take.createdAt, event: 'intended', take },
      { version: 1, at: take.createdAt, event: 'state', takeId: id, state: 'parked' },
    ]
    await writeFile(ledger(), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    expect((await reopen()).isPosted(id)).toBe(true)
    expect(store.life(id).firstPostedAt).toBe(take.createdAt)
  })
})
