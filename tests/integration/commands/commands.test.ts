// The command line as a pipeline meets it: exit codes, one JSON document on stdout, everything else on stderr.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { execFile, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { builtCli } from '../../support/built'

const FIXTURES = resolve(import.meta.dirname, '../../fixtures/exr')

let folder: string
let still: string

interface Ran {
  code: number
  out: string
  err: string
}

function latitude(args: string[], env: Record<string, string> = {}): Promise<Ran> {
  return new Promise((resolve) => {
    const options = { env: { ...process.env, LATITUDE_USER_DATA: join(folder, 'user data'), ...env } }
    execFile(process.execPath, [builtCli(), ...args], options, (error, out, err) => {
      const code = error ? (typeof error.code === 'number' ? error.code : -1) : 0
      resolve({ code, out, err })
    })
  })
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latitude cli ü 🙂 '))
  still = join(folder, 'Küche 1.png')
  await sharp({ create: { width: 2000, height: 1500, channels: 3, background: { r: 120, g: 90, b: 60 } } })
    .png()
    .toFile(still)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('usage', () => {
  it.each([
    [[], 2],
    [['--help'], 0],
    [['sell'], 2],
    [['prepare'], 2],
    [['prepare', 'a.png', '--canvas', 'wide', '--out', 'b.png'], 2],
    [['take', '--project', 'x'], 2],
    [['take', '--project', 'x', '--shot', 'SH010', '--tier', '8k'], 2],
    [['take', '--project', 'x', '--shot', 'SH010', '--seed', '4'], 2],
    [['practice', '--port', 'seven'], 2],
    [['inspect'], 2],
    [['proof'], 2],
    [['scope', 'a.exr', '--kind', 'wave', '--out', 'b.png'], 2],
    [['stamp', '.'], 2],
    [['seal'], 2],
  ])('latitude %j ends with %i', async (args, code) => {
    expect((await latitude(args)).code).toBe(code)
  })
})

describe('prepare', () => {
  it('writes the prepared frame and says what is lost', async () => {
    const out = join(folder, 'frame.png')
    const ran = await latitude(['prepare', still, '--canvas', '1280x720', '--out', out, '--json'])
    expect(ran.code).toBe(0)
    expect(JSON.parse(ran.out)).toMatchObject({
      still: { width: 2000, height: 1500 },
      crop: { x: 0, y: 187.5, width: 2000, height: 1125 },
      loss: { left: 0, right: 0 },
    })
    expect(await sharp(out).metadata()).toMatchObject({
      width: 1280,
      height: 720,
      depth: 'uchar',
      channels: 3,
      format: 'png',
    })
  })

  it('takes a crop by numbers and refuses one that leaves the still', async () => {
    const out = join(folder, 'crop.png')
    expect(
      (await latitude(['prepare', still, '--canvas', '960x960', '--crop', '100,100,960,960', '--out', out]))
        .code,
    ).toBe(0)
    expect(
      (await latitude(['prepare', still, '--canvas', '960x960', '--crop', '1500,0,960,960', '--out', out]))
        .code,
    ).toBe(2)
  })

  it('names a file that is no picture, and writes nothing', async () => {
    const path = join(folder, 'letter.jpg')
    await writeFile(path, 'Dear colorist,')
    const out = join(folder, 'never.png')
    const ran = await latitude(['prepare', path, '--canvas', '1280x720', '--out', out])
    expect(ran).toMatchObject({ code: 1, out: '' })
    expect(ran.err).toContain('still-unreadable')
    await expect(stat(out)).rejects.toMatchObject({ code: 'ENOENT' })
  })
})

describe('take --print-request', () => {
  it('prints the exact body and sends nothing', async () => {
    const project = join(folder, 'project')
    const args = [
      'take',
      '--project',
      project,
      '--shot',
      'SH010',
      '--still',
      `${still}@0`,
      '--still',
      `${still}@-1`,
    ]
    const ran = await latitude([...args, '--prompt', 'A lamp.', '--aspect', '1:1', '--print-request'])
    expect(ran.code).toBe(0)
    const [task] = JSON.parse(ran.out) as Record<string, unknown>[]
    expect(task).toMatchObject({
      taskType: 'videoInference',
      model: 'luma:ray@3.2',
      positivePrompt: 'A lamp.',
      width: 960,
      height: 960,
      settings: { hdr: true, exrExport: true },
      inputs: { frameImages: [{ frame: 'first' }, { frame: 'last' }] },
    })
    await expect(stat(join(project, 'ledger.jsonl'))).rejects.toMatchObject({ code: 'ENOENT' })
    const books = await readFile(join(folder, 'user data', 'practice', 'books.jsonl'), 'utf8').catch(() => '')
    expect(books).not.toContain('videoInference')
  })

  it('explains a broken rule', async () => {
    const ran = await latitude([
      'take',
      '--project',
      join(folder, 'p2'),
      '--shot',
      'SH010',
      '--prompt',
      'P',
      '--duration',
      '10',
      '--print-request',
    ])
    expect(ran).toMatchObject({ code: 1, out: '' })
    expect(ran.err).toContain('HDR needs 5 s.')
  })
})

describe('take', () => {
  it('ends with the take as one JSON document', async () => {
    const args = [
      'take',
      '--project',
      join(folder, 'p3'),
      '--shot',
      'beach',
      '--prompt',
      'The sea.',
      '--tier',
      '360p',
      '--range',
      'sdr',
      '--json',
    ]
    const ran = await latitude(args, { LATITUDE_PRACTICE_FRAMES: '4' })
    expect(ran.code).toBe(0)
    expect(JSON.parse(ran.out)).toMatchObject({
      state: 'sealed',
      shotName: 'beach',
      origin: 'practice',
      billedUsd: null,
    })
    expect(ran.out).not.toContain('MediaId')
  }, 60_000)
})

describe('practice', () => {
  it('serves alone until it is told to stop', async () => {
    const child = spawn(process.execPath, [builtCli(), 'practice', '--port', '0', '--json'], {
      env: { ...process.env, LATITUDE_USER_DATA: join(folder, 'alone') },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const line = await new Promise<string>((resolve) =>
      child.stdout.once('data', (data: Buffer) => resolve(data.toString())),
    )
    const { url } = JSON.parse(line) as { url: string }
    const answer = await fetch(url, {
      method: 'POST',
      headers: { authorization: 'Bearer any', 'content-type': 'application/json' },
      body: JSON.stringify([{ taskType: 'ping', ping: true }]),
    })
    expect(answer.status).toBe(200)
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    expect(await ended).toBe(process.platform === 'win32' ? null : 0)
  })

  it('misbehaves as the named drill says, and names the drills it knows', async () => {
    expect((await latitude(['practice', '--drill', 'nothing-of-the-kind'])).code).toBe(2)
    expect((await latitude(['practice', '--list-drills'])).out).toContain('no-money')
    const child = spawn(
      process.execPath,
      [
        builtCli(),
        'practice',
        '--port',
        '0',
        '--folder',
        join(folder, 'drill'),
        '--drill',
        'no-money',
        '--json',
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    const line = await new Promise<string>((resolve) =>
      child.stdout.once('data', (data: Buffer) => resolve(data.toString())),
    )
    const { url } = JSON.parse(line) as { url: string }
    const task = { taskType: 'videoInference', taskUUID: 'a3f1c2d4-5e6f-4081-92a3-b4c5d6e7f809' }
    const ask = () =>
      fetch(url, {
        method: 'POST',
        headers: { authorization: 'Bearer any' },
        body: JSON.stringify([{ ...task, model: 'luma:ray@3.2', positivePrompt: 'P', resolution: '360p' }]),
      })
    expect((await ask()).status).toBe(402)
    expect((await ask()).status).toBe(200)
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await ended
  })

  it('names a port that is taken', async () => {
    const blocker = createServer()
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve))
    const { port } = blocker.address() as AddressInfo
    const ran = await latitude(['practice', '--port', String(port)])
    blocker.close()
    expect(ran.code).toBe(1)
    expect(ran.err).toContain('port-taken')
  })
})

describe('inspect and doctor', () => {
  it('inspect names what is no EXR', async () => {
    const ran = await latitude(['inspect', still, '--json'])
    expect(ran.code).toBe(1)
  })

  it('inspect gives header, structure and numbers of one file, and a table of a folder', async () => {
    const one = await latitude(['inspect', join(FIXTURES, 'half-zip.exr'), '--json'])
    expect(JSON.parse(one.out)).toMatchObject({
      file: 'half-zip.exr',
      isIntact: true,
      findings: [],
      statistics: [{ name: 'B' }, { name: 'G' }, { name: 'R', nanCount: 0, count: 24 * 36 }],
    })
    expect(one.code).toBe(0)
    const table = await latitude(['inspect', FIXTURES])
    expect(table.out).toMatch(/half-zips\.exr +24 × 36 +half +zips +\d+ +1\.07813 +0 +0 +intact\n/)
    expect(table.out).toMatch(/(\d+) files, \1 without findings/)
    expect(table.code).toBe(0)
  })

  it('inspect exits with 1 on a finding, in one file and in a folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'latitude inspect ü '))
    const whole = readFileSync(join(FIXTURES, 'half-zip.exr'))
    writeFileSync(join(folder, 'a.9.exr'), whole)
    writeFileSync(join(folder, 'a.10.exr'), whole.subarray(0, whole.length - 1))
    writeFileSync(join(folder, 'a.11.exr'), 'no EXR')
    const cut = await latitude(['inspect', join(folder, 'a.10.exr')])
    expect(cut.out).toContain('damaged: Chunk 2 needs bytes')
    expect(cut.code).toBe(1)
    const table = await latitude(['inspect', folder])
    const [, first, second, third] = table.out.split('\n')
    expect([first, second, third]).toEqual([
      expect.stringMatching(/^a\.9\.exr .* intact$/),
      expect.stringMatching(/^a\.10\.exr .* damaged: /),
      expect.stringMatching(/^a\.11\.exr .* cannot be read as EXR/),
    ])
    expect(table.code).toBe(1)
    rmSync(folder, { recursive: true })
  })

  it('doctor says what was found as one JSON document', async () => {
    const ran = await latitude(['doctor', '--json'])
    const found = JSON.parse(ran.out) as { ffmpeg: { status: string }; sharp: { version: string } }
    expect(found.sharp.version).toMatch(/^\d+\./)
    expect(ran.code).toBe(found.ffmpeg.status === 'missing' ? 3 : 0)
  })
})
