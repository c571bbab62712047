import { randomUUID } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createPracticeService } from '../../../src-main/features/practice/practice-service'
import { readBooks, standingClock, videoTask } from './practice-under-test'
import { make, pictureUri, useWorkbench } from './workbench'

const bench = useWorkbench()

describe('the protocol', () => {
  it('asks for a key, whichever', async () => {
    const client = await bench.start(await bench.newFolder())
    for (const authorization of ['', 'Bearer ', 'Basic abc']) {
      const reply = await client.post([{ taskType: 'ping' }], { authorization })
      expect([reply.status, reply.errors[0]?.code]).toEqual([401, 'missingApiKey'])
    }
    const pong = await client.post([{ taskType: 'ping' }])
    expect([pong.status, pong.data]).toEqual([200, [{ taskType: 'ping', pong: true }]])
  })

  it('takes JSON arrays only', async () => {
    const client = await bench.start(await bench.newFolder())
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
    const client = await bench.start(await bench.newFolder())
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
    const client = await bench.start(await bench.newFolder())
    const bad = videoTask({ resolution: '720p', seed: 3 })
    const reply = await client.post([{ taskType: 'ping' }, bad])
    expect(reply.status).toBe(200)
    expect(reply.data).toHaveLength(1)
    expect(reply.errors).toMatchObject([
      { code: 'unsupportedParameter', parameter: 'seed', taskUUID: bad.taskUUID },
    ])
  })

  it('prices a dry run and keeps nothing of it', async () => {
    const folder = await bench.newFolder()
    const client = await bench.start(folder)
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
    const folder = await bench.newFolder()
    const client = await bench.start(folder)
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
    const client = await bench.start(await bench.newFolder())
    const image = randomUUID()
    const task = videoTask({ resolution: '360p', inputs: { frameImages: [{ image, frame: 'first' }] } })
    const refused = await client.post([task])
    expect([refused.status, refused.errors[0]?.code]).toEqual([400, 'mediaNotFound'])
    expect((await client.post([{ ...task, inputs: undefined }])).status).toBe(200)
  })

  it('refuses pictures it cannot read, and addresses it will not open', async () => {
    const client = await bench.start(await bench.newFolder())
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
    const client = await bench.start(await bench.newFolder())
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
    const client = await bench.start(await bench.newFolder())
    const port = Number(new URL(client.url).port)
    const other = createPracticeService({
      ...{
        folder: await bench.newFolder(),
        run: bench.run,
        workerPath: bench.workerPath,
        clock: standingClock(),
        log: () => undefined,
      },
    })
    await expect(other.listen(port)).rejects.toMatchObject({ code: 'port-taken', details: { port } })
  })
})

describe('downloads', () => {
  it('come whole, in parts that fit, and not at all when they are not there', async () => {
    const client = await bench.start(await bench.newFolder())
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
