import { beforeEach, describe, expect, it } from 'vitest'
import { createVideoDriver, type VideoDriver, type Wanted } from '../../../src-renderer/viewer/video-driver'
import { createFakeVideo, settle, type FakeVideo } from './fake-video'

let fake: FakeVideo
let driver: VideoDriver
let shown: number[]
let failures: string[]
let ended: number
let isHidden: boolean
let sleeps: { ms: number; wake: () => void }[]

beforeEach(() => {
  fake = createFakeVideo()
  shown = []
  failures = []
  ended = 0
  isHidden = false
  sleeps = []
  driver = createVideoDriver({
    video: fake.video,
    framesPerSecond: 24,
    frameCount: 121,
    onShown: (frame) => shown.push(frame),
    onEnded: () => (ended += 1),
    onFailed: (reason) => failures.push(reason),
    painted: () => Promise.resolve(),
    isHidden: () => isHidden,
    sleep: (ms) => new Promise((wake) => sleeps.push({ ms, wake })),
  })
})

const want = (frame: number, rest: Partial<Wanted> = {}): void =>
  driver.update({ frame, motion: 'stopped', isLooping: false, ...rest })

async function showFrame(frame: number): Promise<void> {
  want(frame)
  await settle()
  fake.finishSeek()
  await settle()
}

/** The seek ends on another frame, and no better one comes in time. */
async function missSeek(error: number): Promise<void> {
  await settle()
  fake.finishSeek(error)
  await settle()
  sleeps.splice(0).forEach(({ wake }) => wake())
  await settle()
}

describe('stopped', () => {
  it('seeks to the middle of the frame, never to its edge', async () => {
    await showFrame(48)
    expect(fake.sought).toEqual([48.5 / 24])
    expect(shown).toEqual([48])
  })

  it('does not claim a frame before it is presented', async () => {
    want(48)
    await settle()
    expect(shown).toEqual([])
  })

  it('seeks again when another frame was presented', async () => {
    want(48)
    await missSeek(-1)
    expect(shown).toEqual([])
    fake.finishSeek()
    await settle()
    expect(fake.sought).toHaveLength(2)
    expect(shown).toEqual([48])
  })

  it('says so when a frame cannot be reached, and does not claim it', async () => {
    want(48)
    for (let attempt = 0; attempt < 3; attempt += 1) await missSeek(1)
    expect(failures).toEqual(['inexact'])
    expect(shown).toEqual([])
  })

  it('knows what the clip presented by itself: the same frame sought again is there as soon as it is sought', async () => {
    fake.present(0)
    want(0)
    await settle()
    expect(shown).toEqual([])
    fake.finishSeekSilently()
    await settle()
    expect(shown).toEqual([0])
    expect(sleeps).toEqual([])
  })

  it('waits for the frame to be presented, however long after the seek', async () => {
    await showFrame(0)
    want(120)
    await settle()
    fake.finishSeekSilently()
    await settle()
    expect(shown).toEqual([0])
    expect(sleeps.map(({ ms }) => ms)).toEqual([2000])
    fake.present(120)
    await settle()
    expect(shown).toEqual([0, 120])
  })

  it('a window that presents nothing, because it is hidden, is not waited for without end', async () => {
    await showFrame(0)
    isHidden = true
    want(48)
    await settle()
    fake.finishSeekSilently()
    await settle()
    sleeps.splice(0).forEach(({ wake }) => wake())
    await settle()
    expect([shown, failures]).toEqual([[0, 48], []])
  })

  it('a frame that was never presented in a window that is seen is not claimed', async () => {
    await showFrame(0)
    want(48)
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await settle()
      fake.finishSeekSilently()
      await settle()
      sleeps.splice(0).forEach(({ wake }) => wake())
    }
    await settle()
    expect([shown, failures]).toEqual([[0], ['inexact']])
  })

  it('passes over what was wanted while a seek was under way', async () => {
    want(10)
    await settle()
    for (const frame of [20, 30, 40]) want(frame)
    fake.finishSeek()
    await settle()
    fake.finishSeek()
    await settle()
    expect(fake.sought).toEqual([10.5 / 24, 40.5 / 24])
    expect(shown.at(-1)).toBe(40)
  })

  it('does not seek to where it stands', async () => {
    await showFrame(5)
    want(5)
    await settle()
    expect(fake.sought).toHaveLength(1)
  })
})

describe('moving', () => {
  it('reports the frames that are presented while playing', async () => {
    await showFrame(5)
    want(5, { motion: 'forward' })
    for (const frame of [6, 7, 9]) fake.present(frame)
    expect(fake.isPlaying()).toBe(true)
    expect(shown).toEqual([5, 6, 7, 9])
    expect(fake.sought).toHaveLength(1)
  })

  it('plays twice as fast without starting again', async () => {
    await showFrame(5)
    want(5, { motion: 'forward' })
    want(5, { motion: 'fast' })
    expect(fake.video.playbackRate).toBe(2)
    expect(fake.sought).toHaveLength(1)
  })

  it('after a pause it seeks the frame anew, because one more may have been presented', async () => {
    await showFrame(5)
    want(5, { motion: 'forward' })
    fake.present(30)
    want(30)
    await settle()
    expect(fake.isPlaying()).toBe(false)
    expect(fake.sought.at(-1)).toBe(30.5 / 24)
  })

  it('starts at the frame wanted when the picture stands elsewhere', async () => {
    await showFrame(120)
    want(0, { motion: 'forward' })
    expect(fake.sought.at(-1)).toBe(0.5 / 24)
  })

  it('goes backwards frame by frame, no faster than the rate', async () => {
    await showFrame(2)
    want(2, { motion: 'reverse' })
    await settle()
    fake.finishSeek()
    await settle()
    expect(shown).toEqual([2, 1])
    expect(fake.sought).toHaveLength(2)
    expect(sleeps.some(({ ms }) => Math.abs(ms - 1000 / 24) < 0.01)).toBe(true)
    sleeps.splice(0).forEach(({ wake }) => wake())
    await settle()
    fake.finishSeek()
    await settle()
    sleeps.splice(0).forEach(({ wake }) => wake())
    await settle()
    expect(shown).toEqual([2, 1, 0])
    expect(ended).toBe(1)
  })

  it('ends when the clip ends', async () => {
    want(0, { motion: 'forward' })
    fake.fire('ended')
    expect(ended).toBe(1)
  })
})

describe('ending', () => {
  it('a clip that cannot be played is named', () => {
    fake.fire('error')
    expect(failures).toEqual(['unplayable'])
  })

  it('after stop nothing is heard or claimed any more', async () => {
    want(48)
    await settle()
    driver.stop()
    fake.finishSeek()
    await settle()
    expect(shown).toEqual([])
    expect(fake.listenerCount()).toBe(0)
  })
})
