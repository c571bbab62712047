// What the practice tests share: a service started on scratch folders, a client's small words, and tidying up.
import { randomUUID } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import type { PracticeServiceOptions } from '../../../src-main/features/practice/practice-service'
import type { ProbeVideo, RunFfmpeg, VideoProbe } from '../../../src-main/ports/ffmpeg'
import { buildScripts, scratchFolder, standingClock, startService, type Client } from './practice-under-test'
import { realFfmpeg } from './real-ffmpeg'

export const FRAMES = 12

export interface Workbench {
  workerPath: string
  hostPath: string
  run: RunFfmpeg
  probe: ProbeVideo
  newFolder(): Promise<string>
  /** Twelve frames and a standing clock, unless told otherwise. Closed after the test. */
  start(folder: string, more?: Partial<PracticeServiceOptions>): Promise<Client>
  probeUrl(url: string): Promise<VideoProbe>
}

/** Call once at a test file's top: it registers what has to happen before and after. */
export function useWorkbench(): Workbench {
  const folders: string[] = []
  const clients: Client[] = []
  const bench = {
    async newFolder() {
      const folder = await scratchFolder()
      folders.push(folder)
      return folder
    },
    async start(folder, more = {}) {
      const { run, workerPath } = bench
      const client = await startService({
        ...{ folder, run, workerPath, clock: standingClock(), log: () => undefined },
        settings: { frames: FRAMES },
        ...more,
      })
      clients.push(client)
      return client
    },
    async probeUrl(url) {
      const path = join(await bench.newFolder(), 'clip.mp4')
      await writeFile(path, Buffer.from(await (await fetch(url)).arrayBuffer()))
      return bench.probe(path)
    },
  } as Workbench
  beforeAll(async () => {
    const scripts = await buildScripts(await bench.newFolder())
    Object.assign(bench, scripts, await realFfmpeg())
  })
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.service.close()))
  })
  afterAll(async () => {
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })))
  })
  return bench
}

export async function pictureUri(color: string, width = 640, height = 360): Promise<string> {
  const png = await sharp({ create: { width, height, channels: 3, background: color } })
    .png()
    .toBuffer()
  return `data:image/png;base64,${png.toString('base64')}`
}

export async function upload(client: Client, uri: string): Promise<string> {
  const task = { taskType: 'mediaStorage', taskUUID: randomUUID(), operation: 'upload', media: uri }
  const reply = await client.post([task])
  expect(reply.errors).toEqual([])
  expect(reply.data[0]).toMatchObject({ taskType: 'mediaStorage', taskUUID: task.taskUUID })
  return String(reply.data[0]?.mediaUUID)
}

export interface Success {
  taskType: string
  taskUUID: string
  status: string
  videoUUID: string
  videoURL: string
  outputs?: { files: { uuid: string; type: string; url: string }[] }
  cost?: number
}

export async function make(client: Client, task: { taskUUID: string }): Promise<Success> {
  const accepted = await client.post([task])
  expect(accepted).toEqual({
    status: 200,
    data: [{ taskType: 'videoInference', taskUUID: task.taskUUID }],
    errors: [],
  })
  const reply = await client.waitFor(task.taskUUID)
  expect(reply.errors).toEqual([])
  return reply.data[0] as unknown as Success
}
