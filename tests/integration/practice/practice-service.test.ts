import { randomUUID } from 'node:crypto'
import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { PracticeServiceOptions } from '../../../src-main/features/practice/practice-service'
import { createPracticeService } from '../../../src-main/features/practice/practice-service'
import type { ProbeVideo, RunFfmpeg } from '../../../src-main/ports/ffmpeg'
import {
  buildScripts,
  postTo,
  readBooks,
  scratchFolder,
  standingClock,
  startHost,
  startService,
  until,
  videoTask,
  type Client,
} from './practice-under-test'
import { realFfmpeg } from './real-ffmpeg'

const FRAMES = 12
let workerPath: string
let hostPath: string
let run: RunFfmpeg
let probe: ProbeVideo
const folders: string[] = []
const clients: Client[] = []

beforeAll(async () => {
  ;[{ workerPath, hostPath }, { run, probe }] = await Promise.all([buildScripts(), realFfmpeg()])
})
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.service.close()))
})
afterAll(async () => {
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })))
})

async function newFolder(): Promise<string> {
  const folder = await scratchFolder()
  folders.push(folder)
  return folder
}

async function start(folder: string, more: Partial<PracticeServiceOptions> = {}): Promise<Client> {
  const client = await startService({
    ...{ folder, run, workerPath, clock: standingClock(), log: () => undefined },
    settings: { frames: FRAMES },
    ...more,
  })
  clients.push(client)
  return client
}

async function pictureUri(color: string, width = 640, height = 360): Promise<string> {
  const png = await sharp({ create: { width, height, channels: 3, background: color } })
    .png()
    .toBuffer()
  return `data:image/png;base64,${png.toString('base64')}`
}

async function upload(client: Client, uri: string): Promise<string> {
  const task = { taskType: 'mediaStorage', taskUUID: randomUUID(), operation: 'upload', media: uri }
  const reply = await client.post([task])
  expect(reply.errors).toEqual([])
  expect(reply.data[0]).toMatchObject({ taskType: 'mediaStorage', taskUUID: task.taskUUID })
  return String(reply.data[0]?.mediaUUID)
}

interface Success {
  taskType: string
  taskUUID: string
  status: string
  videoUUID: string
  videoURL: string
  outputs?: { files: { uuid: string; type: string; url: string }[] }
  cost?: number
}

async function make(client: Client, task: { taskUUID: string }): Promise<Success> {
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

async function probeUrl(url: string): Promise<Awaited<ReturnType<ProbeVideo>>> {
  const path = join(folders[0] ?? '', `${randomUUID()}.mp4`)
  await writeFile(path, Buffer.from(await (await fetch(url)).arrayBuffer()))
  return probe(path)
}

const SDR = { codec: 'h264', frames: FRAMES, frameRate: [24, 1], hasAudio: false, transfer: 'bt709' }

describe('the six forms of the guide', () => {
  it('one: text to video', async () => {
    const client = await start(await newFolder())
    const task = videoTask({ resolution: '360p', duration: 5 })
    const result = await make(client, task)
    expect(result).toEqual({
      ...{ taskType: 'videoInference', taskUUID: task.taskUUID, status: 'success' },
      videoUUID: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      videoURL: `${client.url}/files/${result.videoUUID}/${result.videoUUID}.mp4`,
    })
    expect(await probeUrl(result.videoURL)).toMatchObject({ ...SDR, width: 640, height: 360 })
  })

  it('two: an uploaded image as the first frame, in its own size', async () => {
    const client = await start(await newFolder())
    const image = await upload(client, await pictureUri('#336699', 480, 480))
    const size = { width: 480, height: 480 }
    const result = await make(
      client,
      videoTask({ ...size, inputs: { frameImages: [{ image, frame: 'first' }] } }),
    )
    expect(await probeUrl(result.videoURL)).toMatchObject({ ...SDR, ...size })
  })

  it('three: first and last, one of them as a data URI', async () => {
    const client = await start(await newFolder())
    const first = await upload(client, await pictureUri('#ff0000'))
    const frameImages = [
      { image: first, frame: 'first' },
      { image: await pictureUri('#0000ff'), frame: 'last' },
    ]
    const result = await make(client, videoTask({ resolution: '360p', inputs: { frameImages } }))
    expect(await probeUrl(result.videoURL)).toMatchObject({ ...SDR, width: 640, height: 360 })
    const colors = await Promise.all([0, FRAMES - 1].map((frame) => cornerColor(result.videoURL, frame)))
    expect(colors[0]?.[0]).toBeGreaterThan((colors[0]?.[2] ?? 0) * 2)
    expect(colors[1]?.[2]).toBeGreaterThan((colors[1]?.[0] ?? 0) * 2)
  })

  it('four: keyframes over ten seconds', async () => {
    const client = await start(await newFolder())
    const frameImages = await Promise.all(
      [0, 80, 160, 240].map(async (frame) => ({ image: await pictureUri('#446644'), frame })),
    )
    const result = await make(
      client,
      videoTask({ resolution: '360p', duration: 10, inputs: { frameImages } }),
    )
    expect(await probeUrl(result.videoURL)).toMatchObject(SDR)
  })

  it('five: HDR with EXR gives a PQ clip and a zip', async () => {
    const client = await start(await newFolder())
    const settings = { hdr: true, exrExport: true }
    const result = await make(
      client,
      videoTask({ resolution: '720p', duration: 5, settings, includeCost: true }),
    )
    expect(result.cost).toBe(0.9)
    const files = result.outputs?.files ?? []
    expect(files).toEqual([
      {
        uuid: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
        type: 'exr',
        url: `${client.url}/files/${files[0]?.uuid}/${files[0]?.uuid}.zip`,
      },
    ])
    expect(await probeUrl(result.videoURL)).toMatchObject({
      ...{ width: 1280, height: 720, frames: FRAMES, pixelFormat: 'yuv420p10le' },
      ...{ primaries: 'bt2020', transfer: 'smpte2084', matrix: 'bt2020nc', range: 'tv' },
    })
    const head = await fetch(files[0]?.url ?? '', { headers: { range: 'bytes=0-3' } })
    expect(Buffer.from(await head.arrayBuffer()).toString('latin1')).toBe('PK\x03\x04')
  })

  it('six: a loop', async () => {
    const client = await start(await newFolder())
    const result = await make(
      client,
      videoTask({ resolution: '360p', duration: 5, settings: { loop: true } }),
    )
    expect(await probeUrl(result.videoURL)).toMatchObject(SDR)
    expect(result.outputs).toBeUndefined()
  })
})

/** The mean colour of the top-left corner, far from any light. */
async function cornerColor(url: string, frame: number): Promise<number[]> {
  const path = join(folders[0] ?? '', `${randomUUID()}.png`)
  await run({
    inputs: [{ source: url, options: [] }],
    filterGraph: `[0:v]select=eq(n\\,${frame}),crop=16:16:0:0[out]`,
    outputs: [{ target: path, options: ['-map', '[out]', '-frames:v', '1', '-update', '1'] }],
  })
  const { channels } = await sharp(path).stats()
  return channels.map((channel) => channel.mean)
}

describe('the protocol', () => {
  it('asks for a key, whichever', async () => {
    const client = await start(await newFolder())
    for (const authorization of ['', 'Bearer ', 'Basic abc']) {
      const reply = await client.post([{ taskType: 'ping' }], { authorization })
      expect([reply.status, reply.errors[0]?.code]).toEqual([401, 'missingApiKey'])
    }
    const pong = await client.post([{ taskType: 'ping' }])
    expect([pong.status, pong.data]).toEqual([200, [{ taskType: 'ping', pong: true }]])
  })

  it('takes JSON arrays only', async () => {
    const client = await start(await newFolder())
    for (const [body, code] of [
      ['not json', 'invalidJson'],
      ['{}', 'invalidRequest'],
      ['[]', 'invalidRequest'],
    ]) {
      const reply = await client.post(body)
      expect([reply.status, reply.errors[0]?.code]).toEqual([400, code])
    }
  })

  it('answers the balance, and unknown ids as the provider does', async () => {
    const client = await start(await newFolder())
    const taskUUID = randomUUID()
    const balance = await client.post([{ taskType: 'accountManagement', taskUUID, operation: 'getDetails' }])
    expect(balance.data[0]).toMatchObject({ taskUUID, balance: { currency: 'USD' } })
    expect(await client.post([{ taskType: 'getResponse', taskUUID }])).toEqual({
      status: 200,
      data: [],
      errors: [],
    })
    const details = await client.post([{ taskType: 'getTaskDetails', taskUUID }])
    expect(details).toMatchObject({ status: 400, errors: [{ code: 'taskNotFound', taskUUID }] })
  })

  it('answers good tasks beside bad ones', async () => {
    const client = await start(await newFolder())
    const bad = videoTask({ resolution: '720p', seed: 3 })
    const reply = await client.post([{ taskType: 'ping' }, bad])
    expect(reply.status).toBe(200)
    expect(reply.data).toHaveLength(1)
    expect(reply.errors).toMatchObject([
      { code: 'unsupportedParameter', parameter: 'seed', taskUUID: bad.taskUUID },
    ])
  })

  it('prices a dry run and keeps nothing of it', async () => {
    const folder = await newFolder()
    const client = await start(folder)
    const task = videoTask({ resolution: '1080p', settings: { hdr: true, exrExport: true } })
    const dry = { 'x-runware-dry-run': '1' }
    expect(await client.post([task], dry)).toEqual({
      status: 200,
      data: [{ taskType: 'videoInference', taskUUID: task.taskUUID, cost: 3.6 }],
      errors: [],
    })
    const refused = await client.post([{ ...task, settings: { exrExport: true } }], dry)
    expect([refused.status, refused.errors[0]?.code]).toEqual([400, 'incompatibleExrExport'])
    expect((await client.post([{ taskType: 'getResponse', taskUUID: task.taskUUID }])).data).toEqual([])
    expect(await readdir(join(folder, 'jobs')).catch(() => [])).toEqual([])
  })

  it('takes an id once, also when it is sent twice at the same moment', async () => {
    const folder = await newFolder()
    const client = await start(folder)
    const task = videoTask({ resolution: '360p' })
    const replies = await Promise.all([client.post([task]), client.post([task]), client.post([task])])
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, 400, 400])
    const conflict = replies.find((reply) => reply.status === 400)
    expect(conflict?.errors[0]).toMatchObject({
      ...{ code: 'conflictTaskUUID', parameter: 'taskUUID', taskUUID: task.taskUUID },
    })
    const posts = (await readBooks(folder)).filter((line) => line.taskType === 'videoInference')
    expect(posts.map((line) => line.accepted).sort()).toEqual(['conflictTaskUUID', 'conflictTaskUUID', true])
  })

  it('lets an id be used again that was refused for another reason', async () => {
    const client = await start(await newFolder())
    const image = randomUUID()
    const task = videoTask({ resolution: '360p', inputs: { frameImages: [{ image, frame: 'first' }] } })
    const refused = await client.post([task])
    expect([refused.status, refused.errors[0]?.code]).toEqual([400, 'mediaNotFound'])
    expect((await client.post([{ ...task, inputs: undefined }])).status).toBe(200)
  })

  it('refuses pictures it cannot read, and addresses it will not open', async () => {
    const client = await start(await newFolder())
    const withImage = (image: string): object =>
      videoTask({ resolution: '360p', inputs: { frameImages: [{ image, frame: 'first' }] } })
    for (const [image, code] of [
      ['https://example.com/a.png', 'invalidImage'],
      ['data:image/png;base64,AAAA', 'invalidMedia'],
      ['data:text/plain;base64,AAAA', 'invalidImage'],
    ] as const) {
      const reply = await client.post([withImage(image)])
      expect(reply.status).toBe(400)
      expect(['invalidImage', 'invalidMedia']).toContain(reply.errors[0]?.code)
      if (code === 'invalidImage' && image.startsWith('https')) expect(reply.errors[0]?.code).toBe(code)
    }
  })

  it('tells what was asked and answered', async () => {
    const client = await start(await newFolder())
    const uri = await pictureUri('#808080')
    const task = videoTask({ resolution: '360p', inputs: { frameImages: [{ image: uri, frame: 'first' }] } })
    const result = await make(client, task)
    const { data } = await client.post([{ taskType: 'getTaskDetails', taskUUID: task.taskUUID }])
    const request = data[0]?.request as { inputs: { frameImages: { image: string }[] } }
    expect(request).toMatchObject({ positivePrompt: task.positivePrompt, taskUUID: task.taskUUID })
    expect(request.inputs.frameImages[0]?.image).toMatch(/^[0-9a-f-]{36}$/)
    expect(data[0]?.response).toEqual({ data: [result], errors: [] })
  })

  it('says that its port is taken', async () => {
    const client = await start(await newFolder())
    const port = Number(new URL(client.url).port)
    const other = createPracticeService({
      ...{ folder: await newFolder(), run, workerPath, clock: standingClock(), log: () => undefined },
    })
    await expect(other.listen(port)).rejects.toMatchObject({ code: 'port-taken', details: { port } })
  })
})

describe('downloads', () => {
  it('come whole, in parts that fit, and not at all when they are not there', async () => {
    const client = await start(await newFolder())
    const { videoURL } = await make(client, videoTask({ resolution: '360p' }))
    const whole = await fetch(videoURL)
    const bytes = Buffer.from(await whole.arrayBuffer())
    const etag = whole.headers.get('etag') ?? ''
    expect(whole.headers.get('content-length')).toBe(String(bytes.length))
    expect(whole.headers.get('accept-ranges')).toBe('bytes')
    expect(etag).toMatch(/^".+"$/)

    const rest = await fetch(videoURL, { headers: { range: 'bytes=1000-', 'if-range': etag } })
    expect(rest.status).toBe(206)
    expect(rest.headers.get('content-range')).toBe(`bytes 1000-${bytes.length - 1}/${bytes.length}`)
    expect(Buffer.from(await rest.arrayBuffer()).equals(bytes.subarray(1000))).toBe(true)

    const stale = await fetch(videoURL, { headers: { range: 'bytes=1000-', 'if-range': '"other"' } })
    expect([stale.status, (await stale.arrayBuffer()).byteLength]).toEqual([200, bytes.length])
    const beyond = await fetch(videoURL, { headers: { range: `bytes=${bytes.length}-` } })
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${bytes.length}`])
    const head = await fetch(videoURL, { method: 'HEAD' })
    expect(head.headers.get('content-length')).toBe(String(bytes.length))
    for (const path of [
      '/files/x/y.mp4',
      `/files/${randomUUID()}/${randomUUID()}.mp4`,
      '/files/..%2f..%2fbooks.jsonl',
      '/',
    ])
      expect((await fetch(client.url + path)).status).toBe(404)
  })
})

describe('a service that ends in the middle', () => {
  it('finishes its jobs, with their pictures and without a second request, after a SIGKILL', async () => {
    const folder = await newFolder()
    const host = await startHost(hostPath, { folder, workerPath, frames: 121 })
    const post = postTo(host.url)
    const image = await pictureUri('#aa5500')
    const tasks = [0, 1].map(() =>
      videoTask({ resolution: '360p', inputs: { frameImages: [{ image, frame: 'first' }] } }),
    )
    try {
      for (const task of tasks) expect((await post([task])).status).toBe(200)
      await until(async () => {
        const { data } = await post([{ taskType: 'getResponse', taskUUID: tasks[0]?.taskUUID }])
        expect(data[0]?.status).toBe('processing')
        return Number(data[0]?.progress) > 0
      })
    } finally {
      await host.kill()
    }

    const second = await start(folder)
    for (const task of tasks) {
      const again = await second.post([task])
      expect(again.errors[0]?.code).toBe('conflictTaskUUID')
      const reply = await second.waitFor(task.taskUUID)
      expect(reply.data[0]).toMatchObject({ status: 'success' })
      const url = String(reply.data[0]?.videoURL)
      expect(url).toContain(second.url)
      expect(await probeUrl(url)).toMatchObject({ frames: 121, width: 640, height: 360 })
    }
    const accepted = (await readBooks(folder)).filter(
      (line) => line.taskType === 'videoInference' && line.accepted === true,
    )
    expect(accepted.map((line) => line.taskUUID)).toEqual(tasks.map((task) => task.taskUUID))
  })

  it('stops at once when it is closed in the middle of a render', async () => {
    const folder = await newFolder()
    const client = await start(folder, { settings: {} })
    const task = videoTask({ resolution: '1080p' })
    await client.post([task])
    await until(async () => {
      const { data } = await client.post([{ taskType: 'getResponse', taskUUID: task.taskUUID }])
      return Number(data[0]?.progress) > 0
    })
    await client.service.close()
    expect(await readdir(join(folder, 'files'))).toEqual([])
    expect(await readdir(join(folder, 'jobs', task.taskUUID))).not.toContain('end.json')
  })

  it('still serves a finished result, and lets it go after a day', async () => {
    const folder = await newFolder()
    const clock = standingClock()
    const first = await start(folder, { clock })
    const task = videoTask({ resolution: '360p' })
    await make(first, task)
    await first.service.close()

    const second = await start(folder, { clock })
    const kept = await second.waitFor(task.taskUUID)
    expect((await fetch(String(kept.data[0]?.videoURL))).status).toBe(200)
    await second.service.close()

    clock.set(clock.now() + 25 * 3_600_000)
    const third = await start(folder, { clock })
    const gone = await third.waitFor(task.taskUUID)
    expect(gone.errors[0]).toMatchObject({ code: 'taskExpired', taskUUID: task.taskUUID })
    expect(await readdir(join(folder, 'files'))).toEqual([])
    expect((await third.post([task])).errors[0]?.code).toBe('conflictTaskUUID')
  })
})

describe('a render that fails', () => {
  it('ends the task with an error in the documented place, and the next job is rendered', async () => {
    let isBroken = true
    const client = await start(await newFolder(), {
      run: (job, control) => {
        if (!isBroken) return run(job, control)
        isBroken = false
        return Promise.reject(new Error('no encoder'))
      },
    })
    const task = videoTask({ resolution: '360p' })
    await client.post([task])
    const reply = await client.waitFor(task.taskUUID)
    expect(reply.data).toEqual([])
    expect(reply.errors[0]).toMatchObject({ code: 'inferenceError', taskUUID: task.taskUUID })
    const next = await make(client, videoTask({ resolution: '360p' }))
    expect(next.status).toBe('success')
  })
})
