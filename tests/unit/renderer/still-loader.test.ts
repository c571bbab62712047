import { describe, expect, it } from 'vitest'
import { Failure } from '#shared/domain/failure'
import { StillLoader } from '../../../src-renderer/viewer/still-loader.svelte'
import { settle } from './fake-video'

function setUp() {
  const asked: { frame: number; answer: (mediaId: string) => void; refuse: (error: unknown) => void }[] = []
  const rests: (() => void)[] = []
  const loader = new StillLoader({
    getStillFrame: ({ frame }) =>
      new Promise((resolve, refuse) =>
        asked.push({ frame, answer: (mediaId) => resolve({ mediaId }), refuse }),
      ),
    sleep: () => new Promise((wake) => rests.push(wake)),
  })
  const rest = async (): Promise<void> => {
    rests.splice(0).forEach((wake) => wake())
    await settle()
  }
  return { asked, loader, rest }
}

describe('the true frame', () => {
  it('is asked for only once the playhead has come to rest', async () => {
    const { asked, loader, rest } = setUp()
    for (const frame of [1, 2, 3]) void loader.want('take', frame)
    await settle()
    expect(asked).toEqual([])
    await rest()
    expect(asked.map(({ frame }) => frame)).toEqual([3])
  })

  it('an answer that comes too late is dropped', async () => {
    const { asked, loader, rest } = setUp()
    void loader.want('take', 1)
    await rest()
    void loader.want('take', 2)
    await rest()
    asked[1]?.answer('second')
    await settle()
    asked[0]?.answer('first')
    await settle()
    expect(loader.picture).toEqual({ takeId: 'take', frame: 2, mediaId: 'second' })
  })

  it('is shown only when its own element has decoded it', async () => {
    const { asked, loader, rest } = setUp()
    void loader.want('take', 1)
    await rest()
    asked[0]?.answer('first')
    await settle()
    const picture = loader.picture
    if (!picture) throw new Error('no picture')
    expect(loader.ready).toBeNull()
    loader.markReady({ ...picture })
    expect(loader.ready).toBeNull()
    loader.markReady(picture)
    expect(loader.ready).toBe(picture)
  })

  it('a frame that cannot be made keeps its reason until another is wanted', async () => {
    const { asked, loader, rest } = setUp()
    void loader.want('take', 1)
    await rest()
    asked[0]?.refuse(new Failure('exr-damaged', 'Frame 1002 is damaged.'))
    await settle()
    expect(loader.failure?.code).toBe('exr-damaged')
    void loader.want('take', 2)
    expect(loader.failure).toBeNull()
  })

  it('at rest nothing is left of it', async () => {
    const { asked, loader, rest } = setUp()
    void loader.want('take', 1)
    await rest()
    loader.rest()
    asked[0]?.answer('first')
    await settle()
    expect([loader.picture, loader.ready, loader.failure]).toEqual([null, null, null])
  })
})
