import { describe, expect, it } from 'vitest'
import { Failure } from '#shared/domain/failure'
import { FrameLoader } from '../../../src-renderer/viewer/frames/frame-loader.svelte'
import type { PictureFrame } from '../../../src-renderer/viewer/frames/frame-question'
import { settle } from './fake-video'

function pictureOf(frame: number): PictureFrame {
  const window = { min: { x: 0, y: 0 }, max: { x: 0, y: 0 } }
  const halves = Uint16Array.of(frame, 0, 0, 0)
  return {
    ...{ width: 1, height: 1, halves, chromaticities: null, hasAlpha: false },
    ...{ dataWindow: window, displayWindow: window },
  }
}

function setUp() {
  const asked: { mediaId: string; signal: AbortSignal; answer(): void; refuse(error: unknown): void }[] = []
  const rests: (() => void)[] = []
  const given: number[] = []
  let now = 1000
  const loader = new FrameLoader({
    getFrameFile: ({ frame }) => Promise.resolve({ mediaId: String(frame) }),
    decode: (mediaId, signal) =>
      new Promise((resolve, refuse) =>
        asked.push({ mediaId, signal, answer: () => resolve(pictureOf(Number(mediaId))), refuse }),
      ),
    giveBack: ({ halves }) => given.push(halves[0] ?? -1),
    now: () => now,
    sleep: () => new Promise((wake) => rests.push(wake)),
  })
  return {
    ...{ asked, given, loader },
    async want(frame: number): Promise<void> {
      void loader.want('take', frame)
      await settle()
    },
    async rest(): Promise<void> {
      rests.splice(0).forEach((wake) => wake())
      await settle()
    },
    pass(ms: number): void {
      now += ms
    },
  }
}

describe('the true frame', () => {
  it('is asked for at once after a pause, and in a quick row only where the row ends', async () => {
    const { asked, want, rest, pass } = setUp()
    await want(1)
    expect(asked.map(({ mediaId }) => mediaId)).toEqual(['1'])
    pass(30)
    await want(2)
    pass(30)
    await want(3)
    await rest()
    expect(asked.map(({ mediaId }) => mediaId)).toEqual(['1', '3'])
    pass(500)
    await want(4)
    expect(asked.map(({ mediaId }) => mediaId)).toEqual(['1', '3', '4'])
  })

  it('of another place stops what is on its way, and what still comes of it is given back', async () => {
    const { asked, given, loader, want, pass } = setUp()
    await want(1)
    pass(500)
    await want(2)
    expect(asked.map(({ signal }) => signal.aborted)).toEqual([true, false])
    asked[1]?.answer()
    asked[0]?.answer()
    await settle()
    expect(loader.ready).toMatchObject({ takeId: 'take', frame: 2 })
    expect(given).toEqual([1])
  })

  it('stays until the next is there, and then its buffer is given back', async () => {
    const { asked, given, loader, want, pass } = setUp()
    await want(1)
    asked[0]?.answer()
    await settle()
    pass(500)
    await want(2)
    expect(loader.ready?.frame).toBe(1)
    asked[1]?.answer()
    await settle()
    expect([loader.ready?.frame, given]).toEqual([2, [1]])
  })

  it('that cannot be decoded keeps its reason until another is wanted', async () => {
    const { asked, loader, want, pass } = setUp()
    await want(1)
    asked[0]?.refuse(new Failure('exr-damaged', 'Frame 1002 is damaged.'))
    await settle()
    expect(loader.failure?.code).toBe('exr-damaged')
    pass(500)
    await want(2)
    expect(loader.failure).toBeNull()
  })

  it('at rest nothing is left of it', async () => {
    const { asked, given, loader, want, pass } = setUp()
    await want(1)
    asked[0]?.answer()
    await settle()
    pass(500)
    await want(2)
    loader.rest()
    asked[1]?.answer()
    await settle()
    expect([loader.ready, loader.failure, given]).toEqual([null, null, [1, 2]])
  })
})
