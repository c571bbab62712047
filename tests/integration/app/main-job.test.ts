// The main job in plain Node, every part real: a dropped still becomes a verified sequence with proxies.
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseExrHeader } from '#shared/exr/header'
import { startApp, type AppDriver } from '../../support/app-driver'
import { builtWorker } from '../../support/built'
import { findProgram } from '../../support/find-program'
import { createTestHost, type TestHost } from '../../support/test-host'

const FRAMES = 6
let host: TestHost
let driver: AppDriver

beforeEach(async () => {
  host = await createTestHost({
    practiceWorker: builtWorker(),
    env: { LATITUDE_PRACTICE_FRAMES: String(FRAMES) },
  })
  driver = await startApp(host)
})
afterEach(async () => {
  await driver.app.close()
  await host.remove()
})

async function dropStill(name = 'Küche 🙂 100%.png'): Promise<string> {
  const path = join(host.folder, name)
  await sharp({ create: { width: 1600, height: 1000, channels: 3, background: { r: 90, g: 70, b: 50 } } })
    .png()
    .toFile(path)
  const { shotName } = await driver.client.call.importStills({ paths: [path] })
  if (shotName === null) throw new Error('not imported')
  return shotName
}

async function books(): Promise<{ taskType: string; taskUUID: string; accepted: boolean }[]> {
  const text = await readFile(join(host.paths.userData, 'practice', 'books.jsonl'), 'utf8').catch(() => '')
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}

describe('one take', () => {
  it('of a dropped still arrives as a conformed HDR sequence with both proxies', async () => {
    const { call } = driver.client
    const shotName = await dropStill()
    await call.editShot({
      shotName,
      edit: { kind: 'patch', patch: { prompt: 'A slow push-in.', aspect: '16:9' } },
    })
    const { takeId } = await call.buyTake({ shotName })
    const take = await driver.rest(takeId)

    expect(take.failure).toBeNull()
    expect(take).toMatchObject({ state: 'sealed', origin: 'practice', billedUsd: null, listedUsd: 0.9 })
    expect(take.sequence).toMatchObject({
      baseName: 'SH010_v001_practice',
      firstFrame: 1001,
      count: FRAMES,
      width: 1280,
      height: 720,
      pixelType: 'half',
      colorSpace: 'aces2065-1',
      isColorSpaceAssumed: false,
      nanCount: 0,
      infCount: 0,
    })
    // True scene light, two stops and more above white.
    expect(take.sequence?.brightest.value).toBeGreaterThan(4)
    expect(take.proxies?.maxCll).toBeGreaterThan(take.proxies?.maxFall ?? Infinity)

    const root = join(host.paths.documents, 'Latitude', 'First project', 'shots', 'SH010', 'takes', 'v001')
    const frames = Array.from({ length: FRAMES }, (_, index) => `SH010_v001_practice.${1001 + index}.exr`)
    expect((await readdir(join(root, 'exr'))).sort()).toEqual([...frames, 'ascmhl'])
    expect((await readdir(join(root, 'received'))).sort()).toEqual([
      'SH010_v001_practice.mp4',
      'SH010_v001_practice_exr.zip',
      'ascmhl',
    ])
    expect(await readdir(join(root, 'proxies'))).toHaveLength(3)
    const everything = await readdir(join(host.paths.documents, 'Latitude'), { recursive: true })
    expect(everything.filter((name) => /\.(tmp|part)/.test(name))).toEqual([])
    expect((await driver.client.call.getSnapshot({})).spentUsd).toBe(0)
  })

  it('without a still and without HDR arrives as a whole MP4', async () => {
    const { call } = driver.client
    const { shotName } = await call.createShot({})
    await call.editShot({
      shotName,
      edit: { kind: 'patch', patch: { prompt: 'A quiet sea.', tier: '360p', range: 'sdr', loop: true } },
    })
    const take = await driver.rest((await call.buyTake({ shotName })).takeId)
    expect(take.failure).toBeNull()
    expect(take).toMatchObject({ state: 'sealed', sequence: null })
    expect(take.video).toMatchObject({ width: 640, height: 360, frames: FRAMES, frameRate: [24, 1] })
  })

  it('contacts nothing outside loopback', async () => {
    const shotName = await dropStill()
    await driver.client.call.editShot({
      shotName,
      edit: { kind: 'patch', patch: { prompt: 'P', tier: '360p', range: 'sdr' } },
    })
    await driver.rest((await driver.client.call.buyTake({ shotName })).takeId)
    expect(host.fetched.length).toBeGreaterThan(3)
    expect(host.fetched.filter((url) => new URL(url).hostname !== '127.0.0.1')).toEqual([])
  })

  it('is refused with its reasons when the rules are broken, and nothing is posted', async () => {
    const { shotName } = await driver.client.call.createShot({})
    await driver.client.call.editShot({
      shotName,
      edit: { kind: 'patch', patch: { prompt: 'P', duration: 10 } },
    })
    await expect(driver.client.call.buyTake({ shotName })).rejects.toMatchObject({
      code: 'rules-broken',
      details: { rules: ['hdr-duration'] },
    })
    expect(await driver.takes()).toEqual([])
  })

  it('can be stepped as true frames', async () => {
    const shotName = await dropStill()
    await driver.client.call.editShot({
      shotName,
      edit: { kind: 'patch', patch: { prompt: 'P', aspect: '16:9' } },
    })
    const take = await driver.rest((await driver.client.call.buyTake({ shotName })).takeId)
    const { mediaId } = await driver.client.call.getFrameFile({ takeId: take.id, frame: FRAMES - 1 })
    const media = driver.app.media.open(mediaId)
    expect(media?.contentType).toBe('image/x-exr')
    const header = parseExrHeader(await readFile(media?.path ?? ''))
    expect(header.parts[0]?.displayWindow.max).toEqual({ x: 1279, y: 719 })
    await expect(driver.client.call.getFrameFile({ takeId: take.id, frame: FRAMES })).rejects.toMatchObject({
      code: 'invalid-input',
    })
  })
})

describe('bad surroundings', () => {
  it('a picture that cannot be decoded makes no shot', async () => {
    const path = join(host.folder, 'letter.jpg')
    await writeFile(path, 'Dear colorist,')
    const { shotName, refused } = await driver.client.call.importStills({ paths: [path] })
    expect(shotName).toBeNull()
    expect(refused).toMatchObject([{ name: 'letter.jpg', code: 'still-unreadable' }])
    expect((await driver.client.call.getSnapshot({})).shots).toEqual([])
  })

  it('the project folder gone while open is named, and the take is not posted', async () => {
    const shotName = await dropStill()
    await driver.client.call.editShot({ shotName, edit: { kind: 'patch', patch: { prompt: 'P' } } })
    await rm(join(host.paths.documents, 'Latitude'), { recursive: true })
    await expect(driver.client.call.buyTake({ shotName })).rejects.toMatchObject({ code: 'project-gone' })
    await expect(stat(join(host.paths.documents, 'Latitude'))).rejects.toMatchObject({ code: 'ENOENT' })
    expect((await books()).filter((line) => line.taskType === 'videoInference')).toEqual([])
  })

  it('without ffmpeg the bench works, and a take says what is missing before anything is sent', async () => {
    // Another system's usual places hold nothing on this one.
    const bare = await createTestHost({
      practiceWorker: builtWorker(),
      env: { PATH: '', LATITUDE_FFMPEG: '' },
      platform: process.platform === 'win32' ? 'darwin' : 'win32',
    })
    const alone = await startApp(bare)
    const { call } = alone.client
    try {
      const { tools } = await call.getSnapshot({})
      expect(tools.ffmpeg.status).toBe('missing')
      expect(tools.ffmpeg.consequences.length).toBeGreaterThan(0)
      expect(tools.ffmpeg.remedies.length).toBeGreaterThan(0)
      const path = join(bare.folder, 'still.png')
      await sharp({ create: { width: 640, height: 360, channels: 3, background: 'gray' } })
        .png()
        .toFile(path)
      const { shotName } = await call.importStills({ paths: [path] })
      if (shotName === null) throw new Error('not imported')
      await call.editShot({ shotName, edit: { kind: 'patch', patch: { prompt: 'P' } } })
      await expect(call.buyTake({ shotName })).rejects.toMatchObject({ code: 'ffmpeg-missing' })
      expect(await alone.takes()).toEqual([])
    } finally {
      await alone.app.close()
      await bare.remove()
    }
  })

  it('an ffmpeg without zscale is named before anything is sent', async (context) => {
    const real = findProgram('ffmpeg')
    if (process.platform === 'win32' || real === undefined)
      return context.skip('needs a shell and an ffmpeg on the PATH')
    const bin = join(host.folder, 'bin')
    await mkdir(bin)
    const script = `#!/bin/sh\n"${real}" "$@" | grep -v zscale\n`
    await writeFile(join(bin, 'ffmpeg'), script, { mode: 0o755 })
    await writeFile(join(bin, 'ffprobe'), '#!/bin/sh\nexec ffprobe "$@"\n', { mode: 0o755 })
    const limited = await createTestHost({
      practiceWorker: builtWorker(),
      desktop: { pickFile: async () => join(bin, 'ffmpeg') },
    })
    const alone = await startApp(limited)
    const { call } = alone.client
    try {
      expect(await call.chooseFfmpeg({})).toEqual({ isChanged: true })
      const { tools } = await call.getSnapshot({})
      expect(tools.ffmpeg).toMatchObject({ status: 'limited', missing: ['filter zscale'] })
      const { shotName } = await call.createShot({})
      await call.editShot({ shotName, edit: { kind: 'patch', patch: { prompt: 'P' } } })
      await expect(call.buyTake({ shotName })).rejects.toMatchObject({ code: 'ffmpeg-limited' })
    } finally {
      await alone.app.close()
      await limited.remove()
    }
  })

  it('a project that is gone at start is named, and the first project opens instead', async () => {
    await driver.app.close()
    await mkdir(host.paths.userData, { recursive: true })
    await writeFile(
      join(host.paths.userData, 'settings.json'),
      JSON.stringify({
        version: 1,
        projectFolder: join(host.folder, 'lost'),
        surround: 'black',
        ffmpegPath: null,
      }),
    )
    const again = await startApp(host)
    const snapshot = await again.client.call.getSnapshot({})
    expect(again.notices.map((notice) => notice.code)).toContain('project-gone')
    expect(snapshot.project.name).toBe('First project')
    expect(snapshot.settings.surround).toBe('black')
    await expect(stat(join(host.folder, 'lost'))).rejects.toMatchObject({ code: 'ENOENT' })
    await again.app.close()
  })
})
