import { describe, expect, it } from 'vitest'
import { backdropAt } from '../../../src-main/features/practice/backdrop-plan'
import { toMp4Job } from '../../../src-main/features/practice/encode-mp4'
import { toRenderPlan } from '../../../src-main/features/practice/render-plan'
import type { VideoTask } from '../../../src-main/features/practice/task-schema'
import { Readable } from 'node:stream'

const TASK: VideoTask = {
  taskType: 'videoInference',
  taskUUID: 'a3f1c2d4-5e6f-4081-92a3-b4c5d6e7f809',
  model: 'luma:ray@3.2',
  positivePrompt: 'A lantern',
  resolution: '720p',
}
const picture = (width: number, height: number): { mediaUuid: string; width: number; height: number } => ({
  mediaUuid: `${width}x${height}`,
  width,
  height,
})
const keys = (...frames: ('first' | 'last' | number)[]): VideoTask['inputs'] => ({
  frameImages: frames.map((frame) => ({ image: 'x', frame })),
})

describe('the render plan', () => {
  it('has 121 frames for five seconds and 241 for ten', () => {
    expect(toRenderPlan(TASK, [], {}).frames).toBe(121)
    expect(toRenderPlan({ ...TASK, duration: 10 }, [], {}).frames).toBe(241)
  })

  it('takes the size as given, 16:9 without a picture, and the nearest aspect of the first picture', () => {
    const { resolution: _, ...bare } = TASK
    expect(toRenderPlan({ ...bare, width: 832, height: 1104 }, [], {})).toMatchObject({
      width: 832,
      height: 1104,
    })
    expect(toRenderPlan(TASK, [], {})).toMatchObject({ width: 1280, height: 720 })
    const withPicture = { ...TASK, inputs: keys('first') }
    expect(toRenderPlan(withPicture, [picture(3000, 4100)], {})).toMatchObject({ width: 832, height: 1104 })
  })

  it('pins pictures at their frames, in order of frame', () => {
    const plan = toRenderPlan(
      { ...TASK, inputs: keys('last', 'first', 60) },
      [picture(3, 3), picture(1, 1), picture(2, 2)],
      {},
    )
    expect(plan.keyframes).toEqual([
      { frame: 0, mediaUuid: '1x1' },
      { frame: 60, mediaUuid: '2x2' },
      { frame: 120, mediaUuid: '3x3' },
    ])
  })

  it('moves keyframes closer when a test asks for fewer frames', () => {
    const plan = toRenderPlan({ ...TASK, inputs: keys(0, 60, 120) }, [], { frames: 13 })
    expect(plan.frames).toBe(13)
    expect(plan.keyframes.map((key) => key.frame)).toEqual([0, 6, 12])
  })

  it('renders the same for the same prompt and something else for another', () => {
    expect(toRenderPlan(TASK, [], {}).seed).toBe(toRenderPlan(TASK, [], {}).seed)
    expect(toRenderPlan(TASK, [], {}).seed).not.toBe(
      toRenderPlan({ ...TASK, positivePrompt: 'A candle' }, [], {}).seed,
    )
  })
})

describe('the backdrop', () => {
  const three = [{ frame: 10 }, { frame: 20 }, { frame: 60 }]

  it('holds the first still before its frame and the last one after', () => {
    expect(backdropAt(three, 0)).toEqual({ from: 0, to: null, share: 0 })
    expect(backdropAt(three, 99)).toEqual({ from: 2, to: null, share: 0 })
  })

  it('shows a still alone at its own frame', () => {
    expect(backdropAt(three, 10)).toEqual({ from: 0, to: null, share: 0 })
    expect(backdropAt(three, 20)).toEqual({ from: 1, to: null, share: 0 })
    expect(backdropAt(three, 60)).toEqual({ from: 2, to: null, share: 0 })
  })

  it('dissolves between two, half of each in the middle', () => {
    expect(backdropAt(three, 40)).toEqual({ from: 1, to: 2, share: 0.5 })
    const shares = Array.from({ length: 39 }, (_, index) => backdropAt(three, 21 + index).share)
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
  })
})

describe('the MP4 job', () => {
  it('tags HDR as PQ Rec.2020, ten bit, and says it is practice', () => {
    const order = { width: 1280, height: 720, frames: 121, isHdr: true, quality: 95 }
    const job = toMp4Job(order, Readable.from([]), '/out/a.mp4')
    expect(job.inputs[0]?.options.join(' ')).toBe(
      '-f rawvideo -pixel_format gbrp10le -video_size 1280x720 -framerate 24',
    )
    expect(job.filterGraph).toBe(
      '[0:v]zscale=pin=bt2020:tin=smpte2084:min=gbr:rin=full:p=bt2020:t=smpte2084:m=bt2020nc:r=limited:c=left,format=yuv420p10le[out]',
    )
    expect(job.outputs[0]?.options.join(' ')).toBe(
      '-map [out] -an -c:v libx264 -preset veryfast -profile:v high10 -crf 15 -g 24 -color_range tv' +
        ' -color_primaries bt2020 -color_trc smpte2084 -colorspace bt2020nc -movflags +faststart' +
        ' -metadata comment=Latitude practice render; not a bought take -f mp4',
    )
  })

  it('makes SDR eight bit Rec.709', () => {
    const order = { width: 640, height: 360, frames: 12, isHdr: false, quality: 20 }
    const options = toMp4Job(order, Readable.from([]), '/out/a.mp4').outputs[0]?.options.join(' ')
    expect(options).toContain('-profile:v high -crf 40')
    expect(options).toContain('-color_primaries bt709 -color_trc bt709 -colorspace bt709')
  })
})
