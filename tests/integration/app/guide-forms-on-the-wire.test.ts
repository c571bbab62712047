// The six forms of the provider's guide as they leave the application: shots built through the door, bought, and
// recorded by a server in the service's place.
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ShotPatch } from '#shared/domain/shot'
import { startApp, type AppDriver } from '../../support/app-driver'
import { builtWorker } from '../../support/built'
import {
  differencesFromGuide,
  GUIDE_FORMS,
  readGuideForm,
  type GuideFormName,
} from '../../support/guide-forms'
import { serveService, type ServiceServer } from '../../support/service-server'
import { createTestHost, type TestHost } from '../../support/test-host'

let host: TestHost
let driver: AppDriver
let service: ServiceServer
const MEDIA_UUID = '0b0e5a1e-1111-4222-8333-444455556666'

beforeEach(async () => {
  service = await serveService(({ taskType, taskUUID }) => ({
    body: { data: [{ taskType, taskUUID, mediaUUID: MEDIA_UUID }] },
  }))
  host = await createTestHost({
    practiceWorker: builtWorker(),
    env: { RUNWARE_API_URL: `${service.url}/v1`, RUNWARE_API_KEY: 'any-key-will-do-here' },
  })
  driver = await startApp(host)
  await driver.client.call.chooseService({ service: 'runware' })
})
afterEach(async () => {
  await driver.app.close()
  await host.remove()
  await service.close()
})

/** What an artist sets for each form; frames are those of the stills. */
const SETTINGS: Record<GuideFormName, { patch: ShotPatch; frames: number[] }> = {
  '1-text-to-video': { patch: { tier: '720p', aspect: '16:9', range: 'sdr' }, frames: [] },
  '2-image-to-video': { patch: { tier: '720p', aspect: '1:1', range: 'sdr' }, frames: [0] },
  '3-first-and-last': { patch: { tier: '720p', aspect: '16:9', range: 'sdr' }, frames: [0, 120] },
  '4-many-keyframes': {
    patch: { tier: '720p', aspect: '16:9', range: 'sdr', duration: 10 },
    frames: [0, 80, 160, 240],
  },
  '5-hdr-and-exr': { patch: { tier: '720p', aspect: '16:9', range: 'hdr-exr' }, frames: [] },
  '6-loop': { patch: { tier: '720p', aspect: '16:9', range: 'sdr', loop: true }, frames: [] },
}

describe('on the wire', () => {
  it.each(GUIDE_FORMS)('%s is the form of the guide', async (name) => {
    const form = readGuideForm(name)
    const { call } = driver.client
    const { shotName } = await call.createShot({})
    const { patch, frames } = SETTINGS[name]
    const wanted = 'request' in form ? form.request : {}
    const prompt = String(wanted['positivePrompt'] ?? 'A quiet sea.')
    await call.editShot({ shotName, edit: { kind: 'patch', patch: { prompt, ...patch } } })
    for (const frame of frames) {
      const path = join(host.folder, `still-${frame}.png`)
      const background = { r: 40 + frame / 2, g: 70, b: 50 }
      await sharp({ create: { width: 1920, height: 1920, channels: 3, background } })
        .png()
        .toFile(path)
      const { refused } = await call.importStills({ shotName, paths: [path], frame })
      expect(refused).toEqual([])
    }
    await call.editShot({ shotName, edit: { kind: 'patch', patch } })
    const { takeId } = await call.buyTake({ shotName })
    const sent = (): Record<string, unknown>[] =>
      service.posted.flatMap(({ tasks }) => tasks).filter(({ taskType }) => taskType === 'videoInference')
    while (sent().length === 0) await new Promise((resolve) => setTimeout(resolve, 20))

    const bodies = service.posted.filter(({ tasks }) => tasks[0]?.['taskType'] === 'videoInference')
    expect(bodies.map(({ tasks }) => tasks.length)).toEqual([1])
    expect(differencesFromGuide(form, sent()[0])).toEqual([])
    expect(sent()[0]?.['taskUUID']).toBe(takeId)
    const images = (sent()[0] as { inputs?: { frameImages: { image: string }[] } }).inputs?.frameImages ?? []
    expect(images.map(({ image }) => image)).toEqual(frames.map(() => MEDIA_UUID))
    const uploads = service.posted.filter(({ tasks }) => tasks[0]?.['taskType'] === 'mediaStorage')
    expect(uploads).toHaveLength(frames.length)
  })
})
