// One driver for one project, with real processes: a living holder keeps others out, a killed one does not for a
// moment.
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { patchShot } from '#shared/domain/shot-edits'
import { acquireLock } from '../../../src-main/features/projects/project-lock'
import { openProject, type ProjectStore } from '../../../src-main/features/projects/project-store'
import { createFakeClock } from '../../support/fake-clock'
import { makeTakeRecord } from '../../support/take-records'

let folder: string
const stores: ProjectStore[] = []
const children: ChildProcess[] = []
const lockPath = () => join(folder, 'project.lock')

async function open(): Promise<ProjectStore> {
  const store = await openProject({ folder, clock: createFakeClock() })
  stores.push(store)
  return store
}

/** Hands the lock to another process, as if that one had taken it; resolves to the process. */
async function holdElsewhere(): Promise<ChildProcess> {
  const child = fork('-e', ['setInterval(() => {}, 1000); process.send("up")'], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  children.push(child)
  await once(child, 'message')
  await changeLock({ pid: child.pid, token: 'theirs' })
  return child
}

async function changeLock(patch: object): Promise<void> {
  const content = JSON.parse(await readFile(lockPath(), 'utf8')) as object
  await writeFile(lockPath(), JSON.stringify({ ...content, ...patch }))
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'latitude lock ü 🙂 ')), 'Lantern Street')
})
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close()
  for (const child of children.splice(0))
    if (child.exitCode === null && child.signalCode === null) await kill(child)
  await rm(join(folder, '..'), { recursive: true, force: true })
})

describe('a second opening', () => {
  it('is read-only and says so: everything can be seen, nothing can be written', async () => {
    const first = await open()
    await first.createShot()
    await first.intendTake(makeTakeRecord())
    const second = await open()
    expect(second.isReadOnly).toBe(true)
    expect(second.holder?.name).toContain(String(process.pid))
    expect(second.takes()).toHaveLength(1)
    const { id } = makeTakeRecord()
    const writes = [
      () => second.createShot(),
      () => second.editShot('SH010', (shot) => patchShot(shot, { prompt: 'B' }), { label: 'prompt' }),
      () => second.editProject((project) => ({ ...project, budgetUsd: 1 })),
      () => second.intendTake(makeTakeRecord({ id: 'x' })),
      () => second.recordPosting(id),
      () => second.amendTake(id, {}),
      () => second.moveTake(id, 'withdrawn'),
      () => second.updateTake(id, {}),
    ]
    const before = await readFile(join(folder, 'ledger.jsonl'), 'utf8')
    for (const write of writes) await expect(write()).rejects.toMatchObject({ code: 'project-read-only' })
    expect(await readFile(join(folder, 'ledger.jsonl'), 'utf8')).toBe(before)
  })

  it('leaves the unfinished files of the first alone', async () => {
    const first = await open()
    await first.createShot()
    await writeFile(join(folder, 'under-way.part'), 'half')
    await open()
    expect(await readdir(folder)).toContain('under-way.part')
  })

  it('is whole again as soon as the first has closed', async () => {
    const first = await open()
    await first.createShot()
    await first.close()
    expect(await readdir(folder)).not.toContain('project.lock')
    expect((await open()).isReadOnly).toBe(false)
  })
})

describe('a holder in another process', () => {
  it('keeps the project while it lives, and loses it the moment it is killed', async () => {
    const first = await open()
    await first.createShot()
    const child = await holdElsewhere()
    expect((await open()).isReadOnly).toBe(true)
    await kill(child)
    expect((await open()).isReadOnly).toBe(false)
  })

  it('that took the lock over makes the former one read-only before its next write', async () => {
    const first = await open()
    await first.createShot()
    await first.intendTake(makeTakeRecord())
    await holdElsewhere()
    await expect(first.recordPosting(makeTakeRecord().id)).rejects.toMatchObject({
      code: 'project-read-only',
    })
    expect(first.isReadOnly).toBe(true)
  })

  it('whose process id was given anew is told by its silence', async () => {
    const first = await open()
    await first.createShot()
    await holdElsewhere()
    const longAgo = new Date(Date.now() - 61_000)
    await utimes(lockPath(), longAgo, longAgo)
    expect((await open()).isReadOnly).toBe(false)
  })

  it('on another computer is believed while it shows life, and not longer', async () => {
    await (await open()).createShot()
    await changeLock({ host: 'grading-2 (darwin)', pid: 1, token: 'theirs' })
    const second = await open()
    expect(second.holder?.name).toBe('Latitude on grading-2 (darwin), process 1')
    const longAgo = new Date(Date.now() - 61_000)
    await utimes(lockPath(), longAgo, longAgo)
    expect((await open()).isReadOnly).toBe(false)
  })
})

describe('the lock file', () => {
  it('goes to one of many that want it at the same moment, also over a dead holder', async () => {
    await (await open()).createShot()
    await changeLock({ pid: 2 ** 22 + 12345, token: 'dead' })
    const attempts = await Promise.all(Array.from({ length: 12 }, () => acquireLock(lockPath())))
    const held = attempts.flatMap((attempt) => (attempt.kind === 'held' ? [attempt.lock] : []))
    expect(held).toHaveLength(1)
    expect(await held[0]?.standing()).toBe('ours')
    for (const lock of held) await lock.release()
    expect((await readdir(folder)).filter((name) => name.includes('lock'))).toEqual([])
  })

  it('that was moved with its folder holds nobody up', async () => {
    await (await open()).createShot()
    await rename(folder, `${folder} moved`)
    folder = `${folder} moved`
    expect((await open()).isReadOnly).toBe(false)
  })

  it('that was tidied away is taken again with the next write', async () => {
    const first = await open()
    await first.createShot()
    await rm(lockPath())
    await first.createShot()
    expect((await open()).isReadOnly).toBe(true)
  })

  it('that was never finished does not hold for long', async () => {
    const first = await open()
    await first.createShot()
    await first.close()
    await writeFile(lockPath(), '')
    const longAgo = new Date(Date.now() - 5_000)
    await utimes(lockPath(), longAgo, longAgo)
    expect((await open()).isReadOnly).toBe(false)
  })
})
