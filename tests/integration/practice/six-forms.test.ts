import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { videoTask } from './practice-under-test'
import { FRAMES, make, pictureUri, upload, useWorkbench } from './workbench'

const bench = useWorkbench()
const SDR = { codec: 'h264', frames: FRAMES, frameRate: [24, 1], hasAudio: false, transfer: 'bt709' }

describe('the six forms of the guide', () => {
  it('one: text to video', async () => {
    const client = await bench.start(await bench.newFolder())
    const task = videoTask({ resolution: '360p', duration: 5 })
    const result = await make(client, task)
    expect(result).toEqual({
      ...{ taskType: 'videoInference', taskUUID: task.taskUUID, status: 'success' },
      videoUUID: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      videoURL: `${client.url}/files/${result.videoUUID}/${result.videoUUID}.mp4`,
    })
    expect(await bench.probeUrl(result.videoURL)).toMatchObject({ ...SDR, width: 640, height: 360 })
  })

  it('two: an uploaded image as the first frame, in its own size', async () => {
    const client = await bench.start(await bench.newFolder())
    const image = await upload(client, await pictureUri('#336699', 480, 480))
    const size = { width: 480, height: 480 }
    const result = await make(
      client,
      videoTask({ ...size, inputs: { frameImages: [{ image, frame: 'first' }] } }),
    )
    expect(await bench.probeUrl(result.videoURL)).toMatchObject({ ...SDR, ...size })
  })

  it('three: first and last, one of them as a data URI', async () => {
    const client = await bench.start(await bench.newFolder())
    const first = await upload(client, await pictureUri('#ff0000'))
    const frameImages = [
      { image: first, frame: 'first' },
      { image: await pictureUri('#0000ff'), frame: 'last' },
    ]
    const result = await make(client, videoTask({ resolution: '360p', inputs: { frameImages } }))
    expect(await bench.probeUrl(result.videoURL)).toMatchObject({ ...SDR, width: 640, height: 360 })
    const colors = await Promise.all([0, FRAMES - 1].map((frame) => cornerColor(result.videoURL, frame)))
    expect(colors[0]?.[0]).toBeGreaterThan((colors[0]?.[2] ?? 0) * 2)
    expect(colors[1]?.[2]).toBeGreaterThan((colors[1]?.[0] ?? 0) * 2)
  })

  it('four: keyframes over ten seconds', async () => {
    const client = await bench.start(await bench.newFolder())
    const frameImages = await Promise.all(
      [0, 80, 160, 240].map(async (frame) => ({ image: await pictureUri('#446644'), frame })),
    )
    const result = await make(
      client,
      videoTask({ resolution: '360p', duration: 10, inputs: { frameImages } }),
    )
    expect(await bench.probeUrl(result.videoURL)).toMatchObject(SDR)
  })

  it('five: HDR with EXR gives a PQ clip and a zip', async () => {
    const client = await bench.start(await bench.newFolder())
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
    expect(await bench.probeUrl(result.videoURL)).toMatchObject({
      ...{ width: 1280, height: 720, frames: FRAMES, pixelFormat: 'yuv420p10le' },
      ...{ primaries: 'bt2020', transfer: 'smpte2084', matrix: 'bt2020nc', range: 'tv' },
    })
    const head = await fetch(files[0]?.url ?? '', { headers: { range: 'bytes=0-3' } })
    expect(Buffer.from(await head.arrayBuffer()).toString('latin1')).toBe('PK\x03\x04')
  })

  it('six: a loop', async () => {
    const client = await bench.start(await bench.newFolder())
    const result = await make(
      client,
      videoTask({ resolution: '360p', duration: 5, settings: { loop: true } }),
    )
    expect(await bench.probeUrl(result.videoURL)).toMatchObject(SDR)
    expect(result.outputs).toBeUndefined()
  })
})

/** The mean colour of the top-left corner, far from any light. */
async function cornerColor(url: string, frame: number): Promise<number[]> {
  const path = join(await bench.newFolder(), `${randomUUID()}.png`)
  await bench.run({
    inputs: [{ source: url, options: [] }],
    filterGraph: `[0:v]select=eq(n\\,${frame}),crop=16:16:0:0[out]`,
    outputs: [{ target: path, options: ['-map', '[out]', '-frames:v', '1', '-update', '1'] }],
  })
  const { channels } = await sharp(path).stats()
  return channels.map((channel) => channel.mean)
}
