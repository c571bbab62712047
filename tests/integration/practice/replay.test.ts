import { join } from 'node:path'
import { readdir } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import type { RunFfmpeg } from '../../../src-main/ports/ffmpeg'
import { videoTask } from './practice-under-test'
import { make, useWorkbench } from './workbench'

const bench = useWorkbench()
const bytesOf = async (url: string | undefined): Promise<Buffer> =>
  Buffer.from(await (await fetch(String(url))).arrayBuffer())

describe('a service that replays', () => {
  it('renders each kind of clip once, and hands the same bytes out for every later task of that kind', async () => {
    const folder = await bench.newFolder()
    const replayFolder = join(await bench.newFolder(), 'shelf')
    let encoded = 0
    const run: RunFfmpeg = (...job) => {
      encoded += 1
      return bench.run(...job)
    }
    const client = await bench.start(folder, { replayFolder, run, settings: { frames: 2 } })
    const wish = { resolution: '720p', duration: 5, settings: { hdr: true, exrExport: true } }
    const first = await make(client, videoTask({ ...wish, positivePrompt: 'One' }))
    const second = await make(client, videoTask({ ...wish, positivePrompt: 'Another' }))

    expect(encoded).toBe(1)
    expect((await readdir(replayFolder)).sort()).toEqual(['1280x720-hdr-exr-2.mp4', '1280x720-hdr-exr-2.zip'])
    expect(second.videoURL).not.toBe(first.videoURL)
    expect((await bytesOf(second.videoURL)).equals(await bytesOf(first.videoURL))).toBe(true)
    const [one, other] = [first, second].map((result) => result.outputs?.files[0]?.url)
    expect((await bytesOf(other)).equals(await bytesOf(one))).toBe(true)

    await make(client, videoTask({ resolution: '360p' }))
    expect(encoded).toBe(2)
  })

  it('plays from a shelf that an earlier service filled', async () => {
    const replayFolder = join(await bench.newFolder(), 'shelf')
    const wishes = { replayFolder, settings: { frames: 2 } }
    await make(await bench.start(await bench.newFolder(), wishes), videoTask({ resolution: '360p' }))
    const run: RunFfmpeg = () => Promise.reject(new Error('nothing is rendered'))
    const again = await bench.start(await bench.newFolder(), { ...wishes, run })
    const { videoURL } = await make(again, videoTask({ resolution: '360p' }))
    expect(await bench.probeUrl(videoURL)).toMatchObject({ frames: 2, width: 640 })
  })
})
