// Projects on a real disk: what a crash leaves behind is found again, whole.
import { appendFile, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { patchShot } from '#shared/domain/shot-edits'
import type { Take } from '#shared/domain/take'
import { readLedger } from '../../../src-main/features/projects/ledger'
import { openProject, type ProjectStore } from '../../../src-main/features/projects/project-store'
import { createFakeClock } from '../../support/fake-clock'
import { makeTakeRecord } from '../../support/take-records'

let folder: string
let opened: ProjectStore | undefined

/** Opens the project anew, as after a crash: what the store before it held in memory is gone. */
async function open(): Promise<ProjectStore> {
  await opened?.close()
  opened = await openProject({ folder, clock: createFakeClock() })
  return opened
}

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'latitude ü 🙂 %04d ')), 'Lantern Street')
})
afterEach(async () => {
  await opened?.close()
  opened = undefined
  await rm(join(folder, '..'), { recursive: true, force: true })
})

const aTake = (number: number): Take =>
  makeTakeRecord({ id: `00000000-0000-4000-8000-00000000000${number}`, number })

describe('a project', () => {
  it('writes nothing before the first shot', async () => {
    await open()
    await expect(readdir(folder)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('is found again as it was left, also after the folder was moved', async () => {
    const store = await open()
    await store.createShot()
    await store.editShot('SH010', (shot) => patchShot(shot, { prompt: 'Über die Brücke' }), { label: 'test' })
    await store.intendTake(aTake(1))
    const moved = `${folder} moved`
    await rename(folder, moved)
    folder = moved
    const again = await open()
    expect(again.shot('SH010').prompt).toBe('Über die Brücke')
    expect(again.take(aTake(1).id).state).toBe('intended')
    expect(again.nextTakeNumber('SH010')).toBe(2)
  })

  it('loses no edit when many are given at once', async () => {
    const store = await open()
    await store.createShot()
    await Promise.all([
      store.editShot('SH010', (shot) => patchShot(shot, { prompt: 'A' }), { label: 'test' }),
      store.editShot('SH010', (shot) => patchShot(shot, { loop: true }), { label: 'test' }),
      store.editShot('SH010', (shot) => patchShot(shot, { tier: '1080p' }), { label: 'test' }),
    ])
    expect((await open()).shot('SH010')).toMatchObject({ prompt: 'A', loop: true, tier: '1080p' })
  })

  it('leaves no temporary files', async () => {
    const store = await open()
    await store.createShot()
    await store.intendTake(aTake(1))
    const files = await readdir(folder, { recursive: true })
    expect(files.filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  it('refuses a shot with takes, a taken name and a name no folder can have', async () => {
    const store = await open()
    await store.createShot()
    await store.intendTake(aTake(1))
    await expect(store.removeShot('SH010')).rejects.toMatchObject({ code: 'shot-has-takes' })
    await expect(store.createShot('sh010')).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(store.createShot('../x')).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('says when the folder is gone while open, and makes no half project in its place', async () => {
    const store = await open()
    await store.createShot()
    await rm(folder, { recursive: true })
    await expect(store.createShot()).rejects.toMatchObject({ code: 'project-gone' })
    await expect(
      store.editShot('SH010', (shot) => patchShot(shot, { prompt: 'B' }), { label: 'test' }),
    ).rejects.toMatchObject({ code: 'project-gone' })
    await expect(readdir(folder)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it.each([
    ['not JSON', '{"version": 1,', 'project-unreadable'],
    ['another shape', '{"version": 1}', 'project-unreadable'],
    ['a newer version', '{"version": 99, "name": "x"}', 'project-newer'],
  ])('names a project.json that is %s', async (_name, content, code) => {
    await (await open()).createShot()
    await writeFile(join(folder, 'project.json'), content)
    await expect(open()).rejects.toMatchObject({ code })
  })
})

describe('takes of one shot', () => {
  it('never share a number, however fast they are asked for', async () => {
    const store = await open()
    await store.createShot()
    const sameNumber = (digit: number): Take => ({
      ...aTake(1),
      id: `00000000-0000-4000-8000-00000000010${digit}`,
    })
    const made = await Promise.all([1, 2, 3].map((digit) => store.intendTake(sameNumber(digit))))
    expect(made.map((take) => take.number)).toEqual([1, 2, 3])
    expect(await readdir(join(folder, 'shots', 'SH010', 'takes'))).toEqual(['v001', 'v002', 'v003'])
  })
})

describe('the ledger', () => {
  it('finds a take whose take.json was never written', async () => {
    const store = await open()
    await store.createShot()
    await store.intendTake(aTake(1))
    await rm(join(folder, 'shots', 'SH010', 'takes', 'v001', 'take.json'))
    expect((await open()).take(aTake(1).id)).toMatchObject({ state: 'intended', request: { taskUUID: 'x' } })
  })

  it('is believed where it is a step ahead of take.json', async () => {
    const store = await open()
    await store.createShot()
    await store.intendTake(aTake(1))
    const json = join(folder, 'shots', 'SH010', 'takes', 'v001', 'take.json')
    const before = await readFile(json)
    await store.recordPosting(aTake(1).id)
    await store.moveTake(aTake(1).id, 'submitted')
    await writeFile(json, before)
    expect((await open()).take(aTake(1).id).state).toBe('submitted')
  })

  it('does not believe an end without its details', async () => {
    const store = await open()
    await store.createShot()
    await store.intendTake(aTake(1))
    await store.recordPosting(aTake(1).id)
    for (const state of ['submitted', 'running', 'ready', 'downloading', 'verifying'] as const)
      await store.moveTake(aTake(1).id, state)
    const json = join(folder, 'shots', 'SH010', 'takes', 'v001', 'take.json')
    const before = await readFile(json)
    await store.moveTake(aTake(1).id, 'arrived')
    await writeFile(json, before)
    expect((await open()).take(aTake(1).id).state).toBe('verifying')
  })

  it('has a seal looked at again whose record did not land, and never fetches what lies in the trash', async () => {
    const store = await open()
    await store.createShot()
    await store.intendTake(aTake(1))
    await store.recordPosting(aTake(1).id)
    for (const state of ['submitted', 'running', 'ready', 'downloading', 'verifying', 'arrived'] as const)
      await store.moveTake(aTake(1).id, state)
    const root = join(folder, 'shots', 'SH010', 'takes', 'v001')
    const before = await readFile(join(root, 'take.json'))
    await store.moveTake(aTake(1).id, 'sealed')
    await writeFile(join(root, 'take.json'), before)
    const again = await open()
    expect(again.take(aTake(1).id).state).toBe('arrived')
    await again.moveTake(aTake(1).id, 'sealed')
    await again.moveTake(aTake(1).id, 'trashed')
    await rm(root, { recursive: true })
    expect((await open()).take(aTake(1).id).state).toBe('trashed')
  })

  it('passes over a torn last line, and the next line does not join it', async () => {
    const store = await open()
    await store.createShot()
    await store.intendTake(aTake(1))
    await appendFile(join(folder, 'ledger.jsonl'), '{"version":1,"at":"2026')
    const again = await open()
    expect(again.takes()).toHaveLength(1)
    await again.intendTake(aTake(2))
    const third = await open()
    expect(third.takes().map((take) => take.number)).toEqual([1, 2])
    const { entries, unreadableLines } = await readLedger(join(folder, 'ledger.jsonl'))
    expect([entries.size, unreadableLines]).toEqual([2, 1])
  })

  it('refuses moves the state machine does not know', async () => {
    const store = await open()
    await store.createShot()
    await store.intendTake(aTake(1))
    await expect(store.moveTake(aTake(1).id, 'arrived')).rejects.toMatchObject({ code: 'internal' })
    expect((await open()).take(aTake(1).id).state).toBe('intended')
  })
})
