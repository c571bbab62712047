// Stills brought into a project through its door: small pictures at once, large ones afterwards, nothing half done.
import { readdir, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EventPayload } from '#shared/contract/events'
import type { ShotView, Snapshot } from '#shared/contract/views'
import { startApp, type AppDriver } from '../../support/app-driver'
import { builtWorker } from '../../support/built'
import { createTestHost, type TestHost } from '../../support/test-host'

let host: TestHost
let driver: AppDriver
let project: string

beforeEach(async () => {
  host = await createTestHost({ practiceWorker: builtWorker() })
  project = join(host.folder, 'project')
  driver = await startApp(host, project)
})
afterEach(async () => {
  await driver.app.close()
  await host.remove()
})

async function picture(name: string, red: number): Promise<string> {
  const path = join(host.folder, name)
  await sharp({ create: { width: 640, height: 360, channels: 3, background: { r: red, g: 80, b: 60 } } })
    .png()
    .toFile(path)
  return path
}

const onlyShot = (snapshot: Snapshot): ShotView => {
  const [shot] = snapshot.shots
  if (!shot) throw new Error('There is no shot.')
  return shot
}

/** The first snapshot, now or later, of which `test` is true. */
async function when(test: (snapshot: Snapshot) => boolean): Promise<Snapshot> {
  return new Promise((resolve, reject) => {
    const look = (snapshot: Snapshot): void => {
      if (!test(snapshot)) return
      stop()
      resolve(snapshot)
    }
    const stop = driver.client.on('projectChanged', look)
    driver.client.call.getSnapshot({}).then(look, reject)
  })
}

const isOnDisk = (mediaId: string): Promise<boolean> =>
  stat(driver.app.media.open(mediaId)?.path ?? '').then(
    () => true,
    () => false,
  )

describe('an import', () => {
  it('shows small pictures at once, counts, and makes the large ones afterwards', async () => {
    const progress: EventPayload<'importProgress'>[] = []
    driver.client.on('importProgress', (payload) => progress.push(payload))
    const paths = await Promise.all([10, 20, 30].map((red) => picture(`p${red}.png`, red)))
    const { shotName, importedStillIds } = await driver.client.call.importStills({ paths })
    expect(importedStillIds).toHaveLength(3)
    expect(progress).toEqual([...[0, 1, 2, 3].map((done) => ({ done, total: 3 })), null])
    const shot = onlyShot(await driver.client.call.getSnapshot({}))
    expect(shot.name).toBe(shotName)
    for (const still of shot.stills) expect(await isOnDisk(still.thumbMediaId)).toBe(true)
    const later = onlyShot(
      await when((snapshot) => onlyShot(snapshot).stills.every((still) => still.mediaId !== null)),
    )
    for (const still of later.stills) expect(await isOnDisk(still.mediaId ?? '')).toBe(true)
  })

  it('takes the same picture once, and pins it twice', async () => {
    const path = await picture('once.png', 99)
    const { shotName } = await driver.client.call.importStills({ paths: [path] })
    await driver.client.call.importStills({ paths: [path], ...(shotName ? { shotName } : {}) })
    const shot = onlyShot(await driver.client.call.getSnapshot({}))
    expect(shot.stills).toHaveLength(1)
    expect(shot.keyframes).toHaveLength(2)
    expect(await readdir(join(project, 'shots', shot.name, 'stills'))).toHaveLength(1)
  })

  it('names a damaged file, leaves nothing of it, and goes on', async () => {
    const cut = join(host.folder, 'cut.jpg')
    const noise = { type: 'gaussian' as const, mean: 128, sigma: 60 }
    await sharp({ create: { width: 900, height: 600, channels: 3, background: 'teal', noise } })
      .jpeg()
      .toFile(cut)
    await truncate(cut, 30_000)
    const { refused, importedStillIds } = await driver.client.call.importStills({
      paths: [cut, await picture('good.png', 5)],
    })
    expect(refused).toMatchObject([{ name: 'cut.jpg', code: 'still-unreadable' }])
    expect(importedStillIds).toHaveLength(1)
    const shot = onlyShot(await driver.client.call.getSnapshot({}))
    expect(await readdir(join(project, 'shots', shot.name, 'stills'))).toEqual([shot.stills[0]?.fileName])
  })

  it('of nothing but bad files makes no shot', async () => {
    const letter = join(host.folder, 'letter.png')
    await writeFile(letter, 'Dear colorist,')
    await driver.client.call.importStills({ paths: [letter] })
    expect((await driver.client.call.getSnapshot({})).shots).toEqual([])
  })

  it('says when a name smells of log', async () => {
    await driver.client.call.importStills({ paths: [await picture('plate_slog3.png', 4)] })
    expect(driver.notices).toContainEqual(expect.objectContaining({ code: 'still-named-log' }))
  })
})

describe('a project opened again', () => {
  it('makes missing pictures, and opens though a still’s file is gone', async () => {
    await driver.client.call.importStills({
      paths: [await picture('kept.png', 1), await picture('gone.png', 2)],
    })
    await when((snapshot) => onlyShot(snapshot).stills.every((still) => still.mediaId !== null))
    await driver.app.close()
    await rm(join(host.folder, 'user data', 'cache'), { recursive: true })
    const stills = join(project, 'shots', 'SH010', 'stills')
    await rm(join(stills, (await readdir(stills)).find((name) => name.startsWith('gone')) ?? ''))
    driver = await startApp(host, project)
    const shot = onlyShot(
      await when((snapshot) => onlyShot(snapshot).stills.some((still) => still.mediaId !== null)),
    )
    expect(shot.stills).toHaveLength(2)
    const kept = shot.stills.find((still) => still.originalName === 'kept.png')
    expect(await isOnDisk(kept?.thumbMediaId ?? '')).toBe(true)
    expect(host.lines.join('\n')).toContain('gone.png')
  })
})

describe('the prepared frame of a keyframe', () => {
  it('is made once, and anew only for another crop', async () => {
    const { shotName } = await driver.client.call.importStills({ paths: [await picture('a.png', 200)] })
    const name = shotName ?? ''
    const folder = join(project, 'shots', name)
    const frames = async (): Promise<string[]> =>
      (await readdir(folder, { recursive: true })).filter((path) => /^(?!stills).*\.png$/.test(path)).sort()
    const first = await driver.client.call.getPreparedFrame({ shotName: name, frame: 0 })
    const [made = ''] = await frames()
    const before = await stat(join(folder, made))
    expect(await driver.client.call.getPreparedFrame({ shotName: name, frame: 0 })).toEqual(first)
    expect((await stat(join(folder, made))).mtimeMs).toBe(before.mtimeMs)
    expect(await frames()).toEqual([made])
    const [key] = onlyShot(await driver.client.call.getSnapshot({})).keyframes
    if (!key) throw new Error('There is no keyframe.')
    for (const change of [
      { backdropCode: 30 },
      { fit: 'pad', padKind: 'blurred' },
      { turns: 1 },
      { straightenDegrees: 1 },
    ] as const) {
      const count = (await frames()).length
      await driver.client.call.editShot({
        shotName: name,
        edit: { kind: 'patch', patch: { keyframes: [{ ...key, crop: { ...key.crop, ...change } }] } },
      })
      await driver.client.call.getPreparedFrame({ shotName: name, frame: 0 })
      expect(await frames(), JSON.stringify(change)).toHaveLength(count + 1)
    }
  })
})

describe('suggested crops', () => {
  it('lie on what stands out, in every quarter turn', async () => {
    const path = join(host.folder, 'speck.png')
    const noise = await sharp({
      create: {
        width: 160,
        height: 160,
        channels: 3,
        background: 'red',
        noise: { type: 'gaussian', mean: 128, sigma: 70 },
      },
    })
      .png()
      .toBuffer()
    await sharp({ create: { width: 2000, height: 500, channels: 3, background: { r: 90, g: 90, b: 90 } } })
      .composite([{ input: noise, left: 1700, top: 170 }])
      .png()
      .toFile(path)
    const { shotName } = await driver.client.call.importStills({ paths: [path] })
    const name = shotName ?? ''
    await driver.client.call.editShot({ shotName: name, edit: { kind: 'patch', patch: { aspect: '1:1' } } })
    for (const turns of [0, 1, 2, 3] as const) {
      const [key] = onlyShot(await driver.client.call.getSnapshot({})).keyframes
      if (!key) throw new Error('There is no keyframe.')
      await driver.client.call.editShot({
        shotName: name,
        edit: { kind: 'patch', patch: { keyframes: [{ ...key, crop: { ...key.crop, turns } }] } },
      })
      const { suggestions } = await driver.client.call.suggestCrops({ shotName: name, frame: 0 })
      expect(suggestions.map(({ kind }) => kind)).toEqual(['attention', 'entropy'])
      // Where the speck's middle stands: (1780, 250), turned.
      const [x, y] = (
        [
          [1780, 250],
          [250, 1780],
          [220, 250],
          [250, 220],
        ] as const
      )[turns]
      for (const { kind, crop } of suggestions) {
        const hint = `${kind} ${turns}: ${JSON.stringify(crop)}`
        expect(crop, hint).toMatchObject({ fit: 'fill', turns, width: 500, height: 500 })
        expect(x > crop.x && x < crop.x + 500 && y > crop.y && y < crop.y + 500, hint).toBe(true)
      }
    }
  })
})
