import { FRAMING_DEFAULTS } from '#shared/domain/crop'
import { describe, expect, it } from 'vitest'
import { createShot, type Keyframe, type Shot } from '#shared/domain/shot'
import { parseVideoTask, toVideoTask } from '../../../src-main/features/generation/request'

const UUID = 'a3f1c2d4-5e6f-4081-92a3-b4c5d6e7f809'
const image = (index: number) => `00000000-0000-4000-8000-00000000000${index}`
const ADDED = { deliveryMethod: 'async', includeCost: true, outputType: 'URL' }
const HEAD = { taskType: 'videoInference', taskUUID: UUID, model: 'luma:ray@3.2' }
const key = (frame: number): Keyframe => ({
  stillId: 's',
  frame,
  crop: { ...FRAMING_DEFAULTS, x: 0, y: 0, width: 9, height: 9, fit: 'fill' },
})
const shot = (changes: Partial<Shot>): Shot => ({
  ...createShot('SH010'),
  prompt: 'P',
  range: 'sdr',
  ...changes,
})
const task = (changes: Partial<Shot>) => {
  const wanted = shot(changes)
  return toVideoTask(
    wanted,
    UUID,
    wanted.keyframes.map((_, index) => image(index)),
  )
}

describe("the guide's forms", () => {
  it('text to video sends a resolution and a duration', () => {
    expect(task({})).toEqual({ ...HEAD, positivePrompt: 'P', resolution: '720p', duration: 5, ...ADDED })
  })

  it('image to video sends the pixel pair, names the first frame and leaves the duration out', () => {
    expect(task({ aspect: '1:1', keyframes: [key(0)] })).toEqual({
      ...HEAD,
      positivePrompt: 'P',
      width: 960,
      height: 960,
      inputs: { frameImages: [{ image: image(0), frame: 'first' }] },
      ...ADDED,
    })
  })

  it('first and last go by name', () => {
    expect(task({ keyframes: [key(0), key(120)] }).inputs).toEqual({
      frameImages: [
        { image: image(0), frame: 'first' },
        { image: image(1), frame: 'last' },
      ],
    })
  })

  it('many keyframes at 10 s go by number, the ends too', () => {
    const many = task({ duration: 10, keyframes: [key(0), key(80), key(160), key(240)] })
    expect(many.duration).toBe(10)
    expect(many.inputs?.frameImages.map((image) => image.frame)).toEqual([0, 80, 160, 240])
    expect(task({ duration: 10, keyframes: [key(0)] }).inputs?.frameImages[0]?.frame).toBe(0)
  })

  it('HDR with EXR is two settings, a loop is one, SDR none', () => {
    expect(task({ range: 'hdr-exr' }).settings).toEqual({ hdr: true, exrExport: true })
    expect(task({ range: 'hdr' }).settings).toEqual({ hdr: true })
    expect(task({ loop: true }).settings).toEqual({ loop: true })
    expect(task({}).settings).toBeUndefined()
  })

  it('never sends a resolution together with a pixel pair', () => {
    for (const aspect of ['16:9', '9:16', '1:1'] as const) {
      for (const keyframes of [[], [key(0)]]) {
        const sent = task({ aspect, keyframes })
        expect((sent.resolution === undefined) !== (sent.width === undefined), aspect).toBe(true)
      }
    }
  })
})

describe('a task that may be sent', () => {
  const good = { ...HEAD, positivePrompt: 'P', resolution: '720p', duration: 5, ...ADDED }
  it('is given back as it is', () => expect(parseVideoTask(good)).toEqual(good))
  it.each([
    ['an unknown key', { ...good, seed: 1 }],
    ['a misspelt setting', { ...good, settings: { hdr: true, exrExprot: true } }],
    ['both sizes', { ...good, width: 1280, height: 720 }],
    ['half a pair', { ...good, resolution: undefined, width: 1280 }],
    ['no size', { ...good, resolution: undefined }],
    ['EXR without HDR', { ...good, settings: { exrExport: true } }],
    ['a loop in HDR', { ...good, settings: { hdr: true, loop: true } }],
    ['7 seconds', { ...good, duration: 7 }],
    ['an empty prompt', { ...good, positivePrompt: '' }],
    ['a UUID that is none', { ...good, taskUUID: 'x' }],
    ['several results', { ...good, numberResults: 2 }],
  ])('is none with %s', (_name, bad) => expect(() => parseVideoTask(bad)).toThrow())
})
