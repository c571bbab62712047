// `resume` and `ledger` as a pipeline meets them: exit codes, one JSON document, and who may do what while another
// Latitude drives the project.
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createShot } from '#shared/domain/shot'
import { createSystemClock } from '../../../src-main/app/system-clock'
import { toVideoTask } from '../../../src-main/features/generation/request'
import { openProject } from '../../../src-main/features/projects/project-store'
import { builtCli } from '../../support/built'
import { makeTakeRecord } from '../../support/take-records'

// Lets the program's clock run twenty times as fast, so that 20 s of questions take one.
const FAST = pathToFileURL(resolve(import.meta.dirname, '..', '..', 'faults', 'kill-points.mjs')).href
let folder: string
let project: string

function latitude(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const env = {
    ...process.env,
    ...{ LATITUDE_USER_DATA: join(folder, 'user data'), LATITUDE_PRACTICE_FRAMES: '2', FAULTS_SPEED: '20' },
  }
  return new Promise((done) => {
    execFile(process.execPath, ['--import', FAST, builtCli(), ...args], { env }, (error, out, err) => {
      done({ code: error ? Number(error.code ?? -1) : 0, out, err })
    })
  })
}

const open = (path = project) => openProject({ folder: path, clock: createSystemClock() })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latitude resume ü 🙂 '))
  project = join(folder, 'Lantern Street')
  const made = await latitude('take', '--project', project, '--shot', 'SH010', '--prompt', 'A lamp swings.')
  expect(made.err).not.toContain('internal')
  expect(made.code).toBe(0)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('ledger', () => {
  it('lists every id that was sent, with its money, its states in time, and where its files are', async () => {
    const { code, out } = await latitude('ledger', '--project', project, '--json')
    expect(code).toBe(0)
    const { takes, unreadableLines } = JSON.parse(out)
    expect([takes.length, unreadableLines]).toEqual([1, 0])
    expect(takes[0]).toMatchObject({
      ...{ shotName: 'SH010', number: 1, state: 'sealed', postings: 1, isAccepted: true, frames: 2 },
      ...{ listedUsd: 0.9, billedUsd: null, origin: 'practice' },
      received: [
        join('received', 'SH010_v001_practice.mp4'),
        join('received', 'SH010_v001_practice_exr.zip'),
      ],
    })
    expect(takes[0].folder).toBe(join(project, 'shots', 'SH010', 'takes', 'v001'))
    const names = takes[0].events.map(({ event, state }: { event: string; state?: string }) => state ?? event)
    expect(names).toEqual([
      ...[
        'intended',
        'posting',
        'submitted',
        'running',
        'ready',
        'downloading',
        'verifying',
        'arrived',
        'sealed',
      ],
    ])
  })

  it('is a table for a spreadsheet, one line a take, also of one that was approved', async () => {
    const store = await open()
    const [take] = store.takes()
    await store.updateTake(take?.id ?? '', { isApproved: true })
    await store.close()
    const { code, out } = await latitude('ledger', '--project', project, '--csv')
    expect(code).toBe(0)
    const [head = '', line = '', ...rest] = out.split('\r\n')
    expect(rest).toEqual([''])
    const cells = Object.fromEntries(head.split(',').map((name, index) => [name, line.split(',')[index]]))
    expect(cells).toMatchObject({
      ...{ shot: 'SH010', take: 'v001', 'task id': take?.id, service: 'practice', state: 'sealed' },
      ...{ 'listed USD': '0.90', 'billed USD': '', approved: 'yes', prompt: 'A lamp swings.' },
    })
    expect((await latitude('ledger', '--project', project, '--csv', '--json')).code).toBe(2)
  })

  it('says the same in words', async () => {
    const { out } = await latitude('ledger', '--project', project)
    expect(out).toContain('SH010 v001')
    expect(out).toContain('sent once, accepted')
    expect(out).toContain('none (would be $0.90)')
  })

  it('is read while another Latitude drives the project; resume and take are not for two', async () => {
    const store = await open()
    try {
      expect((await latitude('ledger', '--project', project, '--json')).code).toBe(0)
      for (const command of ['resume', 'take']) {
        const more = command === 'take' ? ['--shot', 'SH010', '--prompt', 'Another.'] : []
        const ran = await latitude(command, '--project', project, ...more)
        expect([command, ran.code, ran.out]).toEqual([command, 1, ''])
        expect(ran.err).toContain('project-read-only')
        expect(ran.err).toContain(`process ${process.pid}`)
      }
    } finally {
      await store.close()
    }
  })

  it.each(['ledger', 'resume'])(
    '%s names a folder without a project, and makes nothing there',
    async (name) => {
      const ran = await latitude(name, '--project', join(folder, 'nowhere'))
      expect(ran).toMatchObject({ code: 1, out: '' })
      expect(ran.err).toContain('project-gone')
    },
  )

  it.each(['ledger', 'resume'])('%s needs a project', async (name) => {
    expect((await latitude(name)).code).toBe(2)
  })
})

describe('resume', () => {
  it('has nothing to do where every take has ended', async () => {
    const ran = await latitude('resume', '--project', project)
    expect(ran.code).toBe(0)
    expect(ran.out).toContain('nothing to resume')
  })

  it('posts what was only intended, and settles by asking what may have been sent: parked and named', async () => {
    const path = join(folder, 'Two left')
    const store = await open(path)
    await store.createShot()
    const ids = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222']
    for (const [index, id] of ids.entries()) {
      const request = toVideoTask({ ...createShot('SH010'), prompt: 'P' }, id, [])
      await store.intendTake(makeTakeRecord({ id, number: index + 1, request }))
    }
    await store.close()
    // Sent three minutes ago, for all that anyone knows: too long for a second POST without a question.
    const clock = { now: () => Date.now() - 180_000, sleep: async () => undefined }
    const before = await openProject({ folder: path, clock })
    await before.recordPosting(ids[1] ?? '')
    await before.close()

    const ran = await latitude('resume', '--project', path)
    expect(ran.code).toBe(1)
    expect(ran.out).toContain('2 takes driven; not well: SH010 v002.')
    expect(ran.err).toContain('SH010 v001 sealed')
    expect(ran.err).toContain('SH010 v002 parked')
    expect(ran.err).toContain('fate-unknown')
    const { takes } = JSON.parse((await latitude('ledger', '--project', path, '--json')).out)
    expect(takes.map((take: { postings: number }) => take.postings)).toEqual([1, 1])
  })
})
