// A marked key in the environment of the built command line, and what the programs it starts are given of it: every
// ffmpeg and ffprobe notes its arguments, its environment and the list of processes.
import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { builtCli } from '../../support/built'
import { recordPrograms } from '../../support/recorded-programs'

const KEY = 'marked-key-0123456789abcdef'

it('no program that is started has the key in its arguments or its environment, and no file holds it', async (context) => {
  if (process.platform === 'win32')
    return context.skip('The scripts that note things down are for a POSIX shell.')
  const folder = await mkdtemp(join(tmpdir(), 'latitude processes '))
  try {
    const programs = await recordPrograms(join(folder, 'programs'))
    const args = ['take', '--project', join(folder, 'project'), '--shot', 'SH010', '--prompt', 'A lamp.']
    const child = spawn(process.execPath, [builtCli(), ...args], {
      env: {
        ...process.env,
        LATITUDE_FFMPEG: programs.ffmpeg,
        LATITUDE_OFFLINE: '1',
        LATITUDE_PRACTICE_FRAMES: '2',
        LATITUDE_USER_DATA: join(folder, 'user data'),
        RUNWARE_API_KEY: KEY,
      },
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data: Buffer) => (said += data.toString()))
    expect([await new Promise((done) => child.once('close', done)), said]).toEqual([0, said])

    const record = await programs.read()
    expect(record.match(/^started ffmpeg/gm)?.length).toBeGreaterThan(5)
    expect(record.match(/^started ffprobe/gm)?.length).toBeGreaterThan(1)
    // What was noted is what the programs really had, and the command line itself stands in the list.
    expect(record).toContain(`LATITUDE_USER_DATA=${join(folder, 'user data')}`)
    expect(record).toContain(`${builtCli()} take --project`)
    expect(record).not.toContain(KEY)
    expect(said).not.toContain(KEY)
    for (const file of await readdir(folder, { recursive: true, withFileTypes: true }))
      if (file.isFile())
        expect((await readFile(join(file.parentPath, file.name))).includes(KEY), file.name).toBe(false)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}, 60_000)
